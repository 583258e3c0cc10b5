/**
 * Returns in Chinese what the stages say in parameters and notes: reasons, kinds of files, what a note points to.
 * A text that is not known here, such as one of the operating system, stays as it is.
 */
export function translatePhrase(text: string): string {
  for (const { pattern, chinese } of templates) {
    const found = pattern.exec(text);
    if (found !== null) return fillIn(chinese, found.slice(1));
  }
  return text;
}

/** What differs may be a phrase too, such as what a setting must be; else it stays as it is, apart from the Chinese. */
function fillIn(chinese: string, values: readonly string[]): string {
  return chinese.replace(
    /(\p{sc=Han}?)\{(\d)\}(\p{sc=Han}?)/gu,
    (_, before: string, index: string, after: string) => {
      const given = values[Number(index)] ?? "";
      const value = wholes.get(given) ?? given.replaceAll('" or "', '" 或 "');
      const left = before !== "" && /^[!-~]/.test(value) ? " " : "";
      const right = after !== "" && /[!-~]$/.test(value) ? " " : "";
      return `${before}${left}${value}${right}${after}`;
    },
  );
}

/** A text of the stages with {0}, {1} … for what differs, and the Chinese text with the same. */
const phrases: readonly (readonly [english: string, chinese: string])[] = [
  // Files
  ["it does not exist", "文件不存在"],
  ["permission is denied", "没有权限"],
  ["another program holds it open", "文件被其他程序占用"],
  ["it is a folder", "它是目录"],
  ["it is no folder", "它不是目录"],
  ["a text file of {0} bytes", "一个 {0} 字节的文本文件"],
  ["binary data of {0} bytes", "{0} 字节的二进制数据"],
  ["a PDF document", " PDF 文档"],
  ["a PNG image", " PNG 图片"],
  ["a JPEG image", " JPEG 图片"],
  ["a GIF image", " GIF 图片"],
  ["a gzip archive", " gzip 压缩包"],
  ["a 7z archive", " 7z 压缩包"],
  ["a RAR archive", " RAR 压缩包"],
  ["an ELF binary", " ELF 程序"],
  ["an RTF document", " RTF 文档"],
  ["an SQLite database", " SQLite 数据库"],
  ["an HTML page", " HTML 网页"],
  ["an XML file", " XML 文件"],
  ["an Apple Numbers document", " Apple Numbers 文档"],
  ["a zip archive without a workbook", "不含工作簿的 zip 压缩包"],
  ["a binary workbook (.xlsb)", "二进制工作簿（.xlsb）"],
  ["a Word document", " Word 文档"],
  ["a PowerPoint presentation", " PowerPoint 演示文稿"],
  ["an OpenDocument file without sheets", "不含表格的 OpenDocument 文件"],
  ["a compound file without a workbook", "不含工作簿的复合文档"],
  ["its zip archive breaks off, as after an interrupted copy", "zip 数据不完整，可能是复制中断"],
  ["the directory of its zip archive is broken", "zip 目录已损坏"],
  ["{0} is missing in its zip archive", "zip 中缺少 {0}"],
  ["{0} in its zip archive is encrypted", "zip 中的 {0} 已加密"],
  [
    "{0} in its zip archive has {1} bytes, more than can be read",
    "zip 中的 {0} 有 {1} 字节，超出可读取的大小",
  ],
  ["{0} in its zip archive is missing", "zip 中缺少 {0}"],
  ["{0} in its zip archive breaks off", "zip 中的 {0} 不完整"],
  ["{0} in its zip archive is packed in an unknown way", "zip 中的 {0} 使用了未知的压缩方式"],
  ["{0} in its zip archive has other bytes than it should", "zip 中的 {0} 内容校验不符"],
  ["its workbook stream breaks off", "工作簿数据流不完整"],
  ["its workbook stream has no known version", "工作簿数据流的版本未知"],
  ["its workbook stream has a broken formula", "工作簿数据流中有损坏的公式"],
  ["it is encrypted", "已加密"],
  ["it holds no workbook stream", "其中没有工作簿数据流"],
  ["it breaks off, as after an interrupted copy", "数据不完整，可能是复制中断"],
  ["its cells cannot be read ({0})", "无法读取单元格（{0}）"],

  // Files of records
  ["unexpected end of comment", "注释没有结束"],
  ["unexpected end of string", "字符串没有结束"],
  ["unexpected end of number", "数字不完整"],
  ["invalid unicode", "无效的 Unicode 转义"],
  ["invalid escape character", "无效的转义字符"],
  ["invalid character", "无效的字符"],
  ["*{0} stands for no value before it", "*{0} 之前没有它所指的值"],
  ["its aliases stand for more than {0} values", "别名展开后超过 {0} 个值"],
  ["<< stands for something that has no fields", "<< 指向的内容没有字段"],
  ["a key is no text and no number", "键既不是文本也不是数字"],
  ["a key is no text", "键不是文本"],
  ["the tag {0} is not read", "不支持标签 {0}"],
  ["<{0}> has text beside its elements", "<{0}> 中子元素之外还有文本"],
  ["a number goes on with letters", "数字后面紧跟着字母"],
  ["{0} has no {1}", "{0} 缺少对应的 {1}"],
  ["the escapes of a string spell bytes that are no UTF-8", "字符串中转义的字节不是 UTF-8"],
  ["a fraction in hexadecimal is not read", "不支持十六进制小数"],
  ["{0} stands where only data may stand", "此处只能写数据，不能写 {0}"],
  ["a table has values with keys beside values without", "同一个表中既有带键的值又有不带键的值"],
  ["a zip archive", " zip 压缩包"],
  ["a compound file", "复合文档"],
  ["an array", "数组"],
  ["an element", "元素"],
  ["null", " null"],

  // Headers
  ["column A has no ##name", "A 列没有 ##name"],
  ["it is empty", "它是空的"],
  ["row {0} has no names", "第 {0} 行没有列名"],
  ["none of its first {0} rows holds types", "前 {0} 行都不是类型行"],
  ["row {0} has no types with names beside them", "第 {0} 行的类型旁边没有列名"],
  ["header rows of a table", "数据表的表头行"],
  ["enums", "枚举"],
  ["structs", "结构体"],
  ["constants", "常量"],
  ["a table", "表"],
  ["a column", "列"],
  ["an enum", "枚举"],
  ["an enum value", "枚举值"],
  ["an alias", "别名"],
  ["a struct", "结构体"],
  ["a variant", "变体"],
  ["a kind", "种类"],
  ["a constant", "常量"],
  ["a key", "键"],
  ["the primary key", "主键"],
  ["a value of bool", "布尔值"],
  ["type", "类型"],
  ["default", "默认值"],

  // Types, defaults and rules
  ["it has full-width signs; write {0}", "含有全角符号，应写成 {0}"],
  ["write {0}[]", "应写成 {0}[]"],
  ["a bracket is not closed", "括号没有闭合"],
  ["it has a blank inside; write {0}", "中间有空格，应写成 {0}"],
  [
    "a name may be followed by ?, [] or [N] and ?, and by nothing else",
    "名称后面只能跟 ?、[] 或 [N] 和 ?，不能有别的内容",
  ],
  ["two ? follow each other", "连续写了两个 ?"],
  ["a list or an array cannot hold lists or arrays", "列表和数组不能再嵌套列表或数组"],
  ["an array has 1 to {0} elements, not {1}", "数组只能有 1 到 {0} 个元素，不能是 {1} 个"],
  ["nothing follows the =", "= 后面没有内容"],
  ["a quote is not closed", "引号没有闭合"],
  ["`key` stands alone", "`key` 后面不能带参数"],
  ["`{0}` takes no value", "`{0}` 后面不能带值"],
  ["{0}(NAME) takes one name", "{0}(NAME) 只能写一个名称"],
  ["write default=TEXT", "应写成 default=TEXT"],
  ['write default=TEXT, "" for an empty text', '应写成 default=TEXT，空文本写 ""'],
  ["rules are separated by a space or ;", "规则之间用空格或 ; 分隔"],
  ["it cannot be read from {0} on", "从 {0} 开始无法识别"],
  ["it is not of the form Table.column", "不是 Table.column 的形式"],
  ["there is no table {0}", "没有表 {0}"],
  ["{0} has no column {1}", "表 {0} 没有列 {1}"],

  // Generated code
  ["The row class of table {0}", "表 {0} 的行类"],
  ["The class of table {0}", "表 {0} 的类"],
  ["The accessor of table {0}", "表 {0} 的访问函数"],
  ["Table {0}", "表 {0} "],
  ["Column {0}", "列 {0} "],
  ["Enum {0}", "枚举 {0} "],
  ["Value {0}", "枚举值 {0} "],
  ["Namespace {0}", "命名空间 {0} "],
  ["{0} is taken there", " {0} 已被占用"],
  ["{0} is a word of the language", " {0} 是语言的关键字"],
  ["{0} belongs to the compiler", " {0} 是编译器保留的名称"],

  // The config
  ["this folder holds no {0}", "当前目录没有 {0}"],
  ["{0} holds no {1}", "{0} 中没有 {1}"],
  ["{0} does not exist", "{0} 不存在"],
  ["{0} is not a .ts, .mjs, .js, .json or .jsonc file", "{0} 不是 .ts、.mjs、.js、.json 或 .jsonc 文件"],
  ["the file is empty", "文件是空的"],
  ["comma expected", "缺少逗号"],
  ["colon expected", "缺少冒号"],
  ["value expected", "缺少值"],
  ["property name expected", "缺少属性名"],
  ["close brace expected", "缺少右花括号"],
  ["close bracket expected", "缺少右方括号"],
  ["end of file expected", "结尾有多余内容"],
  ["invalid symbol", "无效的符号"],
  ["it has no default export", "没有默认导出"],
  [
    "{0} stands twice; the two differ only in how accents are stored.",
    "{0} 出现了两次，只是重音符号的存储方式不同。",
  ],
  [
    "name must be letters, digits and _ only: it becomes the library's file name.",
    "name 只能用字母、数字和 _，它会成为库的文件名。",
  ],
  ["namespace must be identifiers joined by `::`.", "namespace 必须是用 `::` 连接的标识符。"],
  [
    "encoding {0} is not known; use auto, utf-8, gb18030, utf-16le …",
    "未知的 encoding {0}；可用 auto、utf-8、gb18030、utf-16le 等。",
  ],
  [
    "separator must be auto, comma, semicolon, tab, pipe or one character, and not a quote.",
    "separator 必须是 auto、comma、semicolon、tab、pipe 或一个字符，且不能是引号。",
  ],
  [
    "timeZone {0} is not known; use a name such as Asia/Shanghai.",
    "未知的 timeZone {0}；请使用 Asia/Shanghai 这样的名称。",
  ],
  ["{0} must hold no letter, digit, quote, -, ., [ or ].", "{0} 不能含有字母、数字、引号、-、.、[ 或 ]。"],
  ["{0} must not have {1} twice.", "{0} 中 {1} 不能出现两次。"],
  ["{0} must hold no letter, digit, quote, -, ., [ or ]", "{0} 不能含有字母、数字、引号、-、.、[ 或 ]"],
  ["must not have {0} twice", "中 {0} 不能出现两次"],
  [
    "separators must begin with listSeparator {0}, which is the innermost.",
    "separators 的第一个必须是最内层的 listSeparator {0}。",
  ],
  [
    "publish.mode must be octal digits that let the owner read and nobody write, such as 0444.",
    "publish.mode 必须是八进制数字，所有者可读且任何人不可写，例如 0444。",
  ],
  [
    "publish.{0} must be octal digits that let the owner do everything, such as 0755.",
    "publish.{0} 必须是八进制数字，所有者拥有全部权限，例如 0755。",
  ],
  ["enums.{0}.underlying must be one of {1}.", "enums.{0}.underlying 必须是{1} 之一。"],
  ["The config is missing.", "缺少配置。"],
  ["The config must be {0}, not {1}.", "配置必须是{0}，而不是{1}。"],
  ["{0} is an error and stays one; only warnings can be changed.", "{0} 是错误，不能更改；只能更改警告。"],
  ["{0} is written {1} here.", "{0} 在这里应写成 {1}。"],
  ["{0} is missing; it must be {1}.", "缺少 {0}；它必须是{1}。"],
  ["{0} is missing.", "缺少 {0}。"],
  ["{0} must not be empty.", "{0} 不能为空。"],
  ["{0} must be at least {1}.", "{0} 不能小于 {1}。"],
  ["{0} must be {1} (did you mean {2}?).", "{0} 必须是{1}（是否想写 {2}？）。"],
  ["{0} must be {1}, not {2}.", "{0} 必须是{1}，而不是{2}。"],
  ["{0} must be {1}.", "{0} 必须是{1}。"],

  ["a string or a list of strings", "字符串或字符串列表"],
  ["a string, a number or a boolean", "字符串、数字或布尔值"],
  ["a dialect's name, or an object with its `kind`", "dialect 的名称，或带 `kind` 的对象"],
  ["a number, or an object with `value`", "数字，或带 `value` 的对象"],
  ["an object of names and numbers, or a list of values", "名称到数字的对象，或值的列表"],
  ["an object of names and numbers, or an object with `values`", "名称到数字的对象，或带 `values` 的对象"],
  ["a type, or an object with `type`", "类型，或带 `type` 的对象"],
  ["an object of names and types, or a list of fields", "名称到类型的对象，或字段的列表"],
  ["an object of names and types, or an object with `fields`", "名称到类型的对象，或带 `fields` 的对象"],
  ["a struct, or an object with `struct`", "结构体名，或带 `struct` 的对象"],
  ["a struct, or an object with `name` and `struct`", "结构体名，或带 `name` 和 `struct` 的对象"],
  ["an object of names and structs, or a list of kinds", "名称到结构体的对象，或种类的列表"],
  ["a list of structs, or an object with `kinds`", "结构体的列表，或带 `kinds` 的对象"],
  ["a column, a list of columns, or an object with `columns`", "一列、列的列表，或带 `columns` 的对象"],
  ["a column, a list of columns, or false", "一列、列的列表或 false"],
  ["a column or a list of columns", "一列或列的列表"],
  ["a type, or an object with the column's options", "类型，或带列选项的对象"],
  ["a name or a number", "名称或数字"],
  ["an object of codes and levels", "代码到级别的对象"],
  ["a string", "字符串"],
  ["a number", "数字"],
  ["a whole number", "整数"],
  ["true or false", "true 或 false"],
  ["a list", "列表"],
  ["an object", "对象"],
  ["a boolean", "布尔值"],
  ["a fraction", "小数"],
  ["a bigint", "bigint"],
  ["a function", "函数"],

  // Notes
  ["first used here", "首次出现在这里"],
  ["first here", "首次出现在这里"],
  ["first declared here", "首次声明在这里"],
  ["the first row of data", "第一行数据"],
  ["the whole row stands in one cell", "整行内容写在了一个单元格里"],
  ["and in one more row", "另有 1 行也是如此"],
  ["and in {0} more rows", "另有 {0} 行也是如此"],
  ["the other sheet", "另一张工作表"],
  ["the other key", "另一个键"],
  ["the other one", "另一个"],
  ["the column", "对应的列"],
  ["here it is a comment column", "在这里它是注释列"],
  ["another sheet has it", "另一张工作表有这一列"],
  ["{0} is declared here", "{0} 声明在这里"],
  ["for example {0}", "例如 {0}"],
  ["the config calls {0} {1}", "配置把 {0} 改名为 {1}"],
  ["the config can rename it: {0}", "可以在配置中改名：{0}"],
  ["the config can name it: {0}", "可以在配置中命名：{0}"],
  ["a column without a name is a comment", "没有列名的列是注释列"],
  [
    "the config's `emptyCells` does not hold for the columns of a key",
    "配置的 `emptyCells` 对键的列不起作用",
  ],
  ["the config's `emptyCells` gives {0} for {1}", "配置的 `emptyCells` 为 {1} 给出的值是 {0}"],
  ["{0} has no values", "{0} 没有任何值"],
  ["{0} has the values {1}", "{0} 的值有 {1}"],
];

/** In order: what is more special comes first. */
const templates = phrases.map(([english, chinese]) => {
  const escaped = english.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
  return { pattern: new RegExp(`^${escaped.replace(/\{\d\}/g, "(.+?)")}$`, "su"), chinese };
});

const wholes = new Map(phrases);
