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

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // The reader has closed the pipe, for example `servicecoin events | head`.
  if (error.code === "EPIPE") process.exit(EXIT.done);
  process.stderr.write(`Error: The output cannot be written: ${error.message}.\n`);
  process.exit(EXIT.refused);
});
process.on("unhandledRejection", (error) => {
  void invocation.fail(error).then((exitCode) => process.exit(exitCode));
});

const exitCode = await run(invocation);
// After Ctrl-C, requests in flight would keep the process alive.
if (invocation.interruption.isOver) process.exit(exitCode);
process.exitCode = exitCode;
