import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import type { Clone } from "./repository.js";
import type { Environment, InputStream, Io, OutputStream } from "../io.js";

/** How to run Hardhat. */
export interface HardhatRun {
  args: readonly string[];
  /** Additional environment variables. */
  env: Environment;
  /** Receives its output; undefined discards it. */
  stdout: OutputStream | undefined;
  /** Receives its errors. Default: a pipe, for the caller to read. */
  stderr?: OutputStream;
  /** Whether to open a message channel. */
  ipc?: boolean;
}

/** Starts Hardhat in a clone. It may prompt for its keystore password on the terminal. */
export function startHardhat({ root, hardhat }: Clone, io: Io, run: HardhatRun): ChildProcess {
  const { args, env, stdout, stderr, ipc = false } = run;
  const streams: Exclude<StdioOptions, string> = [
    inherited(io.stdin) ?? "ignore",
    stdout === undefined ? "ignore" : (inherited(stdout) ?? "pipe"),
    inherited(stderr) ?? "pipe",
  ];
  const child = spawn(process.execPath, [hardhat, ...args], {
    cwd: root,
    env: { ...io.env, ...env },
    stdio: ipc ? [...streams, "ipc"] : streams,
  });
  if (stdout !== undefined) child.stdout?.pipe(stdout, { end: false });
  if (stderr !== undefined) child.stderr?.pipe(stderr, { end: false });
  return child;
}

/** Resolves with the exit code of a process, or null if a signal ended it. */
export function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
}

function inherited(stream: InputStream | OutputStream | undefined): number | undefined {
  return stream?.fd;
}
