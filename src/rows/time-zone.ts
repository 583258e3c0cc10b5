/** What the clocks of one place show, by the rules of the IANA time zone database that node carries. */
export interface TimeZone {
  readonly name: string;
  /**
   * Returns the instant at which the clocks show `wall`, both in seconds since 1970-01-01T00:00 (UTC, and of
   * the same clocks). Clocks that are set back show some times twice: the earlier instant is meant.
   */
  toUtc(wall: number): number | ClockGap;
}

/** Two times of the clocks that follow each other; what lies between was never shown. Seconds as for `toUtc`. */
interface ClockGap {
  readonly from: number;
  readonly to: number;
}

/** Returns the zone of an IANA name such as `Asia/Shanghai`. Throws a RangeError for a name that is none. */
export function createTimeZone(name: string): TimeZone {
  if (name === "UTC") return { name, toUtc: (wall) => wall };
  const offsetAt = createOffsetReader(name);
  const known = new Map<number, number | ClockGap>();
  const toUtc = (wall: number): number | ClockGap => {
    const found = known.get(wall) ?? findInstant(wall, offsetAt);
    known.set(wall, found);
    return found;
  };
  return { name, toUtc };
}

/** Seconds that the clocks are ahead of UTC at an instant. */
type OffsetReader = (instant: number) => number;

function createOffsetReader(zone: string): OffsetReader {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    era: "short",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (instant) => readWallClock(format.format(instant * 1000)) - instant;
}

/** Reads `3/10/2024 AD, 03:00:00`. */
function readWallClock(text: string): number {
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = (text.match(/[0-9]+/g) ?? []).map(
    Number,
  );
  const date = new Date(0);
  date.setUTCFullYear(text.includes("B") ? 1 - year : year, month - 1, day);
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second;
}

const secondsPerDay = 86_400;

function findInstant(wall: number, offsetAt: OffsetReader): number | ClockGap {
  // No offset reaches a day, so these two instants surround every instant at which the clocks may show `wall`.
  const before = offsetAt(wall - secondsPerDay);
  const after = offsetAt(wall + secondsPerDay);
  const offsets = [before, after, offsetAt(wall - before), offsetAt(wall - after)];
  // The larger the offset, the earlier the instant.
  for (const offset of offsets.sort((left, right) => right - left)) {
    if (offsetAt(wall - offset) === offset) return wall - offset;
  }
  return findGap(wall, offsetAt);
}

/** Returns the times on both sides of the change that leaves `wall` out, found by halving. */
function findGap(wall: number, offsetAt: OffsetReader): ClockGap {
  // The clocks show less than `wall` at the first of these two instants and more at the second.
  let [early, late] = [wall - secondsPerDay, wall + secondsPerDay];
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (middle + offsetAt(middle) < wall) early = middle;
    else late = middle;
  }
  return { from: late + offsetAt(early), to: late + offsetAt(late) };
}
