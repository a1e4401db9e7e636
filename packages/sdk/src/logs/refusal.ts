import { isError } from "ethers";
import { isBlockUnknown } from "../core/nodeErrors.js";

/** HTTP statuses that have nothing to do with how much was requested. */
const OTHER_STATUSES = new Set([401, 403, 404, 429]);

/** What a JSON-RPC error says when a smaller request would fail as well. */
const OTHER_REASONS =
  /rate limit|too many requests|requests per|unauthori[sz]ed|forbidden|api key|not supported|not found/i;

/** What errors without a code say when a request was too large. */
const TOO_LARGE = /range|too (many|large|big)|limit|exceed|timed? ?out/i;

/**
 * Returns whether a node rejected `eth_getLogs` for a reason that fewer blocks may fix: too many blocks, too many
 * results, too large a response, too much time. Nodes word this in many ways, so every JSON-RPC error counts that does
 * not name another reason.
 */
export function isTooLarge(error: unknown): boolean {
  if (isError(error, "TIMEOUT")) return true;
  if (isBlockUnknown(error)) return false;
  if (isError(error, "SERVER_ERROR")) return !OTHER_STATUSES.has(error.response?.statusCode ?? 500);
  const node = nodeError(error);
  if (node !== undefined) return !OTHER_REASONS.test(node);
  return error instanceof Error && !("code" in error) && TOO_LARGE.test(error.message);
}

/** The message of the JSON-RPC error that an error contains. */
function nodeError(error: unknown, depth = 0): string | undefined {
  if (typeof error !== "object" || error === null || depth > 3) return undefined;
  const { code, message, ...inner } = error as { code?: unknown; message?: unknown; error?: unknown; info?: unknown };
  if (typeof code === "number") return String(message);
  return nodeError(inner.error, depth + 1) ?? nodeError(inner.info, depth + 1);
}
