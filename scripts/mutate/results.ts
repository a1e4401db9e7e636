import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { z } from "zod";

const resultType = z.object({
  name: z.string(),
  /**
   * What came of a mutant. Every mutant is first recorded as started. A candidate passed the tests of its contract;
   * all tests, on the deployed code, are still to be run.
   */
  verdict: z.enum(["started", "candidate", "killed", "equivalent", "lives", "invalid", "undecided"]),
  /** The test that failed, or what else decided. */
  by: z.string().default(""),
  /** The contracts whose code differs. */
  contracts: z.string().default(""),
  seconds: z.number().default(0),
});
type Known = z.output<typeof resultType>;
export type Result = z.input<typeof resultType>;

/** A mutant during which the process ended so often is not tried again; once may have been the user. */
const STARTS = 2;

/** The results so far, one JSON object per line. A later line about a mutant replaces an earlier one. */
export class Results {
  readonly #file: string;
  readonly #last = new Map<string, Known>();
  readonly #starts = new Map<string, number>();

  constructor(file: string) {
    this.#file = file;
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    for (const line of text.split("\n").filter(Boolean)) this.#keep(resultType.parse(JSON.parse(line)));
    for (const [name, starts] of this.#starts) {
      if (starts >= STARTS) this.add({ name, verdict: "undecided", by: "the process ended, twice" });
    }
  }

  add(result: Result): void {
    appendFileSync(this.#file, `${JSON.stringify(result)}\n`);
    this.#keep(resultType.parse(result));
  }

  of(name: string): Known | undefined {
    return this.#last.get(name);
  }

  /** The results of these mutants that are final. */
  decided(names: readonly string[]): Known[] {
    const known = names.map((name) => this.#last.get(name));
    return known.filter((result) => result !== undefined).filter(({ verdict }) => verdict !== "candidate");
  }

  #keep(result: Known): void {
    const { name, verdict } = result;
    if (verdict === "started") {
      this.#starts.set(name, (this.#starts.get(name) ?? 0) + 1);
    } else {
      this.#starts.delete(name);
      this.#last.set(name, result);
    }
  }
}
