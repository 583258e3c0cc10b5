/**
 * What ends the reading of a document, thrown by the readers of its formats and turned into a diagnostic by
 * `readDocument`. `problem` completes "The file is no good JSON: …".
 */
export class DocumentError extends Error {
  readonly problem: string;
  /** One-based. */
  readonly line: number;

  constructor(problem: string, line: number) {
    super(problem);
    this.problem = problem;
    this.line = line;
  }
}

/** The same of a document whose values hold each other more often than any table needs. */
export class TooDeepError extends Error {
  readonly line: number;

  constructor(line: number) {
    super("too deep");
    this.line = line;
  }
}

/** How many values may hold each other. */
export const maxDepth = 200;
