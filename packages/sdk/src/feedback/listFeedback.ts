import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { pagesOf } from "../pages.js";
import { readIndexedFeedback } from "./indexedFeedback.js";
import type { GivenFeedback } from "./readFeedback.js";

/** Clients per request. */
const CLIENTS_AT_ONCE = 50;

/** Which feedback to list. */
export interface FeedbackFilter {
  agentId: bigint;
  /** Only of these accounts. Default: of all, however many they are. */
  authors?: readonly string[] | undefined;
  /** Only with this tag. */
  tag1?: string | undefined;
  /** Only with this tag; `paid` selects feedback that a deal backs. */
  tag2?: string | undefined;
  /** Includes revoked feedback. Default: false. */
  includeRevoked?: boolean | undefined;
}

/**
 * Lists feedback about a service, by client in the order of their first feedback, then by number (ERC-8004 reputation).
 * @throws ServiceCoinError
 */
export async function listFeedback(
  client: Client,
  filter: FeedbackFilter,
): Promise<Omit<GivenFeedback, "responses">[]> {
  return withErrors(async () => {
    if (client.indexer !== undefined) return readIndexedFeedback(client.indexer, filter);
    const { agentId, authors, tag1 = "", tag2 = "", includeRevoked = false } = filter;
    const { reputation } = client;
    const found: Omit<GivenFeedback, "responses">[] = [];
    const pages = pagesOf(CLIENTS_AT_ONCE, async (offset, limit) =>
      authors === undefined ? reputation.getClientsPage(agentId, offset, limit) : authors.slice(offset, offset + limit),
    );
    for await (const some of pages) {
      // An empty list would select everybody.
      if (some.length === 0) break;
      const read = await reputation.readAllFeedback(agentId, [...some], tag1, tag2, includeRevoked);
      // By index: an ethers result has a method that is called `values`, too.
      const [clients, indexes, values, decimals, tag1s, tag2s, revoked] = read;
      found.push(
        ...clients.map((author, i) => ({
          agentId,
          author,
          feedbackIndex: indexes[i] ?? 0n,
          value: values[i] ?? 0n,
          decimals: Number(decimals[i]),
          tag1: tag1s[i] ?? "",
          tag2: tag2s[i] ?? "",
          isRevoked: revoked[i] ?? false,
        })),
      );
    }
    return found;
  });
}
