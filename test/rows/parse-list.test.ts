import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ValueType } from "../../src/model/schema.js";
import { dateCell, parseOne } from "./parsing.js";
import { arrayOf, listOf, optional, quality, types } from "./tables.js";

const ints = listOf(types.int32);
const strings = listOf(types.string);

describe("lists", () => {
  test.each<[ValueType, Parameters<typeof parseOne>[1], unknown]>([
    [ints, "1,2,3", [1, 2, 3]],
    [ints, " 1 ,\u30002\u00a0, 3", [1, 2, 3]],
    [ints, "1,2,3,", [1, 2, 3]],
    [ints, "1, ", [1]],
    [ints, "", []],
    [ints, "[]", []],
    [ints, " [] ", []],
    [strings, "[]", []],
    [strings, '"[]"', ["[]"]],
    [strings, "[a]", ["[a]"]],
    [strings, "[a], [b]", ["[a]", "[b]"]],
    [strings, "x[1], y[2]", ["x[1]", "y[2]"]],
    [strings, '"[a", b]', ["[a", "b]"]],
    [listOf(types.quality), "[]", []],
    [optional(strings), "[]", []],
    [optional(ints), "1,2", [1, 2]],
    [ints, 7, [7]],
    [listOf(types.int64), "1,-2", [1n, -2n]],
    [listOf(types.bool), true, [true]],
    [listOf(types.datetime), dateCell("1970-01-02"), [86_400]],
    [listOf(types.quality), "White, 绿,5", [0, 1, 5]],
    [strings, "a, b c ,d", ["a", "b c", "d"]],
    [strings, 12, ["12"]],
    [strings, '"14,60,3,10","14,0,0,10"', ["14,60,3,10", "14,0,0,10"]],
    [strings, '" a ", "", b', [" a ", "", "b"]],
    [strings, '"say ""hi""",x', ['say "hi"', "x"]],
    [strings, '5" gun, 6" gun', ['5" gun', '6" gun']],
    [strings, '"', ["TG4027"]],
    [listOf(ints), "1,2;3", [[1, 2], [3]]],
    [listOf(ints), "1,2;;3", ["TG4024"]],
    [listOf(ints), "[];1;", [[], [1]]],
    [listOf(listOf(ints)), "1,2;3|4", [[[1, 2], [3]], [[4]]]],
    [ints, "[1, 2]", [1, 2]],
    [ints, "[7]", [7]],
    [strings, '["a", "b"]', ["a", "b"]],
    [strings, '["a"]', ["a"]],
    [strings, '"[""a""]"', ['["a"]']],
    [listOf(optional(types.string)), '[null, "a"]', [undefined, "a"]],
    [listOf(optional(types.string)), "[1]", ["[1]"]],
    [listOf(optional(types.int32)), "1,,3,", [1, undefined, 3, undefined]],
    [listOf(optional(types.string)), 'a,,""', ["a", undefined, ""]],
  ])("takes %o %j", (type, content, values) => {
    const parsed = parseOne(type, content);
    if (typeof parsed === "string") expect([parsed.slice(0, 6)]).toEqual(values);
    else expect(parsed).toEqual(values);
  });

  test.each([
    [ints, "[1, 2,]", 'TG4029: "[1, 2,]" stands in brackets; "1, 2," would be the list.'],
    [ints, "[1;2]", 'TG4029: "[1;2]" stands in brackets; "1;2" would be the list.'],
    [ints, "[07]", 'TG4029: "[07]" stands in brackets; "07" would be the list.'],
    [ints, "[1],[2]", 'TG4005: Element 1, "[1]", is not an integer, which int32 takes.'],
    [strings, "[a, b]", 'TG4029: "[a, b]" stands in brackets; "a, b" would be the list.'],
    [strings, '["a", b]', 'TG4029: "["a", b]" stands in brackets; ""a", b" would be the list.'],
    [strings, '["a" ,]', 'TG4029: "["a" ,]" stands in brackets; ""a" ," would be the list.'],
    [listOf(types.quality), "[White]", 'TG4029: "[White]" stands in brackets; "White" would be the list.'],
    [ints, "1,[]", 'TG4005: Element 2, "[]", is not an integer, which int32 takes.'],
    [ints, "1,,3", "TG4024: Element 2 is empty."],
    [ints, "1,2,,", "TG4024: Element 3 is empty."],
    [ints, ",", "TG4024: Element 1 is empty."],
    [strings, "a,b,", "TG4024: Element 3 is empty."],
    [strings, "a, ,b", "TG4024: Element 2 is empty."],
    [ints, "1,x,3", 'TG4005: Element 2, "x", is not an integer, which int32 takes.'],
    [
      ints,
      "1,3000000000",
      "TG4007: Element 2, 3000000000, does not fit int32, which holds -2147483648 to 2147483647.",
    ],
    [ints, "1;2;3", 'TG4025: "1;2;3" is separated by ";"; elements are separated by "," here.'],
    [ints, "1，2", 'TG4025: "1，2" is separated by "，"; elements are separated by "," here.'],
    [ints, "1 2", 'TG4025: "1 2" is separated by " "; elements are separated by "," here.'],
    [ints, "1|2|", 'TG4025: "1|2|" is separated by "|"; elements are separated by "," here.'],
    [ints, "1,2;3", 'TG4005: Element 2, "2;3", is not an integer, which int32 takes.'],
    [
      listOf(types.quality),
      "White;Blue",
      'TG4025: "White;Blue" is separated by ";"; elements are separated by "," here.',
    ],
    [strings, 'a,"b', 'TG4027: Element 2, "\\"b", begins with a quote but does not end with one.'],
    [strings, 'a,"b  ', 'TG4027: Element 2, "\\"b", begins with a quote but does not end with one.'],
    [strings, '"a" b', 'TG4027: Element 1, "\\"a\\" b", begins with a quote but does not end with one.'],
    [listOf(ints), "1,2;3,x", 'TG4005: Element 2.2, "x", is not an integer, which int32 takes.'],
    [listOf(types.int32), 1.5, "TG4006: 1.5 is written with a fraction; int32 takes whole numbers only."],
  ])("refuses %o %j", (type, content, message) => {
    expect(parseOne(type, content)).toBe(message.replaceAll('\\"', '"'));
  });

  test("takes an alias in brackets for what it is", () => {
    const odd = { ...quality, values: [{ name: "White", value: 0, aliases: ["[白]"], note: "" }] };
    expect(parseOne(listOf(types.quality), "[白]", {}, [odd])).toEqual([0]);
  });

  test("uses the separator of the config", () => {
    expect(parseOne(ints, "1;2", { separators: [";"] })).toEqual([1, 2]);
    expect(parseOne(ints, "1||2||", { separators: ["||"] })).toEqual([1, 2]);
    expect(parseOne(strings, '"a b" c', { separators: [" "] })).toEqual(["a b", "c"]);
    expect(parseOne(ints, "1,2", { separators: [";"] })).toBe(
      'TG4025: "1,2" is separated by ","; elements are separated by ";" here.',
    );
  });

  test("finds a separator that is a blank also before a quoted element", () => {
    const texts = listOf(optional(types.string));
    expect(parseOne(texts, '\n"a"', { separators: ["\n"] })).toEqual([undefined, "a"]);
    expect(parseOne(texts, 'a\n \n "b"', { separators: ["\n"] })).toEqual(["a", undefined, "b"]);
  });

  test("any integers read back from their texts", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer()),
        fc.constantFrom(",", ";", " ", "|", "::"),
        (values, listSeparator) => {
          expect(parseOne(ints, values.join(listSeparator), { separators: [listSeparator] })).toEqual(values);
        },
      ),
    );
  });

  test("any texts read back from their quoted forms", () => {
    const texts = fc.string({ unit: fc.constantFrom("a", ",", ";", '"', " ", "\n", "绿", "\u00a0") });
    fc.assert(
      fc.property(fc.array(texts), fc.constantFrom(",", ";", " ", "::"), (values, listSeparator) => {
        const content = values.map((value) => `"${value.replaceAll('"', '""')}"`).join(listSeparator);
        expect(parseOne(strings, content, { separators: [listSeparator] })).toEqual(values);
      }),
    );
  });
});

