import Mocha, { type MochaOptions, type ReporterConstructor } from "mocha";
import path from "node:path";
import { format } from "node:util";
import type { Failure, Message } from "./messages.js";

const { EVENT_RUN_END, EVENT_SUITE_BEGIN, EVENT_SUITE_END, EVENT_TEST_FAIL } = Mocha.Runner.constants;

/** Prints like Mocha's own reporter, and sends what the runner's report needs. */
export function reporterFor(root: string, send: (message: Message) => void): ReporterConstructor {
  return class extends Mocha.reporters.Spec {
    constructor(runner: Mocha.Runner, options: MochaOptions) {
      super(runner, options);
      const files: Record<string, number> = {};
      const failures: Failure[] = [];
      let beganAt = 0;
      runner.on(EVENT_SUITE_BEGIN, (suite) => {
        if (suite.parent?.root !== true) return;
        beganAt = performance.now();
        send({ type: "file", file: path.relative(root, suite.file ?? "") });
      });
      runner.on(EVENT_SUITE_END, (suite) => {
        if (suite.parent?.root !== true) return;
        const file = path.relative(path.join(root, "test"), suite.file ?? "").replaceAll(path.sep, "/");
        files[file] = (files[file] ?? 0) + performance.now() - beganAt;
      });
      // For hooks too, which have failed when they are passed here.
      runner.on(EVENT_TEST_FAIL, (test: Mocha.Test) => {
        failures.push({ title: test.fullTitle(), text: textOf(test) });
      });
      runner.once(EVENT_RUN_END, () => {
        send({ type: "done", passed: this.stats.passes, pending: this.stats.pending, failures, files });
      });
    }
  };
}

/** What Mocha would print about it, with the difference between the values. */
function textOf(test: Mocha.Test): string {
  const lines: string[] = [];
  const { consoleLog } = Mocha.reporters.Base;
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => lines.push(format(...args));
  try {
    Mocha.reporters.Base.list([test]);
  } finally {
    Mocha.reporters.Base.consoleLog = consoleLog;
  }
  return lines.join("\n");
}
