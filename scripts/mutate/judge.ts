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
  failures: { title: string; file: string; isTimeout: boolean }[];
}

/** Judges a test run of a mutant by its failures. A run without tests says nothing. */
export function verdictOf({ passed, failures }: Run): Extract<Verdict, "killed" | "lives" | "undecided"> {
  if (failures.some(({ isTimeout }) => !isTimeout)) return "killed";
  return failures.length > 0 || passed === 0 ? "undecided" : "lives";
}

/**
 * Which failures of the unchanged contract are let pass: single tests that measure gas, of which code without the
 * optimizer needs more. They are left out while the mutants of the fast pipeline run.
 * @throws Error when a run of the deployed code fails at all, or when so many tests fail that the rest proves little.
 */
export function leftOut(contract: string, pipeline: "deployed" | "fast", { passed, failures }: Run): Set<string> {
  const titles = failures.map(({ title }) => title);
  const isBroken = pipeline === "deployed" ? titles.length > 0 : titles.length * 10 > passed;
  if (isBroken || passed === 0) {
    const list = titles.slice(0, 5).join("; ");
    throw new Error(
      `${contract}: without any mutation ${passed} tests pass and ${titles.length} fail (${pipeline} code): ${list}`,
    );
  }
  return new Set(titles);
}
