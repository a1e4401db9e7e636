import { EventEmitter } from "node:events";
import { Readable, Writable } from "node:stream";
import type { JsonRpcProvider } from "ethers";
import type { Client } from "@servicecoin/sdk";
import { run } from "../program.js";
import { Invocation } from "../session/invocation.js";
import type { Session } from "../session/session.js";
import { type Effects, readEffects } from "./effects.js";
import { type Fork } from "./fork.js";
import { fill, type Results } from "./references.js";
import type { CommandStep, Step } from "./trialFile.js";

/** A step that was played, and what it did. */
export type Played =
  | { kind: "wait"; seconds: bigint }
  | ({ kind: "done"; from: string; command: string; result: unknown } & Effects)
  | { kind: "failed"; from: string; command: string; code: string; message: string };

/** The fork that steps are played on. */
export interface Stage {
  session: Session;
  fork: Fork;
  provider: JsonRpcProvider;
  client: Client;
  /** File with the deployment record. */
  deployment: string;
}

/** Plays the steps one after the other. A step that fails changes nothing, and the others are still played. */
export async function play(stage: Stage, steps: readonly Step[]): Promise<Played[]> {
  const results: Results = new Map();
  const played: Played[] = [];
  for (const [index, step] of steps.entries()) {
    const work = `Playing step ${index + 1} of ${steps.length}`;
    played.push(await stage.session.out.during(work, () => playStep(stage, step, results)));
  }
  return played;
}

async function playStep(stage: Stage, step: Step, results: Results): Promise<Played> {
  if (!("words" in step)) {
    await pass(stage.provider, step.seconds);
    return { kind: "wait", seconds: step.seconds };
  }
  const { from, name } = step;
  const filled = fill(step.words, results);
  const command = step.words.join(" ");
  if ("missing" in filled) {
    return { kind: "failed", from, command, code: "NoResult", message: filled.missing };
  }
  const before = await stage.provider.getBlockNumber();
  const answer = await runCommand(stage, { ...step, words: filled.words });
  if ("error" in answer) {
    if (name !== undefined) results.set(name, undefined);
    return { kind: "failed", from, command, ...answer.error };
  }
  if (name !== undefined) results.set(name, answer.result);
  const effects = await readEffects(stage.client, stage.provider, before, await stage.provider.getBlockNumber());
  return { kind: "done", from, command, result: answer.result, ...effects };
}

/** Lets time pass on the fork. */
export async function pass(provider: JsonRpcProvider, seconds: bigint): Promise<void> {
  await provider.send("evm_increaseTime", [Number(seconds)]);
  await provider.send("evm_mine", []);
}

/** Makes the fork sign for an account without its key. Anvil and Hardhat share this method. */
export async function impersonate(provider: JsonRpcProvider, account: string): Promise<void> {
  await provider.send("hardhat_impersonateAccount", [account]);
}

type Answer = { result: unknown } | { error: { code: string; message: string } };

/** Runs a command in this process, with the fork as its only node and no key in its environment. */
async function runCommand({ session, fork, provider, deployment }: Stage, step: CommandStep): Promise<Answer> {
  await impersonate(provider, step.from);
  const [stdout, stderr] = [new Collected(), new Collected()];
  const args = [...step.words, "--json", "--yes", "--rpc", fork.url, "--deployment", deployment];
  const io = {
    ...{ stdin: Readable.from([]), stdout, stderr, signals: new EventEmitter() },
    ...{ cwd: session.io.cwd, env: { NO_COLOR: "1" } },
  };
  const exitCode = await run(new Invocation(args, io, step.from));
  if (exitCode === 0) return { result: JSON.parse(stdout.text || "null") as unknown };
  const line = stderr.text.slice(Math.max(0, stderr.text.indexOf('{\n  "error"')));
  return JSON.parse(line) as Answer;
}

class Collected extends Writable {
  text = "";

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
