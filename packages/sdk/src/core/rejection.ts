import { toServiceCoinError } from "./errors.js";
import { answerOf, isBlockUnknown, messagesOf, UNFIT } from "./nodeErrors.js";

/** Codes of errors that only a node gives that has rejected the transaction. */
const REJECTIONS = new Set(["Unfunded", "NonceUsed", "Underpriced", "FeeTooLow", "Rejected", "InvalidArgument"]);

/** How nodes say that they have no block "pending". */
const NO_PENDING = /pending.*(not|un)|(not|un|invalid).*pending/i;

/**
 * Recognizes errors of a broadcast after which the node certainly does not have the transaction.
 * @returns `unfit` if no node accepts it unchanged, `rejected` if it may be accepted later or with other fees;
 * undefined if the node may have it: words that are not known may come from anything between.
 */
export function rejectionOf(error: unknown): "unfit" | "rejected" | undefined {
  // Not the message of ethers where the node answered: it quotes the request.
  const messages = messagesOf(answerOf(error) ?? error);
  if (messages.some((message) => UNFIT.some((pattern) => pattern.test(message)))) return "unfit";
  return REJECTIONS.has(toServiceCoinError(error).code) ? "rejected" : undefined;
}

/**
 * Counts the transactions of an account including pending ones, or without them at a node that has no block "pending".
 * @throws the node's error. After any other fault, such as a rate limit, transactions may be in flight that "latest"
 * does not count.
 */
export async function countWithPending(count: (block: "pending" | "latest") => Promise<number>): Promise<number> {
  try {
    return await count("pending");
  } catch (error) {
    const isMissing = isBlockUnknown(error) || messagesOf(answerOf(error)).some((message) => NO_PENDING.test(message));
    if (!isMissing) throw error;
    return count("latest");
  }
}
