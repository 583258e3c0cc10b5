/** What is said of Luban projects in reasons and notes. */
export const lubanPhrases: readonly (readonly [english: string, chinese: string])[] = [
  // luban.conf
  ["it is no text", "它不是文本"],
  ["it is no list of texts", "它不是文本列表"],
  ["it is no list", "它不是列表"],
  ["{0} does not exist", "{0} 不存在"],
  ["{0} is no .xml file", "{0} 不是 .xml 文件"],
  ["there is no type {0}; table, bean and enum are", "没有类型 {0}，只有 table、bean 和 enum"],
  ["it has no target {0}", "没有目标 {0}"],
  ["there is no group {0}", "没有分组 {0}"],

  // Definitions
  ["the attribute {0} of {1}", "{1} 的属性 {0}"],
  ["<{0}> in <{1}>", "<{1}> 中的 <{0}>"],
  ["<{0}> has no {1}", "<{0}> 没有 {1}"],
  ["a {0} has no full_name", "{0} 没有填写 full_name"],
  ["it stands within {0}, which is its parent already", "它写在 {0} 里面，{0} 已经是它的父类"],
  ["{0} is its own parent", "{0} 是自己的父类"],
  ["{0} is no number of {1}", "{0} 不是 {1} 的数值"],
  ["{0} has the number {1} of {2}", "{0} 的数值 {1} 与 {2} 相同"],
  ["{0} has one record and no index", "{0} 只有一条记录，没有索引"],
  ["{0} is a map: it has one key", "{0} 是 map 表，只有一个键"],
  ["there is no mode {0}; map, list and one are", "没有模式 {0}，只有 map、list 和 one"],
  ["it has the variants {0}, not {1}", "它的变体有 {0}，没有 {1}"],
  ["the sheet has no row ##type", "工作表没有 ##type 行"],
  ["{0} has no type", "{0} 没有类型"],
  [
    "{0} cannot be the index of {1}: its values have no order, or may be absent",
    "{0} 不能作为 {1} 的索引：它的值没有大小之分，或者可以为空",
  ],

  // Types and references
  ["a map has a type of keys and one of values", "map 需要键的类型和值的类型"],
  ["{0} in a container cannot be empty", "容器中的 {0} 不能为空"],
  ["it has no name", "没有类型名"],
  ["{0} lacks the type of what it holds", "{0} 缺少元素的类型"],
  ["normal;… has no *", "normal;… 中没有 *"],
  ["there is no table {0}", "没有表 {0}"],
  ["{0} is a table of one record", "{0} 是单例表"],
  ["{0} is found by its own key alone", "{0} 只能用自己的键查找"],
  ["{0} has no key of its own: write key@{1}", "{0} 没有主键，要写成 key@{1}"],
  ["{0} alone does not find a record of {1}", "只用 {0} 不能确定 {1} 的一条记录"],
  ["the value is of {0} and {1} of {2}", "值的类型是 {0}，而 {1} 的类型是 {2}"],

  // Titles
  ["there is no row of names: `##var` begins it", "没有字段名的行：它以 `##var` 开头"],
  ["no column has a name", "没有一列有名字"],
  ["there are two columns {0}", "有两列 {0}"],
  ["`{0}]` does not follow `[{1}`", "`[{1}` 后面没有 `{0}]`"],
  ["`#{0}` has no value", "`#{0}` 没有值"],
  ["`#{0}` belongs into the row `##type`", "`#{0}` 应当写在 `##type` 行"],
  ["there is no format {0}; json, lua, lite and stream are", "没有格式 {0}，只有 json、lua、lite 和 stream"],

  // Cells
  ["a brace is not closed", "大括号没有闭合"],
  ["a key in [ ] is followed by no =", "[ ] 中的键后面没有 ="],
  ["there is no value at {0}", "{0} 处没有值"],
  ["there is no {0}", "没有 {0}"],
  ["{0} is no value", "{0} 不是值"],
  ["nothing follows the last \\", "最后的 \\ 后面没有字符"],
  ["nothing may follow {0}", "{0} 不应出现在这里"],
  ["the text holds another kind of value", "文本中是另一种值"],
];