describe("fixed arrays", () => {
  const point = arrayOf(types.float32, 3);

  test("take exactly their length", () => {
    expect(parseOne(point, "1,2.5,3")).toEqual([1, 2.5, 3]);
    expect(parseOne(point, "1,2.5,3,")).toEqual([1, 2.5, 3]);
    expect(parseOne(arrayOf(types.int32, 1), 7)).toEqual([7]);
    expect(parseOne(arrayOf(optional(types.int32), 3), "1,,")).toEqual([1, undefined, undefined]);
  });

  test.each([
    [point, "1,2", 'TG4026: "1,2" has 2 elements; float32[3] takes 3.'],
    [point, 1, "TG4026: 1 has 1 element; float32[3] takes 3."],
    [point, "[]", 'TG4026: "[]" has 0 elements; float32[3] takes 3.'],
    [point, "[1,2,3,]", 'TG4029: "[1,2,3,]" stands in brackets; "1,2,3," would be the list.'],
    [point, "[1,2]", 'TG4026: "[1,2]" has 2 elements; float32[3] takes 3.'],
    [point, "", 'TG4026: "" has 0 elements; float32[3] takes 3.'],
    [point, "1;2;3", 'TG4025: "1;2;3" is separated by ";"; elements are separated by "," here.'],
    [point, "1,2,x", 'TG4011: Element 3, "x", is not a number, which float32 takes.'],
    [listOf(arrayOf(types.int32, 2)), "1,2;3", "TG4026: Element 2, 3, has 1 element; int32[2] takes 2."],
  ])("refuse %o %j", (type, content, message) => {
    expect(parseOne(type, content)).toBe(message);
  });
});
