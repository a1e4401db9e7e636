/** What the process of a part is told, and what it tells. */
export type Task = { kind: "solidity" } | { kind: "mocha"; files: string[] };

export interface Failure {
  title: string;
  text: string;
}

/** How the part went. */
export interface Done {
  type: "done";
  passed: number;
  pending: number;
  failures: Failure[];
  /** Milliseconds of each test file. */
  files: Record<string, number>;
}

export type Message =
  /** A file begins. */
  | { type: "file"; file: string }
  /** A process was started, or ended: it must not outlive the part. */
  | { type: "started"; pid: number }
  | { type: "ended"; pid: number }
  | Done;
