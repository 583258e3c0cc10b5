import fc from "fast-check";

/** Texts that a careless program would take for code, for the end of a comment, or for another text. */
const hostileTexts: readonly string[] = [
  ...[
    '"',
    "'",
    "`",
    "\\",
    '"; int x; //',
    "*/ int x; /*",
    "// \\",
    "??/",
    "???/??=",
    "ends \\",
    "$\u007bx}",
    "{{x}}",
    "%s%n",
  ],
  ...[
    "</script>",
    "<!--",
    "#include <x>",
    "#define x",
    'R"(x)"',
    'u8"x"',
    "\\u0041\\x41\\101\\0",
    "1\u00012",
    "a\u001fb",
  ],
  ...[
    "line\nbreak",
    "line\rbreak",
    "line\r\nbreak",
    "a\\\nb",
    "a\tb",
    "a\u000bb",
    "a\u0085b",
    "a\u2028b\u2029c",
    "\u007fx",
  ],
  ...[
    "\u202eright\u202c",
    "a\u2066b\u2069",
    "\ufeffmark",
    "zero\u200bwidth",
    "soft\u00adhyphen",
    "e\u0301",
    "\u0301x",
    "Å",
  ],
  ...[
    "🗡",
    "👩‍👩‍👧‍👦",
    "\u{10ffff}x",
    "\ue000x",
    "\ufffe x",
    "\ufffd",
    "道具，；【】",
    "ＡＢ１",
    "مرحبا",
    "ﬁ",
  ],
  ...[
    "0",
    "-0",
    "1e5",
    "007",
    "TRUE",
    "null",
    "undefined",
    "NaN",
    "[]",
    "[1]",
    "a,b",
    "a;b",
    "a|b",
    "=1+1",
    "@x",
    "sep=;",
  ],
  ...[
    " a ",
    "\u00a0a\u3000",
    "a\n",
    "\nb",
    "##enum",
    "#",
    "##",
    "__proto__",
    "_x0041_",
    "&amp;<b>",
    "]]>",
    "/*",
    "*\\/",
  ],
];

const pieces = fc.constantFrom(...hostileTexts, "a", " ", "\n", '""', "编号", "?", "/", "*", "\\");

/** Text with something to see in it: blanks and characters without a shape alone count as an empty cell. */
export const anyText: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 2, arbitrary: fc.string({ minLength: 1, maxLength: 6 }) },
    { weight: 6, arbitrary: fc.constantFrom(...hostileTexts) },
    {
      weight: 6,
      arbitrary: fc.array(pieces, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("")),
    },
    { weight: 3, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }) },
    { weight: 3, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 6 }) },
    { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom("a", "b"), minLength: 200, maxLength: 400 }) },
  )
  .map((text) => text.replaceAll("\0", ""))
  .filter((text) => isVisible(text) && text.isWellFormed());

/** A note may be empty. */
export const anyNote: fc.Arbitrary<string> = fc.option(anyText, { nil: "" });

export function isVisible(text: string): boolean {
  return /[\p{L}\p{N}\p{P}\p{S}\p{Co}]/u.test(text);
}
