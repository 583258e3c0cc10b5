/** What is said of tableau projects in reasons and notes. */
export const tableauPhrases: readonly (readonly [english: string, chinese: string])[] = [
  // config.yaml and metasheets
  ["the metasheet {0} does not begin with @", "元表名 {0} 不以 @ 开头"],
  ["there is no zone {0}", "没有时区 {0}"],
  ["{0} names no file", "{0} 没有匹配到文件"],
  ["it is no number", "它不是数字"],
  ["there is no sheet {0}", "没有工作表 {0}"],
  ["there is no option {0}", "没有选项 {0}"],
  ["there is no mode {0}", "没有模式 {0}"],
  ["there are two lines {0}", "有两行 {0}"],
  ["there are two tables {0}", "有两张表 {0}"],
  ["no sheet is meant by {0}", "{0} 没有匹配到工作表"],
  ["{0} is true or false", "{0} 只能是 true 或 false"],
  ["{0} is a whole number", "{0} 必须是整数"],

  // Headers and types
  ["no column has a name and a type", "没有一列同时有名字和类型"],
  ["two fields are called {0}", "有两个字段叫 {0}"],
  ["properties are written as |{…}", "属性要写成 |{…}"],
  ["there is no type before the properties", "属性前面没有类型"],
  ["nothing may follow the > of a map", "map 的 > 后面不能有内容"],
  [
    "a map has a type of keys and one of values: map<int32, Item>",
    "map 需要键的类型和值的类型：map<int32, Item>",
  ],
  ["the type of the first field is missing behind the ]", "] 后面缺少第一个字段的类型"],
  ["the struct has no name", "结构没有名字"],
  ["{0} is no type with a name: int32 ID, string Name", "{0} 不是类型加名字：int32 ID, string Name"],
  ["{0} is no name of a type", "{0} 不是类型名"],
  ["{0} is no struct", "{0} 不是结构"],
  ["{0} has no fields: {int32 ID, int32 Num}{1}", "{0} 没有字段，应写成 {int32 ID, int32 Num}{1}"],
  ["there is no enum {0}", "没有枚举 {0}"],
  ["there is no type {0}", "没有类型 {0}"],
  ["there is another {0} with other fields", "另有一个字段不同的 {0}"],
  ["its columns begin with {0}: {1}", "它的列名以 {0} 开头：{1}"],
  [
    "values in columns or rows of their own are structs: map<int32, Item>",
    "占用多列或多行的值必须是结构：map<int32, Item>",
  ],
  ["a list with a key stands in rows, not in numbered columns", "带键的列表要按行填写，不能用编号的列"],
  ["the pattern {0} is not written as 255.255.255", "pattern {0} 没有写成 255.255.255 的形式"],

  // Properties and .proto files
  ["there is no property {0}", "没有属性 {0}"],
  ["{0} is no name of a property", "{0} 不是属性名"],
  [": is missing behind {0}", "{0} 后面缺少 :"],
  ["{0} has no value", "{0} 没有值"],
  ["the value of {0} stands in quotes", "{0} 的值要写在引号里"],
  ["size is a number of elements, at most {0}", "size 是元素个数，最多 {0}"],
  ["form is FORM_TEXT or FORM_JSON", "form 只能是 FORM_TEXT 或 FORM_JSON"],
  [
    "order is ORDER_ASC, ORDER_DESC, ORDER_STRICTLY_ASC or ORDER_STRICTLY_DESC",
    "order 只能是 ORDER_ASC、ORDER_DESC、ORDER_STRICTLY_ASC 或 ORDER_STRICTLY_DESC",
  ],
  ['the range {0} is not written as "1,10", "1,~" or "~,10"', 'range {0} 没有写成 "1,10"、"1,~" 或 "~,10"'],
  ["a quote is not closed", "引号没有闭合"],
  ["{0} is not expected here", "这里不应出现 {0}"],
  ["{0} is missing before {1}", "{1} 前面缺少 {0}"],
  ["the file ends before {0}", "文件在 {0} 之前就结束了"],
  ["{0} is no number", "{0} 不是数字"],
  ["{0} can be no key of a map", "{0} 不能作为 map 的键"],
  ["the union {0} has no enum of its kinds, or no oneof", "union {0} 缺少类型枚举，或缺少 oneof"],

  // Type sheets
  ["there are two types {0}", "有两个类型 {0}"],
  ["{0} has no column {1}", "{0} 没有列 {1}"],
  ["{0} is no whole number", "{0} 不是整数"],
  [
    "the name of the type is missing in the first cell of its first row",
    "类型第一行的第一个单元格缺少类型名",
  ],

  // Cells
  ["{0} holds itself without end", "{0} 无限地包含自身"],
  ["the earlier row", "前面的行"],
  ["element {0} is empty, and {1} is not", "第 {0} 个元素为空，而第 {1} 个不为空"],
  ["{0} stands in an earlier row of the record already", "{0} 已经出现在同一条记录前面的行"],
  ["{0} does not begin with == != < <= > or >=", "{0} 不以 ==、!=、<、<=、> 或 >= 开头"],
  ["{0} is no version within {1}", "{0} 不是 {1} 范围内的版本号"],
  [
    "a union in one cell is written as text or JSON: |{form:FORM_TEXT}",
    "单元格内的 union 要写成文本或 JSON：|{form:FORM_TEXT}",
  ],
  [
    "{0} has parts of its own: write the struct as text or JSON, |{form:FORM_JSON}",
    "{0} 自己还有组成部分：把结构写成文本或 JSON，|{form:FORM_JSON}",
  ],
  ["the text is no JSON", "文本不是合法的 JSON"],
  ["{0} is written with its fields", "{0} 要写出它的字段"],
  ["a single value has no fields", "单个值没有字段"],
  ["an entry of a map has a key and a value", "map 的条目由键和值组成"],
  ["a key of a map stands twice", "map 的键重复了"],
  ["{0} has no field {1}; there is {2}", "{0} 没有字段 {1}，有 {2}"],
  ["{0} has no field {1}", "{0} 没有字段 {1}"],
  ["{0} has no {1} beside the others", "{0} 中 {1} 不能与其他字段并列"],
  ["the type is {0}, and the value that of {1}", "类型是 {0}，而值是 {1} 的"],
  ["{0} is missing", "缺少 {0}"],

  // Rules of elements
  ["{0} stands where {1} should", "这里是 {0}，应当是 {1}"],
  ["{0} follows {1}", "{0} 排在 {1} 后面"],
  ["{0} is there already", "{0} 已经出现过"],
];
