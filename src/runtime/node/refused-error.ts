import { ToolError } from "../../base/tool-error.js";

/** The application did not want a release: `beforeSwitch` returned false, or threw what `cause` holds. */
export class RefusedError extends ToolError {
  readonly version: string;

  constructor(version: string, cause?: unknown) {
    const reason = cause instanceof Error ? cause.message : cause === undefined ? "" : String(cause);
    super(`The application refused release ${version}${reason === "" ? "." : `: ${reason}`}`, { cause });
    this.name = "RefusedError";
    this.version = version;
  }
}
