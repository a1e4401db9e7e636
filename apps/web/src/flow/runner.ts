import { currentNetwork } from "../config/settings.ts";
import { currentText } from "../i18n/text.ts";
import { createStore } from "../store/store.ts";
import { errorSentence } from "../ui/errorSentence.ts";
import type { Done, Flow, Review } from "./flow.ts";

/** Where the open flow is. */
export type FlowStage =
  | { stage: "preparing" }
  /** `notice` says calmly why nothing was sent the last time. */
  | { stage: "review"; review: Review; gas: GasCost | undefined; notice?: string | undefined }
  /** The wallet is asked. */
  | { stage: "asking"; review: Review; step: number }
  /** It has a hash, and is not mined yet. */
  | { stage: "sent"; review: Review; step: number; hash: string }
  /** It is mined; the index does not have it yet. */
  | { stage: "indexing"; review: Review; block: number }
  | { stage: "done"; review: Review; done: Done; hash: string | undefined }
  | FailedFlow;

/** A flow that did not reach its end. */
export interface FailedFlow {
  stage: "failed";
  review: Review | undefined;
  sentence: string;
  hash: string | undefined;
  /** It has a hash, and stays in the outbox. */
  mayBeMined: boolean;
  /** Names of the transactions before it, which stay. Default: none. */
  taken?: readonly string[];
}

/** What a transaction costs at the current gas price. */
export interface GasCost {
  gas: bigint;
  /** Wei. */
  wei: bigint;
}

/** A flow that is open. */
export interface OpenFlow {
  id: number;
  name: string;
  stage: FlowStage;
}

/** The open flow; undefined when none is. */
export const openFlow = createStore<OpenFlow | undefined>(undefined);

let lastId = 0;
let again: (() => void) | undefined;
let approve: (() => void) | undefined;

/**
 * Starts a flow: shows its review, and asks the wallet only when the user approves.
 * @param load Imports the flow: it brings ethers with it, which the first screen does not need.
 */
export function startFlow<Params>(load: () => Promise<Flow<Params>>, params: Params): void {
  lastId += 1;
  const id = lastId;
  const isOpen = () => openFlow.get()?.id === id;
  const show = (stage: FlowStage) => {
    if (isOpen()) openFlow.set((current) => current && { ...current, stage });
  };
  const run = async () => {
    show({ stage: "preparing" });
    const [flow, { review, perform }] = await Promise.all([load(), import("./perform.ts")]);
    openFlow.set((current) => (current?.id === id ? { ...current, name: flow.name } : current));
    const network = currentNetwork();
    const reviewed = await review(flow, params, network, currentText(), show);
    if (reviewed === undefined) return;
    approve = () => {
      // Whatever is clicked twice asks the wallet once.
      if (openFlow.get()?.stage.stage === "review") void perform(reviewed, network, currentText(), show);
    };
  };
  const start = () => {
    approve = undefined;
    void run().catch((error: unknown) => {
      const sentence = error instanceof Error ? errorSentence(error, currentText()) : String(error);
      show({ stage: "failed", review: undefined, sentence, hash: undefined, mayBeMined: false });
    });
  };
  again = start;
  openFlow.set({ id, name: "", stage: { stage: "preparing" } });
  start();
}

/** The user approves the review: the wallet is asked. */
export function approveFlow(): void {
  approve?.();
}

/** Reads the chain anew, and shows the review again. */
export function retryFlow(): void {
  again?.();
}

/** Closes the dialog. What was sent stays in the outbox. */
export function closeFlow(): void {
  openFlow.set(undefined);
}
