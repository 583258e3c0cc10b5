import type { RecordInput } from "../../model/record-source.js";
import type { Workbook } from "../../model/workbook.js";
import type { LubanProject } from "../../schema/luban/project.js";
import type { BuildRun, BuildState } from "../build-state.js";
import { readLubanProject } from "./read-luban.js";
import { readSources } from "./read-sources.js";
import { readTableauProject } from "./read-tableau.js";

/** Reads what the tables are made of: the files that the config names, or those of another tool's project. */
export async function readInputs(state: BuildState, run: BuildRun): Promise<BuildState> {
  const { luban, tableau } = run.config;
  if (tableau !== undefined) {
    const project = await readTableauProject(tableau, state, run);
    return { ...state, tableau: project, workbooks: project.workbooks };
  }
  if (luban === undefined) return readSources(state, run);
  const project = await readLubanProject(luban, run);
  return { ...state, luban: project, workbooks: listWorkbooks(project), records: listRecordInputs(project) };
}

/** Several tables may read one file. */
function listWorkbooks({ inputs }: LubanProject): readonly Workbook[] {
  const all = [...inputs.values()].flatMap(({ workbooks }) => workbooks.map(({ workbook }) => workbook));
  return [...new Set(all)];
}

function listRecordInputs({ inputs }: LubanProject): readonly RecordInput[] {
  return [...inputs].flatMap(([table, { documents }]) =>
    documents.map(({ document, source }, index) => ({
      ...{ table, index, source },
      fileCount: 1,
      documents: [document],
    })),
  );
}
