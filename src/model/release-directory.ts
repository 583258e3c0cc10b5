/** The channel that is followed unless another one is named. */
export const stableChannel = "stable";

/** Names in a release directory, as docs/release-directory.md has them; `/` is understood on every system. */
export const releaseDirectory = {
  /** `libgame.<version>.so` */
  releaseFile: (name: string, version: string): string => `lib${name}.${version}.so`,
  /** `game.so`, or `game.canary.so` for another channel than `stable`. */
  pointerFile: (name: string, channel: string = stableChannel): string =>
    channel === stableChannel ? `${name}.so` : `${name}.${channel}.so`,
  /** `.game`, the folder of what is kept about the releases of one library. */
  stateFolder: (folder: string, name: string): string => `${folder}/.${name}`,
  lockFile: (folder: string, name: string): string => `${folder}/.${name}/lock`,
  historyFile: (folder: string, name: string): string => `${folder}/.${name}/history.jsonl`,
  recordFolder: (folder: string, name: string): string => `${folder}/.${name}/processes`,
} as const;

/** Returns the version in the name of a release file of the library; `undefined` for any other name. */
export function parseReleaseFile(name: string, file: string): string | undefined {
  const prefix = `lib${name}.`;
  if (!file.startsWith(prefix)) return undefined;
  return /^([0-9a-f]{32})\.so$/.exec(file.slice(prefix.length))?.[1];
}

/** Returns the channel of a pointer's file name; `undefined` for any other name. */
export function parsePointerFile(name: string, file: string): string | undefined {
  if (file === `${name}.so`) return stableChannel;
  if (!file.startsWith(`${name}.`)) return undefined;
  const channel = /^([a-z][a-z0-9-]*)\.so$/.exec(file.slice(name.length + 1))?.[1];
  return channel === stableChannel ? undefined : channel;
}

export function isChannelName(text: string): boolean {
  return /^[a-z][a-z0-9-]*$/.test(text);
}
