import Mocha from "mocha";
import path from "node:path";
import type { Run } from "./judge.js";

const TIMEOUT_MS = 60_000;

export interface Order {
  /** Files named like this function come first, then those that failed last. The run ends with the first failure. */
  first: string;
}

/** The Mocha tests of this process, loaded once and run again for each mutant. */
export class Suites {
  readonly #mocha: Mocha;
  #all: Mocha.Suite[] = [];
  /** All tests of a suite, also those left out of a run. */
  readonly #tests = new Map<Mocha.Suite, Mocha.Test[]>();
  /** The suites that failed last come first: neighboring mutants break the same tests. */
  readonly #lastKillers: string[] = [];

  private constructor(files: readonly string[]) {
    this.#mocha = new Mocha({ timeout: TIMEOUT_MS, reporter: Mocha.reporters.Base });
    this.#mocha.cleanReferencesAfterRun(false);
    for (const file of files) this.#mocha.addFile(path.resolve(file));
  }

  static async load(files: readonly string[]): Promise<Suites> {
    const suites = new Suites(files);
    await suites.#mocha.loadFilesAsync();
    suites.#all = [...suites.#mocha.suite.suites];
    return suites;
  }

  /** Runs one test, or the whole file if the title is of a hook. */
  async runOne({ file, title }: { file: string; title: string }): Promise<Run> {
    const suite = this.#all.filter((each) => path.relative(process.cwd(), each.file ?? "") === file);
    const titles = suite.flatMap((each) => this.#titles(each));
    const others = titles.includes(title) ? titles.filter((each) => each !== title) : [];
    return this.run((each) => each === file, new Set(others));
  }

  /** Runs the suites of the files that fit, without the tests left out. */
  async run(fits: (file: string) => boolean, without: ReadonlySet<string>, bail?: Order): Promise<Run> {
    const fileOf = (suite: Mocha.Suite): string => path.relative(process.cwd(), suite.file ?? "");
    const rank = (suite: Mocha.Suite): number => {
      const isNamed = bail !== undefined && path.basename(fileOf(suite)).startsWith(bail.first);
      return isNamed ? Infinity : this.#lastKillers.indexOf(fileOf(suite));
    };
    const size = (suite: Mocha.Suite): number => suite.total();
    const wanted = this.#all.filter((suite) => fits(fileOf(suite)));
    const ranks = new Map(wanted.map((suite) => [suite, [rank(suite), -size(suite)] as const]));
    this.#mocha.suite.suites = wanted.sort((a, b) => {
      const [[rankA, sizeA], [rankB, sizeB]] = [ranks.get(a) ?? [0, 0], ranks.get(b) ?? [0, 0]];
      return rankA === rankB ? sizeB - sizeA : rankB - rankA;
    });
    for (const suite of this.#mocha.suite.suites) this.#select(suite, without);
    const result = await this.#once(bail !== undefined, fileOf);
    for (const { file } of bail === undefined ? [] : result.failures) this.#remember(file);
    return result;
  }

  #once(bail: boolean, fileOf: (suite: Mocha.Suite) => string): Promise<Run> {
    const failures: Run["failures"] = [];
    let passed = 0;
    return new Promise((resolve) => {
      const runner = this.#mocha.run(() => {
        resolve({ passed, failures });
      });
      runner.on("pass", () => (passed += 1));
      runner.on("fail", (test: Mocha.Test, error: { code?: string; message?: string }) => {
        failures.push({
          title: test.fullTitle(),
          message: error.message ?? "",
          file: test.parent === undefined ? "" : fileOf(test.parent),
          isTimeout: error.code === "ERR_MOCHA_TIMEOUT",
        });
        if (bail) runner.abort();
      });
    });
  }

  #titles(suite: Mocha.Suite): string[] {
    const tests = this.#tests.get(suite) ?? suite.tests;
    return [...tests.map((test) => test.fullTitle()), ...suite.suites.flatMap((child) => this.#titles(child))];
  }

  #select(suite: Mocha.Suite, without: ReadonlySet<string>): void {
    const tests = this.#tests.get(suite) ?? suite.tests;
    this.#tests.set(suite, tests);
    suite.tests = tests.filter((test) => !without.has(test.fullTitle()));
    for (const child of suite.suites) this.#select(child, without);
  }

  #remember(file: string): void {
    const index = this.#lastKillers.indexOf(file);
    if (index >= 0) this.#lastKillers.splice(index, 1);
    this.#lastKillers.push(file);
  }
}
