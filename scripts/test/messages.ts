/** What the process of a part is told, and what it tells. */
export type Task = { kind: "solidity" } | { kind: "mocha"; files: string[] };

export interface Failure {
  title: string;
  text: string;
}

export type Message =
  /** A file begins. */
  | { type: "file"; file: string }
  /** A process was started, or ended: it must not outlive the part. */
  | { type: "started" | "ended"; pid: number }
  | { type: "done"; passed: number; pending: number; failures: Failure[]; folders: Record<string, number> };
