import { answerOf } from "@servicecoin/sdk/internal";
import { isError } from "ethers";
import { isTransactionError } from "@servicecoin/tx/internal";

/** Characters of a node's message that are passed on. */
const MAX_WORDS = 120;

/** What a message of a node may quote and callers must not read: URLs, keys, signatures, hashes. */
const SECRET = /\b\w+:\/\/\S+|\b[\w-]{20,}\b/g;

/** System errors of connections, as Node.js names them. */
const CONNECTION = /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EPIPE)\b/;

/**
 * Describes a fault of the node for callers and logs: what it answered and with which code, or that it did not.
 * Contains no URL, key or signature.
 * @returns Undefined for an error that says nothing of the node.
 */
export function describeNodeFault(error: unknown): string | undefined {
  if (isTransactionError(error)) {
    return describeNodeFault(error.cause) ?? (error.code === "Unreachable" ? error.message : undefined);
  }
  if (isError(error, "SERVER_ERROR")) {
    // ethers repeats requests that are rate-limited, and gives up with a status of its own.
    const status = error.response?.statusCode;
    if (status === undefined || status === 599) return `The node did not respond (${wordsOf(error.shortMessage)}).`;
    return status === 429 ? "The node limits requests (HTTP 429)." : `The node responded with HTTP ${status}.`;
  }
  const answer = answerOf(error);
  if (answer !== undefined) return `The node answered "${wordsOf(String(answer.message))}" (${String(answer.code)}).`;
  if (isError(error, "TIMEOUT")) return "The node did not respond in time.";
  const connection = error instanceof Error ? CONNECTION.exec(`${codeOf(error)} ${error.message}`)?.[1] : undefined;
  return connection === undefined ? undefined : `The node cannot be reached (${connection}).`;
}

function wordsOf(message: string): string {
  const words = message.replace(SECRET, "...");
  return words.length > MAX_WORDS ? `${words.slice(0, MAX_WORDS)}...` : words;
}

function codeOf(error: Error): string {
  return "code" in error ? String(error.code) : "";
}
