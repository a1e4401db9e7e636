import type { Client, SendOptions, Sent } from "@servicecoin/sdk";
import type { ReactNode } from "react";
import type { Network } from "../config/config.ts";
import type { Text } from "../i18n/text.ts";

/**
 * What a user wants to do, for example to open an order. Its form is part of a screen; `start` shows the rest: review,
 * sign, sent, wait for the index, result.
 */
export interface Flow<Params> {
  /** Name of the intent, as in the SDK: `openOrder`. */
  name: string;
  /**
   * Reads the chain, and says what will happen. Signs nothing.
   * @throws ServiceCoinError what a contract would reject
   */
  review(context: FlowContext, params: Params): Promise<Review>;
}

/** What a flow works with. */
export interface FlowContext {
  /** Signs with the connected account. */
  client: Client;
  account: string;
  network: Network;
  t: Text;
  /** How the user wants to pay. Default: with SCV, or with ether if there is not enough SCV. */
  payWith?: PayWith | undefined;
}

/** What a payment is made with. */
export type PayWith = { with: "scv" } | { with: "ether"; slippageBps: bigint };

/** What will happen, in words and figures, and the steps that make it happen. */
export interface Review {
  /** For example "Order from Bob". */
  title: string;
  lines: ReviewLine[];
  /** What a careful user would want to know first. */
  warnings?: string[];
  /** One for each time that the wallet is asked. Steps that are done already, such as an approval, are left out. */
  steps: Step[];
  /** What this review pays with, if the user can choose that. */
  payWith?: PayWith;
  /** Why it cannot be paid this way. There are no steps then; the user can choose the other way. */
  refusal?: string | undefined;
  /** What happened, and what comes next. */
  done(outcomes: Outcome[]): Done;
}

/** A line of a review. */
export interface ReviewLine {
  label: string;
  value: ReactNode;
  /** `leaves` and `arrives` are emphasized. */
  kind?: "leaves" | "arrives" | "fee" | "fact";
}

/** One question to the wallet. */
export type Step = TransactionStep | SignatureStep;

/** A transaction. `action.prepare(client, params)` of the SDK has both functions. */
export interface TransactionStep {
  kind: "transaction";
  /** For example "Approve 3 SCV", shown when there are several steps. */
  label: string;
  /** Gas that it will use. Called only for the first step: later ones may depend on it. */
  estimateGas(): Promise<bigint>;
  send(options: SendOptions): Promise<Sent & object>;
}

/** A message to sign. Costs nothing. */
export interface SignatureStep {
  kind: "signature";
  label: string;
  sign(): Promise<object>;
}

/** What a step returned: that of the SDK's action, or the signed message. */
export type Outcome = object;

/** The end of a flow. */
export interface Done {
  /** For example "You ordered from Bob. He has until Friday to deliver." */
  text: string;
  /** What comes next: a path of the page. */
  next?: { to: string; label: string };
  /** Something to hand on, such as a signed message or a link. */
  share?: ReactNode;
}
