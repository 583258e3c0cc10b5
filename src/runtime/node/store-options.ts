import type { OpenOptions } from "./open-library.js";

/** What a store knows of a release that it switches to. */
export interface StoreSwitch<Tables> {
  readonly tables: Tables;
  readonly version: string;
  readonly previousVersion: string;
  /** Names of tables whose content differs, as the library has them. */
  readonly changed: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What a store knows of a release that it is about to use. */
export interface NextRelease<Tables> extends Omit<StoreSwitch<Tables>, "previousVersion"> {
  /** Those in use; undefined when the store is being opened, where all tables count as added. */
  readonly previous: Tables | undefined;
  readonly previousVersion: string | undefined;
}

/** What a look at the pointer has led to. */
export interface ReloadOutcome {
  /** False when the pointer leads to the release that is in use already. */
  readonly switched: boolean;
  /** Of the release that is in use now. */
  readonly version: string;
  /** Names of tables whose content differs; none when nothing was switched. */
  readonly changed: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** The events of a store, with the arguments of their listeners. */
export interface StoreEvents<Tables> {
  /** The store uses another release from now on. */
  switch: [change: StoreSwitch<Tables>];
  /** The pointer's release is not used, and the one before stays in use. Once for each failure. */
  failure: [error: Error];
  /** The store has been closed. */
  close: [];
}

export interface StoreOptions<Tables> extends Pick<OpenOptions, "memory" | "publicKey"> {
  /** Which pointer of the folder is followed: `stable` unless given, which is `<name>.so`. */
  readonly channel?: string;
  /** How the first release is checked, `full` unless given. Those that follow are always checked in full. */
  readonly verify?: OpenOptions["verify"];
  /**
   * True unless given: a release is found by the notices of the system and by looking at intervals. `"poll"`: only by
   * looking, for file systems that give no notices. False: only `reload` and `poll` look.
   */
  readonly watch?: boolean | "poll";
  /**
   * How often the pointer is looked at without a notice, which network file systems do not give, in milliseconds; 1000
   * unless given, 0 for never. More than 24 days count as 24 days. The store throws a ToolError for what is below 0 or
   * no number. Who writes to a file in use is only made to wait with at most 20 seconds.
   */
  readonly pollIntervalMs?: number;
  /** Closes the store. */
  readonly signal?: AbortSignal;
  /**
   * Called with a release that has passed every check, before it is used; also when the store is opened, which then
   * throws. The release is not used when it returns false or throws. It answers at once: a promise is a mistake of the
   * program, and a TypeError. A `reload` or `poll` that it asks for comes after the switch.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that only looks returns nothing
  readonly beforeSwitch?: (next: NextRelease<Tables>) => boolean | void;
  /** What `table-gen status` shows this process as; the name of the program unless given. */
  readonly processName?: string;
}
