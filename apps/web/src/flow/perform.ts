import { isServiceCoinError, toServiceCoinError, type SendOptions, type ServiceCoinError } from "@servicecoin/sdk";
import { NotConnectedError, providerFor, requireConnected, signingClient } from "../chain/client.ts";
import { indexer } from "../chain/indexed.ts";
import { networkIdOf } from "../chain/networkId.ts";
import { lastBlock, nonceOf } from "../chain/rpc.ts";
import type { Network } from "../config/config.ts";
import type { Text } from "../i18n/text.ts";
import { seeBlock } from "../store/seen.ts";
import type { Flow, FlowContext, Outcome, PayWith, Review, Step, TransactionStep } from "./flow.ts";
import { addOutgoing, removeOutgoing, updateOutgoing } from "./outbox.ts";
import { watchMyself } from "./recover.ts";
import type { FailedFlow, FlowStage, GasCost } from "./runner.ts";
import { sentenceOf } from "./sentence.ts";

type Show = (stage: FlowStage) => void;

/** A review, and what it was made with. */
export interface Reviewed {
  review: Review;
  context: FlowContext;
  gas: GasCost | undefined;
}

/** What a review is made of. */
interface Reviewing<Params> {
  flow: Flow<Params>;
  params: Params;
  payWith: PayWith | undefined;
}

/** Reads the chain, and shows what will happen. @returns undefined when the chain would reject it, which is shown */
export async function review<Params>(
  { flow, params, payWith }: Reviewing<Params>,
  network: Network,
  t: Text,
  show: Show,
): Promise<Reviewed | undefined> {
  try {
    const client = await signingClient(network);
    const signer = client.runner as unknown as { getAddress(): Promise<string> };
    const context = { client, account: await signer.getAddress(), network, t, payWith };
    const made = await flow.review(context, params);
    const gas = await gasOf(made.steps[0], network);
    const reviewed = { review: made, context, gas };
    show({ stage: "review", review: made, gas });
    return reviewed;
  } catch (error) {
    show({ stage: "failed", review: undefined, ...faultOf(error, network, t) });
    return undefined;
  }
}

/** Takes the steps of a review one after the other. */
export async function perform({ review, context, gas }: Reviewed, network: Network, t: Text, show: Show) {
  const outcomes: Outcome[] = [];
  const taken: string[] = [];
  let hash: string | undefined;
  let block: number | undefined;
  for (const [step, one] of review.steps.entries()) {
    try {
      requireConnected(network, context.account);
      show({ stage: "asking", review, step });
      if (one.kind === "signature") {
        outcomes.push(await one.sign());
        continue;
      }
      const onHash = (known: string) => {
        show({ stage: "sent", review, step, hash: known });
      };
      const sent = await sendStep(one, { review, context, network, onHash });
      outcomes.push(sent);
      taken.push(one.label);
      ({ hash } = sent);
      block = sent.receipt.blockNumber;
    } catch (error) {
      if (isServiceCoinError(error, "Rejected")) {
        // Steps that were taken stay taken: the next review leaves them out.
        if (step === 0) show({ stage: "review", review, gas, notice: t.flow.rejected });
        else {
          const sentence = taken.length > 0 ? t.flow.rejectedRest : t.flow.rejected;
          show({ stage: "failed", review, sentence, hash: undefined, mayBeMined: false, taken });
        }
        return;
      }
      show({ stage: "failed", review, ...faultOf(error, network, t), taken });
      return;
    }
  }
  if (block !== undefined) {
    seeBlock(networkIdOf(network), block);
    show({ stage: "indexing", review, block });
    await waitForIndex(network, block);
  }
  show({ stage: "done", review, done: review.done(outcomes), hash });
}

interface Sending {
  review: Review;
  context: FlowContext;
  network: Network;
  onHash: (hash: string) => void;
}

async function sendStep(step: TransactionStep, { review, context, network, onHash }: Sending) {
  const { account } = context;
  const id = crypto.randomUUID();
  const [nonce, afterBlock] = await Promise.all([nonceOf(network.rpc, account), lastBlock(network.rpc)]);
  const giveBack = watchMyself(id);
  addOutgoing({
    ...{ id, networkId: networkIdOf(network), account, title: review.title, nonce, afterBlock },
    ...{ at: Date.now(), state: "asked" },
  });
  const noteHash = (hash: string) => {
    updateOutgoing(id, { hash, state: "sent" });
    onHash(hash);
  };
  const options: SendOptions = { onSigned: noteHash, onSent: noteHash };
  try {
    const sent = await step.send(options);
    removeOutgoing(id);
    return sent;
  } catch (error) {
    // What may still be mined stays, and is looked for until its outcome is known.
    if (!mayBeMined(toServiceCoinError(error))) removeOutgoing(id);
    throw error;
  } finally {
    giveBack();
  }
}

/** Milliseconds for which a result waits for its rows. Lists wait for them as well. */
const INDEX_MS = 15_000;

async function waitForIndex(network: Network, minBlock: number): Promise<void> {
  const until = Date.now() + INDEX_MS;
  while (Date.now() < until) {
    try {
      await indexer(network.indexer).get("/fees", { minBlock });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

async function gasOf(step: Step | undefined, network: Network): Promise<GasCost | undefined> {
  if (step?.kind !== "transaction") return undefined;
  const provider = await providerFor(network);
  const [gas, fees] = await Promise.all([step.estimateGas(), provider.getFeeData()]);
  return { gas, wei: gas * (fees.gasPrice ?? 0n) };
}

/** What went wrong, in a sentence. */
function faultOf(error: unknown, network: Network, t: Text): Pick<FailedFlow, "sentence" | "hash" | "mayBeMined"> {
  if (error instanceof NotConnectedError) {
    return { sentence: t.flow[error.reason], hash: undefined, mayBeMined: false };
  }
  const known = toServiceCoinError(error);
  return { sentence: sentenceOf(known, network, t), hash: known.hash, mayBeMined: mayBeMined(known) };
}

function mayBeMined(error: ServiceCoinError): boolean {
  // What took the place of a transaction may be the same one with a higher fee: the outbox finds out.
  return ["Unconfirmed", "Timeout", "NonceTaken"].includes(error.code) && error.hash !== undefined;
}
