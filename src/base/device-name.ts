/** Returns whether a file of this name, without its ending, can not exist on Windows, which has a device of that name. */
export function isDeviceName(name: string): boolean {
  return /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/i.test(name);
}
