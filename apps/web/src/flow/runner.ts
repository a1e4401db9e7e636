import { currentNetwork } from "../config/settings.ts";
import { currentText } from "../i18n/text.ts";
import { createStore } from "../store/store.ts";
import { errorSentence } from "../ui/errorSentence.ts";
import type { Done, Flow, PayWith, Review } from "./flow.ts";

/** Where the open flow is. */
export type FlowStage =
  | { stage: "preparing" }
  /** `notice` says calmly why nothing was sent the last time. `isUpdating`: the user chose another way to pay. */
  | { stage: "review"; review: Review; gas: GasCost | undefined; notice?: string | undefined; isUpdating?: boolean }
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
let pay: ((payWith: PayWith) => void) | undefined;

/**
 * Starts a flow: shows its review, and asks the wallet only when the user approves.
 * @param load Imports the flow: it brings ethers with it, which the first screen does not need.
 */
export function startFlow<Params>(load: () => Promise<Flow<Params>>, params: Params): void {
  lastId += 1;
  const id = lastId;
  let payWith: PayWith | undefined;
  let lastRun = 0;
  const isOpen = () => openFlow.get()?.id === id;
  const showAlways = (stage: FlowStage) => {
    if (isOpen()) openFlow.set((current) => current && { ...current, stage });
  };
  const run = async (number: number) => {
    // The user may choose again before the review of the first choice is there.
    const isLast = () => number === lastRun;
    const show = (stage: FlowStage) => {
      if (isLast()) showAlways(stage);
    };
    const [flow, { review, perform }] = await Promise.all([load(), import("./perform.ts")]);
    openFlow.set((current) => (current?.id === id ? { ...current, name: flow.name } : current));
    const network = currentNetwork();
    const reviewed = await review({ flow, params, payWith }, network, currentText(), show);
    if (reviewed === undefined || !isLast()) return;
    approve = () => {
      // Whatever is clicked twice asks the wallet once.
      const stage = openFlow.get()?.stage;
      if (stage?.stage === "review" && stage.isUpdating !== true) void perform(reviewed, network, currentText(), show);
    };
  };
  const start = () => {
    approve = undefined;
    lastRun += 1;
    const number = lastRun;
    void run(number).catch((error: unknown) => {
      if (number !== lastRun) return;
      const sentence = error instanceof Error ? errorSentence(error, currentText()) : String(error);
      showAlways({ stage: "failed", review: undefined, sentence, hash: undefined, mayBeMined: false });
    });
  };
  again = () => {
    showAlways({ stage: "preparing" });
    start();
  };
  pay = (chosen) => {
    const stage = openFlow.get()?.stage;
    if (stage?.stage !== "review") return;
    payWith = chosen;
    // The review stays, so that the choice keeps the focus.
    showAlways({ ...stage, review: { ...stage.review, payWith: chosen }, isUpdating: true });
    start();
  };
  openFlow.set({ id, name: "", stage: { stage: "preparing" } });
  start();
}

/** The user approves the review: the wallet is asked. */
export function approveFlow(): void {
  approve?.();
}

/** The user chooses what to pay with: the review is made again. */
export function choosePayment(payWith: PayWith): void {
  pay?.(payWith);
}

/** Reads the chain anew, and shows the review again. */
export function retryFlow(): void {
  again?.();
}

/** Closes the dialog. What was sent stays in the outbox. */
export function closeFlow(): void {
  openFlow.set(undefined);
}
