import type { ServiceCoinErrorCode } from "@servicecoin/sdk";

/** Errors of paying for requests over HTTP, and of files: nothing that the page does can meet them. */
export type NotOnThePage =
  | "DailyLimitReached"
  | "DeploymentNotFound"
  | "InsecurePage"
  | "InvalidOffer"
  | "NoFittingOffer"
  | "PaymentRedirected"
  | "PaymentRefused"
  | "PaymentUnclear"
  | "PriceAboveBalance"
  | "PriceAboveLimit"
  | "PriceAboveRegistered"
  | "UnknownPayee";

/** A sentence for each error that the page can meet. */
export type ErrorSentences = Readonly<Record<Exclude<ServiceCoinErrorCode, NotOnThePage>, string>>;

/** What went wrong, in one language. */
export interface ErrorText {
  /** Of dates in the sentences, as BCP 47 names it. */
  locale: string;
  /** By code; `{amount|scv}` is the argument `amount`, as an amount of SCV. An error without one keeps its message. */
  sentences: Partial<ErrorSentences>;
  /** States of a deal. */
  dealStates: Readonly<Record<string, string>>;
  /** States of a loan. */
  loanStates: Readonly<Record<string, string>>;
  /** Added to the sentence of a transaction that was mined, and failed. */
  minedAndFailed: (hash: string) => string;
}
