import type { ServiceCoinError } from "@servicecoin/sdk";
import type { Text } from "../i18n/text.ts";
import { exactAmount, inScv, percent, timeOf } from "./format.ts";
import { textOfReference } from "./reference.ts";

const PROPOSAL_STATES = [
  ...(["pending", "active", "canceled", "defeated"] as const),
  ...(["succeeded", "queued", "expired", "executed"] as const),
];
const DEAL_STATES = ["none", "open", "delivered", "disputed", "closed"];
const LOAN_STATES = ["offered", "active", "ended", "voided"];

type Format = (value: unknown, t: Text) => string;

/** How arguments are written: `{amount|scv}` in a sentence is the argument `amount`, as an amount of SCV. */
const FORMATS: Readonly<Record<string, Format>> = {
  scv: (value) => inScv(BigInt(String(value))),
  ether: (value) => `${exactAmount(BigInt(String(value)))}\u00a0ETH`,
  time: (value, t) => timeOf(BigInt(String(value)), t),
  percent: (value) => percent(Number(value)),
  deal: (value, { errors }) => errors.dealStates[DEAL_STATES[Number(value)] ?? ""] ?? String(value),
  loan: (value, { errors }) => errors.loanStates[LOAN_STATES[Number(value)] ?? ""] ?? String(value),
  proposal: (value, { dao }) => {
    const state = PROPOSAL_STATES[Number(value)];
    return state === undefined ? String(value) : dao.states[state];
  },
  setting: (value, { dao }) => {
    const name = textOfReference(String(value)) ?? String(value);
    return Object.entries(dao.ruleNames).find(([rule]) => rule === name)?.[1] ?? name;
  },
  message: (value, t) => (value instanceof Error ? errorSentence(value, t) : String(value)),
};

/** What went wrong, in the user's language where the page has a sentence for it; otherwise the error's own message. */
export function errorSentence(error: Error, t: Text): string {
  if (!isCoded(error)) return error.message;
  const { code, args, hash } = error;
  const sentence = Object.entries(t.errors.sentences).find(([known]) => known === code)?.[1];
  if (sentence === undefined) return error.message;
  const filled = sentence.replace(/\{(\w+)(?:\|(\w+))?\}/g, (_match, name: string, format = "") =>
    written(args[name], String(format), t),
  );
  // As in the SDK: only the hash of a transaction that failed is beside the arguments.
  return hash === undefined || args["hash"] === hash ? filled : filled + t.errors.minedAndFailed(hash);
}

/** The class itself is loaded with the first flow. */
function isCoded(error: Error): error is ServiceCoinError {
  return error.name === "ServiceCoinError" && "code" in error && "args" in error;
}

function written(value: unknown, format: string, t: Text): string {
  try {
    return FORMATS[format]?.(value, t) ?? String(value);
  } catch {
    // An argument that cannot be formatted must not hide the error.
    return String(value);
  }
}
