import { expect } from "chai";
import { connection } from "../fixtures/chain.js";
import type { Refusal } from "../model/errors.js";
import { encodeRefusal, nameRefusal, type Party, type Stage } from "./stage.js";
import type { Step } from "./world.js";

/** Model and contracts do the step at the model's time, and must say the same. Returns why it was refused. */
export async function play(stage: Stage, kind: string, step: Step): Promise<Refusal | undefined> {
  const { book } = stage;
  const predicted = book.attempt(book.now, step.caller.address, step.predict);
  const expected = predicted === undefined ? undefined : encodeRefusal(stage, predicted);
  const answer = await send(stage, step.caller, book.places[step.to], step.data);
  if (answer !== expected) {
    const about = `${kind} by ${step.caller.address} at ${String(book.now)}: ${step.data}`;
    expect(nameRefusal(stage, answer), about).to.equal(nameRefusal(stage, expected));
  }
  return predicted;
}

/** Sends a call in a block of that second; returns the bytes with which it was refused, if it was. */
async function send(stage: Stage, caller: Party, to: string, data: string): Promise<string | undefined> {
  const time = Number(stage.book.now);
  await connection.provider.request({ method: "evm_setNextBlockTimestamp", params: [time] });
  try {
    await stage.send(caller, to, data);
    return undefined;
  } catch (error) {
    if (error instanceof Error && "data" in error && typeof error.data === "string") return error.data;
    throw error;
  }
}
