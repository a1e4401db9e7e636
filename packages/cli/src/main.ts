#!/usr/bin/env node
import { EXIT } from "./errors/cliError.js";
import { Invocation } from "./session/invocation.js";
import { run } from "./program.js";

const invocation = new Invocation(process.argv.slice(2), {
  // A getter: Node opens stdin at the first access.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  signals: process,
});

// The reader has closed the pipe, for example `servicecoin events | head`.
process.stdout.on("error", () => process.exit(EXIT.done));
process.on("unhandledRejection", (error) => {
  void invocation.fail(error).then((exitCode) => process.exit(exitCode));
});

const exitCode = await run(invocation);
// After Ctrl-C, requests in flight would keep the process alive.
if (exitCode === EXIT.interrupted) process.exit(exitCode);
process.exitCode = exitCode;
