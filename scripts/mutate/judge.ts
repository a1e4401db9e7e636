/** What is known about a mutant. */
export type Verdict =
  /** A test fails that passes on the unchanged contract. */
  | "killed"
  /** The same code. */
  | "equivalent"
  /** All tests pass. */
  | "lives"
  /** The compiler rejects it. */
  | "invalid"
  /** The test run ended without an answer: the process died, or a test took too long. */
  | "undecided";

/** How a test run ended. */
export interface Run {
  passed: number;
  /** Titles of the tests or hooks that failed, and whether they only took too long. */
  failures: { title: string; message: string; file: string; isTimeout: boolean }[];
}

/** Judges a test run of a mutant by its failures. A run without tests says nothing. */
export function verdictOf({ passed, failures }: Run): Extract<Verdict, "killed" | "lives" | "undecided"> {
  if (failures.some(({ isTimeout }) => !isTimeout)) return "killed";
  return failures.length > 0 || passed === 0 ? "undecided" : "lives";
}

/** Whether a failure was the mutant's: right after it the same test, on the unchanged contract, passes. */
export function provesKill({ passed, failures }: Run): boolean {
  return passed > 0 && failures.length === 0;
}

/**
 * Demands that the tests of the unchanged contracts pass.
 * @throws Error that names failures.
 */
export function demandGreen({ passed, failures }: Run): void {
  if (passed > 0 && failures.length === 0) return;
  const list = failures.slice(0, 5).map(({ title, message }) => `${title} (${message})`);
  throw new Error(`Without any mutation ${passed} tests pass and ${failures.length} fail: ${list.join("; ")}`);
}
