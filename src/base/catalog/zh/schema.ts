import { quote } from "../../quote.js";
import { plain, type schemaDiagnostics } from "../schema.js";
import { type ChineseTextsOf, didYouMean } from "./chinese-text.js";
import { translatePhrase } from "./phrases.js";

export const schemaTexts: ChineseTextsOf<typeof schemaDiagnostics> = {
  "unknown-marker": {
    message: (p) => `${plain(p.marker)} 不是 table-gen 认识的标记。${didYouMean(p.suggestion)}`,
    help: "可用的标记有 ##name、##type、##rule、##group、##note、##enum、##struct、##const；注释行写 ## 加空格。",
  },
  "repeated-marker": {
    message: (p) => `标记 ${p.marker} 在这张工作表中出现了两次。`,
    help: "每种标记只保留一行。",
  },
  "marker-after-data": {
    message: (p) => `标记 ${p.marker} 出现在数据行之后。`,
    help: "把表头行移到数据上方；或在上面那一行的 A 列写 ##，把它变成注释。",
  },
  "text-in-mark-column": {
    message: (p) => `A 列只能写标记，而 ${quote(p.text)} 不是标记。`,
    help: "把内容移到别的列，或在开头加 ## 和空格，把整行变成注释。",
  },
  "no-name-row": {
    message: () => "工作表有标记，却没有 ##name 行。",
    help: "在列名所在行的 A 列写上 ##name。",
  },
  "not-a-table": {
    message: (p) => `跳过了这张工作表：${translatePhrase(p.reason)}。`,
    help: "补上符合配置 dialect 的表头；如果是有意跳过，请让工作表名以 # 开头。",
  },
  "no-header": {
    message: (p) => `配置指定这张工作表属于表 ${p.table}，但${translatePhrase(p.reason)}。`,
    help: "给工作表加上表头，修正配置中 dialect 的行号，或缩小该表的 `from` 范围。",
  },
  "no-columns": {
    message: (p) => `表 ${p.table} 没有任何列。`,
    help: "在表头中至少写一个列名，或在工作表名前加 # 跳过它。",
  },
  "type-without-name": {
    message: (p) => `这一列没有列名，因此 ${quote(p.text)} 和下面的单元格都被忽略。`,
    help: "给列起名；如果是注释列，请清空这个单元格。",
  },
  "sheet-without-rows": {
    message: (p) => `这张工作表没有数据行，且 ${p.column} 列与表 ${p.table} 的其他工作表不一致，已跳过。`,
    help: "让表头一致，或删除这张工作表。",
  },
  "mixed-sheet": {
    message: (p) => `标记 ${p.marker} 与${translatePhrase(p.other)}出现在同一张工作表。`,
    help: "一张工作表只能是数据表，或枚举、结构体、常量之一：请把其中之一移到单独的工作表。",
  },
  "cell-beyond-header": {
    message: (p) => `这一行的单元格比表头多：${quote(p.text)} 超出了最后一列。`,
    help: '含有分隔符的单元格要加引号："Hello, world"。备注列需要在表头里写点内容，例如说明。',
  },
  "misplaced-marker": {
    message: (p) => `标记 ${p.marker} 写在这里，但标记只在 A 列有效。`,
    help: "把标记移到 A 列：删除前面的列，或剪切粘贴标记。",
  },
  "unreadable-header": {
    message: (p) =>
      p.error === undefined
        ? "文件中没有这个表头单元格公式的计算结果。"
        : `这个表头单元格的公式结果是错误值 ${p.error}。`,
    help: "用想要的文本代替公式。以 = + - @ 开头的文本前面要加 '。",
  },
  "invalid-name": {
    message: (p) => `${quote(p.name)} 不能用作${translatePhrase(p.what)}的名称。`,
    help: "名称以字母或 _ 开头，后面可用字母、数字和 _，任何文字都可以，包括中文。",
  },
  "duplicate-column": {
    message: (p) => `列 ${p.column} 在这张工作表中出现了两次。`,
    help: "给其中一列换个名称。",
  },
  "name-clash": {
    message: (p) =>
      p.name === p.other
        ? `名称 ${p.name} 用在了两处。`
        : `${p.name} 和 ${p.other} 差别太小，生成的文件会重名。`,
    help: "给其中一个换个名称。",
  },
  "unknown-type": {
    message: (p) => `没有类型 ${plain(p.type)}。${didYouMean(p.suggestion)}`,
    help: "可用 bool、int8 … int64、uint8 … uint64、float32、float64、string、datetime、duration 或枚举名，后面可加 []、[N] 或 ?。",
  },
  "invalid-type": {
    message: (p) => `${quote(p.type)} 不是有效的类型：${translatePhrase(p.reason)}。`,
    help: "类型写成 T、T[]（列表）或 T[N]（定长数组），T 为基本类型。末尾的 ? 表示可选，T 后面的 ? 表示元素可选：T?、T[]?、T?[]。",
  },
  "missing-type": {
    message: (p) => `${p.table}.${p.column} 没有类型。`,
    help: "在工作表或配置的 `columns` 中写上类型，或在配置中用 `ignore: true` 忽略该列。",
  },
  "missing-types": {
    message: (p) => `没有写明表 ${p.table} 各列的类型。`,
    help: "加一行类型（##type）；或运行 `table-gen init`，根据数据推断类型；或在配置中列出各列。",
  },
  "invalid-default": {
    message: (p) => `${quote(p.text)} 不是有效的默认值：${translatePhrase(p.reason)}。`,
    help: '写成 default=5、default="two words"，空文本写成 default=""。',
  },
  "repeated-default": {
    message: (p) => `${p.column} 有两个默认值：${quote(p.first)} 和 ${quote(p.second)}。`,
    help: "只保留一个。",
  },
  "unknown-rule": {
    message: (p) => `没有规则 ${plain(p.rule)}。${didYouMean(p.suggestion)}`,
    help: '可用 key、unique、default=TEXT、range=1..5、size=1..、pattern="[a-z]+" 等，用空格或 ; 分隔；全部规则见 docs/rules.md。',
  },
  "invalid-rule": {
    message: (p) => `${quote(p.rule)} 不是有效的规则：${translatePhrase(p.reason)}。`,
    help: '可用 key、unique、default=TEXT、range=1..5、size=1..、pattern="[a-z]+" 等，用空格或 ; 分隔；全部规则见 docs/rules.md。',
  },
  "invalid-group": {
    message: (p) => `${quote(p.group)} 不能用作分组。`,
    help: "分组是 server、client 这样的名称，用 , 或空格分隔。",
  },
  "groups-without-effect": {
    message: () => "分组不起作用：没有目标，所有内容都会进入库。",
    help: '在配置中写出目标，如 `targets: { server: ["server"], client: ["client"] }`，或删除分组。',
  },
  "column-differs": {
    message: (p) =>
      `${p.table}.${p.column} 的${translatePhrase(p.what)}在这里是 ${p.here}，在另一张工作表中是 ${p.there}。`,
    help: "让各工作表一致，或在配置中用 `from` 拆成两张表。",
  },
  "column-missing": {
    message: (p) => `表 ${p.table} 的这张工作表缺少列 ${p.column}，而且没有可以代替的值。`,
    help: "补上该列，或改为可选（`T?`），或给它默认值，或在配置中拆成两张表。",
  },
  "no-key": {
    message: (p) => `表 ${p.table} 没有主键。`,
    help: "在 ##rule 行给主键列写上 `key`，或在配置中设置 `key`；不需要主键时写 `key: false`。",
  },
  "unknown-key-column": {
    message: (p) => `表 ${p.table} 没有主键要用的列 ${plain(p.column)}。${didYouMean(p.suggestion)}`,
    help: "请使用工作表表头中的列名。",
  },
  "invalid-key-type": {
    message: (p) => `${p.table}.${p.column} 的类型是 ${p.type}，不能用作键。`,
    help: "键可以由整数、字符串、枚举、布尔值、日期时间、时长、版本号和引用组成。",
  },
  "keys-differ": {
    message: (p) => `表 ${p.table} 的键在这里是 ${p.here}，在另一张工作表中是 ${p.there}。`,
    help: "让各工作表一致，或只在配置中设置键。",
  },
  "repeated-key": {
    message: (p) => `表 ${p.table} 重复声明了键 (${p.key})。`,
    help: "删除其中一个；主键本来就是唯一的。",
  },
  "repeated-key-column": {
    message: (p) => `表 ${p.table} 的一个键两次使用了列 ${p.column}。`,
    help: "键的每一列只写一次。",
  },
  "key-name-clash": {
    message: (p) => `表 ${p.table} 的两个键都会叫 ${p.name}。`,
    help: "给其中一个键起名：unique(NAME)、multi(NAME) 或 ordered(NAME)，或配置中的 `name`。",
  },
  "reserved-name": {
    message: (p) => `${p.name} 已保留给${translatePhrase(p.use)}。`,
    help: "请换一个名称。键的名称写在括号里，如 unique(NAME)，或写在配置的 `name` 中。",
  },
  "from-without-match": {
    message: (p) => `没有工作表匹配 ${plain(p.pattern)}。${didYouMean(p.suggestion)}`,
    help: "写成 `file` 或 `file#sheet`，相对于配置所在目录，可用 *、**、? 和 {a,b}；隐藏的工作表和 `sources` 之外的文件不算在内。",
  },
  "table-without-sheets": {
    message: (p) => `没有工作表含有表 ${p.table} 的数据。${didYouMean(p.suggestion)}`,
    help: "用 `from` 写明数据在哪里，或从配置中删除这张表。",
  },
  "unknown-config-column": {
    message: (p) => `表 ${p.table} 的工作表中没有列 ${plain(p.column)}。${didYouMean(p.suggestion)}`,
    help: "请使用工作表表头中的名称，而不是 `name` 改后的名称。",
  },
  "invalid-reference": {
    message: (p) =>
      `引用 ${quote(p.reference)} 无效：${translatePhrase(p.reason)}。${didYouMean(p.suggestion)}`,
    help: "写成 Table.column，使用生成代码中的表名和列名。",
  },
  "unknown-empty-cells-type": {
    message: (p) => `\`emptyCells\` 中的 ${p.type} 不是类型。${didYouMean(p.suggestion)}`,
    help: "使用不带 [] 和 ? 的类型全名、枚举名，或用 `list` 表示所有列表。",
  },
  "unknown-heading": {
    message: (p) => `${plain(p.heading)} 不是 ${p.mark} 表的列。${didYouMean(p.suggestion)}`,
    help: "##enum 可用 enum、type、flags、name、value、alias、note；##struct 可用 struct、extends、variant、separator、name、type、default、note；##const 可用 name、value、note。各一次；注释列请把该单元格留空。",
  },
  "no-heading": {
    message: (p) => `${p.mark} 行没有 \`${p.heading}\` 列。`,
    help: "把标题写在标记所在的行，位于相应单元格的上方。",
  },
  "incomplete-row": {
    message: (p) => `这一行没有 ${p.what}。`,
    help: "填写该单元格，或在 A 列写 ## 把这一行变成注释。",
  },
  "duplicate-declaration": {
    message: (p) => `${kinds.get(p.kind) ?? p.kind} ${p.name} 声明了两次。`,
    help: "只保留一处声明，或给其中一个改名。",
  },
  "declarations-differ": {
    message: (p) =>
      `${kinds.get(p.kind) ?? p.kind} ${p.name} 的 ${p.property} 在这里是 ${plain(p.here)}，在上面是 ${plain(p.there)}。`,
    help: "只写一次，写在第一行。",
  },
  "taken-name": {
    message: (p) => `${p.name} 是类型名，不能用作${translatePhrase(p.what)}的名称。`,
    help: "换一个名称。",
  },
  "unusable-separator": {
    message: (p) => `分隔符${translatePhrase(p.reason)}。`,
    help: "请使用 ; 或 | 这样的符号。嵌套部分的分隔符用空格隔开，从最外层写到最内层。",
  },
  "invalid-enum-value": {
    message: (p) => `枚举 ${p.enum} 的值必须是 ${p.underlying} 类型，而 ${plain(p.value)} 不是。`,
    help: "填写范围内的整数；也可以用工作表的 `type` 列或配置的 `underlying` 给枚举换一个更宽的类型。",
  },
  "duplicate-enum-name": {
    message: (p) => `枚举 ${p.enum} 中 ${p.name} 重复。`,
    help: "同一枚举的名称和别名不能重复。",
  },
  "duplicate-enum-value": {
    message: (p) => `枚举 ${p.enum} 的 ${p.name} 和 ${p.other} 的值都是 ${p.value}。`,
    help: "给其中一个换个值，或把它的名称改成另一个的别名。",
  },
  "invalid-underlying": {
    message: (p) => `类型 ${plain(p.type)} 不能存放枚举 ${p.enum} 的值。`,
    help: "请使用整数类型：int8 … int64 或 uint8 … uint64。",
  },
  "empty-enum": {
    message: (p) => `枚举 ${p.enum} 没有任何值。`,
    help: "至少添加一个值。",
  },
  "signed-flags": {
    message: (p) => `${p.enum} 是标志枚举，而 ${plain(p.type)} 的最高位是符号位。`,
    help: "请使用 uint8、uint16、uint32 或 uint64；通常用 uint32。",
  },
  "negative-flag": {
    message: (p) => `${p.value} 是负数，而 ${p.enum} 的值是二进制位的组合。`,
    help: "标志用 1、2、4、8 …，都没有时用 0，多个标志一起用它们的和。",
  },
};

const kinds: ReadonlyMap<string, string> = new Map([
  ["enum", "枚举"],
  ["struct", "结构体"],
  ["variant", "变体"],
  ["constant", "常量"],
]);
