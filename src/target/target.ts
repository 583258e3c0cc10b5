/** What a library is built for: a server, a client, tools. */
export interface Target {
  readonly name: string;
  /** What is marked with one of these is in the target; so is what has no mark. */
  readonly groups: readonly string[];
  /** Its library's name. */
  readonly library: string;
}

/** True for what has no groups, or one of the target's. */
export function isInTarget(
  { groups }: { readonly groups?: readonly string[] },
  target: Pick<Target, "groups">,
): boolean {
  return groups === undefined || groups.some((group) => target.groups.includes(group));
}
