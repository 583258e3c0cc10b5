/** A column as the search for a key sees it. */
export interface KeyCandidate {
  readonly name: string;
  /** The value of each row, in a form in which equal values are equal texts; `undefined` for an empty cell. */
  readonly values: readonly (string | undefined)[];
  /** False for a type that cannot be a key, such as a list or a fraction. */
  readonly canBeKey: boolean;
  readonly isText: boolean;
}

export interface KeyFinding {
  /** Names of the columns, or `false` when no combination is unique. */
  readonly key: readonly string[] | false;
  readonly doubts: readonly string[];
}

/** Wider keys than this are found by accident more often than by intention. */
const widestKey = 3;
/** Columns that the combinations are made of, from the left: authors put keys in front. */
const mostColumns = 12;

/**
 * Infers the primary key: the column that is called an id, else the smallest combination of columns that is
 * unique, those at the left first. An id with a few duplicates stays the key: the duplicates are mistakes.
 */
export function inferKey(columns: readonly KeyCandidate[], tableName: string): KeyFinding {
  const candidates = columns.filter((column) => column.canBeKey).slice(0, mostColumns);
  const id = candidates.find((column) => isIdName(column.name, tableName));
  if (id !== undefined && isKeyWithMistakes(id)) return { key: [id.name], doubts: describeMistakes(id) };
  const complete = candidates.filter(({ values }) => !values.includes(undefined));
  if (columns[0] !== undefined && columns[0].values.length > 0) {
    const found = findKey(complete);
    if (found !== undefined) return { key: found.map(({ name }) => name), doubts: doubtKey(found, columns) };
    return {
      key: false,
      doubts: ["no column and no combination of up to three is unique, so it has no key"],
    };
  }
  const first = id ?? candidates[0];
  return first === undefined
    ? { key: false, doubts: ["no column can be a key"] }
    : { key: [first.name], doubts: ["there are no rows that would show the key"] };
}

/** True for `id`, `_id`, `key`, and for `taskid` in a table whose name begins or ends with `task`. */
export function isIdName(column: string, table: string): boolean {
  const name = column.toLowerCase().replace(/_/g, "");
  if (name === "id" || name === "key" || name === "编号") return true;
  const stem = /^(.+)id$/.exec(name)?.[1];
  const folded = table.toLowerCase().replace(/_/g, "");
  return stem !== undefined && (folded.startsWith(stem) || folded.endsWith(stem));
}

/** Up to one row in twenty may be wrong; a column without rows shows nothing. */
function isKeyWithMistakes({ values }: KeyCandidate): boolean {
  return values.length > 0 && countMistakes(values) * 20 <= values.length;
}

function countMistakes(values: readonly (string | undefined)[]): number {
  const distinct = new Set(values);
  distinct.delete(undefined);
  return values.length - distinct.size;
}

function describeMistakes({ name, values }: KeyCandidate): readonly string[] {
  const empty = values.filter((value) => value === undefined).length;
  const repeated = countMistakes(values) - empty;
  const parts = [
    ...(repeated > 0 ? [`${repeated} of ${values.length} values of ${name} occur twice`] : []),
    ...(empty > 0 ? [`${empty} of ${values.length} rows have no ${name}`] : []),
  ];
  return parts.map((part) => `${part}; the build will report them`);
}

/**
 * A number behind the first two columns is more often unique by chance than two columns in front are, so these
 * come before it.
 */
function findKey(columns: readonly KeyCandidate[]): readonly KeyCandidate[] | undefined {
  const likely = columns.filter(({ isText }, index) => index < 2 || isText);
  const found = findUnique(likely, 1) ?? findUnique(columns.slice(0, 2), 2);
  if (found !== undefined) return found;
  for (let width = 1; width <= widestKey; width++) {
    const other = findUnique(columns, width);
    if (other !== undefined) return other;
  }
  return undefined;
}

function findUnique(columns: readonly KeyCandidate[], width: number): readonly KeyCandidate[] | undefined {
  for (const combination of combine(columns, width)) {
    if (isUnique(combination)) return combination;
  }
  return undefined;
}

/** Yields the combinations of `width` elements, in the order of the elements. */
function* combine<Element>(elements: readonly Element[], width: number): Generator<readonly Element[]> {
  if (width === 0) {
    yield [];
    return;
  }
  for (const [index, element] of elements.entries()) {
    for (const rest of combine(elements.slice(index + 1), width - 1)) yield [element, ...rest];
  }
}

function isUnique(columns: readonly KeyCandidate[]): boolean {
  const seen = new Set<string>();
  const rowCount = columns[0]?.values.length ?? 0;
  for (let row = 0; row < rowCount; row++) {
    const [only, ...others] = columns.map(({ values }) => values[row] ?? "");
    const key = others.length === 0 ? (only ?? "") : JSON.stringify([only, ...others]);
    if (seen.has(key)) return false;
    seen.add(key);
  }
  return true;
}

/** The first column is the key in most tables; another one, or several together, may be unique by chance. */
function doubtKey(found: readonly KeyCandidate[], columns: readonly KeyCandidate[]): readonly string[] {
  const [first] = found;
  if (first === undefined || (found.length === 1 && first === columns[0])) return [];
  const names = found.map(({ name }) => name).join(", ");
  const are = found.length === 1 ? "is" : "together are";
  return [`${names} ${are} unique in all ${first.values.length} rows, so the key was taken to be that`];
}
