import { ToolError } from "../base/tool-error.js";

/**
 * Runs `work`; a refusal of the operating system in it becomes a ToolError that begins with `what`, such as
 * `Cannot publish tables.so`.
 */
export function withSystemErrors<Result>(what: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    const [reason, help] = explanations[code] ?? [code, undefined];
    const detail = error instanceof Error ? ` (${error.message})` : "";
    throw new ToolError(`${what}: ${reason}${detail}.`, {
      ...(help === undefined ? {} : { help }),
      cause: error,
    });
  }
}

/** Returns `ENOENT` and the like for an error of the operating system, `undefined` for any other. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

const permission = [
  "permission is denied",
  "Check who owns the folder, and that no other program has the file open.",
] as const;

const explanations: Readonly<Record<string, readonly [reason: string, help: string]>> = {
  ENOSPC: ["the disk is full", "Make room and run this again; what was there before is untouched."],
  EDQUOT: ["the disk quota is used up", "Make room and run this again; what was there before is untouched."],
  EROFS: ["the file system is read-only", "Choose another folder, or make this one writable."],
  ENOENT: ["there is no such file or folder", "Check the path, and that nobody has removed it meanwhile."],
  EACCES: permission,
  EPERM: permission,
  EBUSY: permission,
  ENOLCK: [
    "its files cannot be locked",
    "Use a file system that has locks; a network file system may need an option for them.",
  ],
  EISDIR: ["a folder is in the way", "Move it elsewhere, or choose another folder."],
  ENOTDIR: ["a file is where a folder should be", "Move it elsewhere, or choose another folder."],
  EEXIST: ["a file is where a folder should be", "Move it elsewhere, or choose another folder."],
};
