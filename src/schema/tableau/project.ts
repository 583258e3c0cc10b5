import type { TableauConfig } from "../../model/config.js";
import type { Workbook } from "../../model/workbook.js";

/** What was read of a tableau project. */
export interface TableauProject {
  readonly config: TableauConfig;
  readonly workbooks: readonly Workbook[];
  /** The .proto files with predefined types, and their texts. */
  readonly protoFiles: readonly ProtoFile[];
}

export interface ProtoFile {
  readonly file: string;
  readonly text: string;
}
