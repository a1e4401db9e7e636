import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Done, Failure, Message, Task } from "./messages.ts";
import type { Part } from "./parts.ts";

/** What came of one part. */
export interface Outcome {
  name: string;
  isOk: boolean;
  passed: number;
  failed: number;
  pending: number;
  failures: Failure[];
  seconds: number;
  /** Milliseconds of each test file. */
  files: Record<string, number>;
}

const ROOT = path.join(import.meta.dirname, "../..");
const HARDHAT = path.join(ROOT, "node_modules/hardhat/dist/src/cli.js");
const LANE = "scripts/test/lane.ts";
/** Output of each part, to find the cause of a failure. */
export const LOGS = path.join(ROOT, "cache/test-logs");
/** Compiled code of JavaScript modules, which all processes share: most of them load the same hundreds of modules. */
const MODULES = path.join(ROOT, "cache/node-modules");
/** A part that takes longer hangs. */
const LIMIT_MS = 20 * 60_000;
const LAST_LINES = 40;

/** Processes that must not outlive this one: parts, and what they started. */
const children = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
});
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.once(signal, () => {
    console.error(`\nStopped by ${signal}.`);
    process.exit(code);
  });
}

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  output: string;
}

/** Compiles all there is, or builds the packages as they are published. */
export async function runBuild(name: "compile" | "packages"): Promise<Outcome> {
  const startedAt = performance.now();
  const steps =
    name === "compile"
      ? [[HARDHAT, "run", "--no-compile", "scripts/test/compile.ts"]]
      : [
          ["scripts/abi.ts"],
          ["scripts/build.ts"],
          [...npm(), "rebuild", "--silent", "servicecoin"],
          ["scripts/buildWeb.ts"],
        ];
  for (const args of steps) {
    const child = start(args, "inherit");
    const { code, signal } = await ended(child);
    if (code === 0) continue;
    const text = `${path.basename(args[0] ?? "")} ended with ${signal ?? `code ${String(code)}`}`;
    return { ...outcome(name, startedAt), isOk: false, failed: 1, failures: [{ title: name, text }] };
  }
  return outcome(name, startedAt);
}

/** Runs a part in a process of its own, and counts its death as a failure. */
export async function runPart({ name, group, files }: Part): Promise<Outcome> {
  const startedAt = performance.now();
  const child = start([HARDHAT, "run", "--no-compile", LANE], "pipe");
  const told: { file: string; done?: Done } = { file: "" };
  const grandchildren = new Set<number>();
  child.on("message", (message: Message) => {
    if (message.type === "file") told.file = message.file;
    else if (message.type === "started") grandchildren.add(message.pid);
    else if (message.type === "ended") grandchildren.delete(message.pid);
    else told.done = message;
  });
  const task: Task = group === "solidity" ? { kind: "solidity" } : { kind: "mocha", files };
  child.send(task);
  const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
  const { code, signal, output } = await ended(child);
  clearTimeout(timer);
  grandchildren.forEach(kill);
  mkdirSync(LOGS, { recursive: true });
  writeFileSync(path.join(LOGS, `${name.replaceAll(/\W/g, "-")}.txt`), output);

  const { file, done } = told;
  const failures = [...(done?.failures ?? [])];
  if (done === undefined || (code !== 0 && failures.length === 0)) {
    const how = signal ?? `code ${String(code)}`;
    const where = file === "" ? "" : `, in or after ${file}`;
    const last = output.trimEnd().split("\n").slice(-LAST_LINES).join("\n");
    failures.push({ title: `${name} ended with ${how}${where}`, text: last });
  }
  return {
    ...outcome(name, startedAt),
    ...{ isOk: failures.length === 0, failed: failures.length, failures },
    ...{ passed: done?.passed ?? 0, pending: done?.pending ?? 0, files: done?.files ?? {} },
  };
}

function outcome(name: string, startedAt: number): Outcome {
  const seconds = (performance.now() - startedAt) / 1000;
  return { name, isOk: true, passed: 0, failed: 0, pending: 0, failures: [], seconds, files: {} };
}

function start(args: readonly string[], output: "inherit" | "pipe"): ChildProcess {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { NODE_COMPILE_CACHE: MODULES, ...process.env },
    stdio: output === "inherit" ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe", "ipc"],
  });
  children.add(child);
  return child;
}

function ended(child: ChildProcess): Promise<Ended> {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  }
  return new Promise((resolve) => {
    const end = (code: number | null, signal: NodeJS.Signals | null): void => {
      children.delete(child);
      resolve({ code, signal, output });
    };
    child.once("error", (error) => {
      output += error.message;
      end(1, null);
    });
    // Not "close": a process that the part has left may hold its output open.
    child.once("exit", (code, signal) => setTimeout(end, 50, code, signal));
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** npm as a script of node, because Windows cannot start a command without a shell. */
function npm(): string[] {
  const script = process.env["npm_execpath"];
  return script === undefined
    ? [path.join(path.dirname(process.execPath), "../lib/node_modules/npm/bin/npm-cli.js")]
    : [script];
}
