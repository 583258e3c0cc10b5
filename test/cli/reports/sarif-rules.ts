/**
 * Returns what is wrong with a log of SARIF 2.1.0, by the rules of the standard for the properties that we write and
 * those that GitHub adds: each property is known, has its type, and what points to something points to it.
 */
export function checkSarif(log: unknown): readonly string[] {
  const faults: string[] = [];
  logShape(log, "log", faults);
  return faults;
}

type Shape = (value: unknown, path: string, faults: string[]) => void;

const text: Shape = (value, path, faults) => {
  if (typeof value !== "string") faults.push(`${path} is no string`);
};
const filled: Shape = (value, path, faults) => {
  if (typeof value !== "string" || value === "") faults.push(`${path} is no string with something in it`);
};
const truth: Shape = (value, path, faults) => {
  if (typeof value !== "boolean") faults.push(`${path} is no boolean`);
};
const integer =
  (least: number): Shape =>
  (value, path, faults) => {
    if (!Number.isInteger(value) || (value as number) < least)
      faults.push(`${path} is no integer from ${least}`);
  };
const oneOf =
  (...values: readonly unknown[]): Shape =>
  (value, path, faults) => {
    if (!values.includes(value)) faults.push(`${path} is none of ${values}`);
  };
const matching =
  (pattern: RegExp): Shape =>
  (value, path, faults) => {
    if (typeof value !== "string" || !pattern.test(value)) faults.push(`${path} does not match ${pattern}`);
  };
const list =
  (item: Shape, least = 0): Shape =>
  (value, path, faults) => {
    if (!Array.isArray(value) || value.length < least) faults.push(`${path} is no list of ${least} or more`);
    else for (const [index, one] of value.entries()) item(one, `${path}[${index}]`, faults);
  };
const map =
  (item: Shape): Shape =>
  (value, path, faults) => {
    for (const [key, one] of Object.entries(asObject(value, path, faults)))
      item(one, `${path}.${key}`, faults);
  };
/** Properties with ! are needed; others than these are faults. */
const object =
  (shape: Readonly<Record<string, Shape>>): Shape =>
  (value, path, faults) => {
    const given = asObject(value, path, faults);
    const known = new Map(Object.entries(shape).map(([key, one]) => [key.replace("!", ""), one]));
    for (const key of Object.keys(shape)) {
      if (key.endsWith("!") && !(key.slice(0, -1) in given)) faults.push(`${path} lacks ${key.slice(0, -1)}`);
    }
    for (const [key, one] of Object.entries(given)) {
      const check = known.get(key);
      if (check === undefined) faults.push(`${path} has ${key}`);
      else check(one, `${path}.${key}`, faults);
    }
  };

function asObject(value: unknown, path: string, faults: string[]): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  faults.push(`${path} is no object`);
  return {};
}

/** A relative reference of RFC 3986, no part of which is empty. */
const relativeUri = matching(
  /^(?!\/)(?:[\w.~!$&'()*+,;=@-]|%[0-9A-F]{2})+(?:\/(?:[\w.~!$&'()*+,;=:@-]|%[0-9A-F]{2})+)*$/,
);
const message = object({ "text!": filled, markdown: text, id: text, arguments: list(text) });
const level = oneOf("none", "note", "warning", "error");
const physicalLocation = object({
  "artifactLocation!": object({ "uri!": relativeUri, uriBaseId: oneOf("%SRCROOT%") }),
  "region!": object({ "startLine!": integer(1), startColumn: integer(1), endLine: integer(1) }),
});
const location = {
  "physicalLocation!": physicalLocation,
  logicalLocations: list(object({ "name!": filled, "fullyQualifiedName!": filled, "kind!": filled }), 1),
};
const result = object({
  "ruleId!": matching(/^TG\d{4}$/),
  "ruleIndex!": integer(0),
  "level!": level,
  "message!": message,
  "locations!": list(object(location), 1),
  relatedLocations: list(object({ ...location, "id!": integer(0), "message!": message }), 1),
  "partialFingerprints!": map(filled),
  properties: map(() => {}),
});
const multiformat = object({ "text!": filled, markdown: filled });
const rule = object({
  "id!": matching(/^TG\d{4}$/),
  name: matching(/^[A-Z]\w+$/),
  shortDescription: multiformat,
  fullDescription: multiformat,
  help: multiformat,
  defaultConfiguration: object({ level }),
});
const run: Shape = (value, path, faults) => {
  object({
    "tool!": object({
      "driver!": object({
        "name!": filled,
        version: filled,
        semanticVersion: matching(/^\d+\.\d+\.\d+/),
        rules: list(rule),
      }),
    }),
    language: matching(/^[a-z]{2}(-[A-Z]{2})?$/),
    columnKind: oneOf("utf16CodeUnits", "unicodeCodePoints"),
    originalUriBaseIds: map(object({ description: message })),
    invocations: list(
      object({
        "executionSuccessful!": truth,
        toolExecutionNotifications: list(object({ level, "message!": message }), 1),
      }),
    ),
    results: list(result),
  })(value, path, faults);
  if (faults.length > 0) return;
  const { tool, results } = value as Run; // its shape has just been found to be this
  const ids = tool.driver.rules.map(({ id }) => id);
  if (new Set(ids).size < ids.length) faults.push(`${path} has a rule twice`);
  const prints = new Set<string>();
  for (const [
    index,
    { ruleId, ruleIndex, partialFingerprints, relatedLocations = [] },
  ] of results.entries()) {
    const at = `${path}.results[${index}]`;
    if (ids[ruleIndex] !== ruleId) faults.push(`${at}.ruleIndex leads to another rule`);
    const print = JSON.stringify(partialFingerprints);
    if (prints.has(print)) faults.push(`${at} has the fingerprint of another result`);
    prints.add(print);
    const related = relatedLocations.map(({ id }) => id);
    if (new Set(related).size < related.length) faults.push(`${at} has an id twice`);
  }
};
const logShape = object({
  $schema: matching(/^https:\/\/\S+$/),
  "version!": oneOf("2.1.0"),
  "runs!": list(run),
});

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly results: readonly {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly partialFingerprints: Readonly<Record<string, string>>;
    readonly relatedLocations?: readonly { readonly id: number }[];
  }[];
}
