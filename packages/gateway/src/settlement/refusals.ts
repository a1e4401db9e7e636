import { isError } from "ethers";
import { SettlementError } from "./errors.js";

/** What nodes say of a transaction that none of its kind takes, as long as it is the same. Each has words of its own. */
const UNFIT = [
  /exceeds (the )?block gas limit/i,
  /gas limit too high|gas too high/i,
  /(transaction|tx) ?gas ?(limit ?)?cap/i,
  /oversized data|max ?(tx|transaction) ?size/i,
  /exceeds the configured cap|fee ?cap exceeded/i,
  /intrinsic gas/i,
];
/** What they say of one that offers too little. */
const CHEAP = [/less than block base fee/i, /underpriced/i, /(fee|gas ?price) (is )?too low/i, /fee ?too ?low/i];
const CODES = ["INSUFFICIENT_FUNDS", "NONCE_EXPIRED", "REPLACEMENT_UNDERPRICED"] as const;

/**
 * What a node says only of a transaction that it does not take.
 * @returns `Refused` or `Unfit`; undefined when the node may have taken it.
 */
export function refusalOf(error: unknown): SettlementError | undefined {
  const message = error instanceof Error ? error.message : "";
  if (UNFIT.some((words) => words.test(message))) {
    return new SettlementError("Unfit", "No node takes such a transaction.", error);
  }
  if (CODES.some((code) => isError(error, code)) || CHEAP.some((words) => words.test(message))) {
    return new SettlementError("Refused", "The node did not take the transaction.", error);
  }
  return undefined;
}
