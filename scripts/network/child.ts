import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { OperatorError } from "../lib/errors.js";

/** Milliseconds that a client has to write its data. */
const STOP_MS = 20_000;

/** They end with this process, also when it crashes. */
const children = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
});

/** A client that runs in a process of its own. */
export class Child {
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  #hasEnded = false;

  private constructor(
    private readonly name: string,
    private readonly child: ChildProcess,
    private readonly log: string,
  ) {
    children.add(child);
    this.ended = new Promise((resolve) => {
      const end = () => {
        this.#hasEnded = true;
        children.delete(child);
        resolve();
      };
      child.once("error", end).once("close", end);
    });
  }

  /**
   * Starts a client. A group of its own keeps Ctrl-C from it, so that the clients stop in order.
   * @param log File that gets what the client prints.
   */
  static start(
    name: string,
    [command = "", ...args]: readonly string[],
    folder: string,
    log: string,
    env: Readonly<Record<string, string>> = {},
  ): Child {
    const output = openSync(log, "a");
    const options = { cwd: folder, env: { ...process.env, ...env }, detached: true };
    const child = spawn(command, args, { ...options, stdio: ["ignore", output, output] });
    closeSync(output);
    return new Child(name, child, log);
  }

  /** @throws OperatorError when the client has ended. */
  check(): void {
    if (this.#hasEnded) throw new OperatorError(`The ${this.name} has ended: ${this.log} tells why.`);
  }

  /** Lets the client write its data and end, and ends it if that takes too long. */
  async stop(): Promise<void> {
    this.child.kill("SIGTERM");
    const waiting = new AbortController();
    const late = sleep(STOP_MS, undefined, { signal: waiting.signal }).catch(() => undefined);
    await Promise.race([this.ended, late]);
    waiting.abort();
    if (!this.#hasEnded) this.child.kill("SIGKILL");
    await this.ended;
  }
}
