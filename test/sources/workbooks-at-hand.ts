import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const folders = ["samples", "../shared/data", "../../shared/data"].filter((folder) => existsSync(folder));

/** Paths of the xlsx files of the samples, and of the real tables where these are. */
export const workbooksAtHand = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.xls[xm]$/.test(path) && !path.includes("~$"))
    .map((path) => join(folder, path))
    .sort(),
);
