import * as z from "zod";
import { address, whole } from "../core/indexRows.js";
import type { IndexSource } from "../core/indexSource.js";
import type { FeedbackFilter } from "./listFeedback.js";
import type { GivenFeedback } from "./readFeedback.js";

const FEEDBACK = z.object({
  client: address,
  number: whole,
  value: z
    .string()
    .regex(/^-?\d+$/)
    .transform(BigInt),
  decimals: z.int(),
  tag1: z.string(),
  tag2: z.string(),
  revokedAt: z.int().nullable(),
});

/** Reads feedback from an indexer, by client in the order of their first feedback, then by number. */
export async function readIndexedFeedback(
  indexer: IndexSource,
  { agentId, authors, tag1 = "", tag2 = "", includeRevoked = false }: FeedbackFilter,
): Promise<Omit<GivenFeedback, "responses">[]> {
  const rows = (await indexer.list("/feedback", { service: agentId }, FEEDBACK)).reverse();
  const byClient = new Map<string, typeof rows>();
  for (const author of authors ?? []) byClient.set(author, []);
  for (const row of rows) {
    const own = byClient.get(row.client);
    if (own !== undefined) own.push(row);
    else if (authors === undefined) byClient.set(row.client, [row]);
  }
  return [...byClient.values()]
    .flatMap((own) => own.sort((a, b) => Number(a.number - b.number)))
    .filter((row) => includeRevoked || row.revokedAt === null)
    .filter((row) => (tag1 === "" || row.tag1 === tag1) && (tag2 === "" || row.tag2 === tag2))
    .map(({ client: author, number: feedbackIndex, revokedAt, ...given }) => {
      return { agentId, author, feedbackIndex, ...given, isRevoked: revokedAt !== null };
    });
}
