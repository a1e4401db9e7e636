import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { pagesOf } from "../pages.js";
import { answeredHashes } from "./answered.js";
import { readIndexedValidations } from "./indexedValidations.js";
import { readStanding, type ValidationStanding } from "./readValidation.js";

const REQUESTS_AT_ONCE = 100;

/** Which requests: those of a service, or those to a validator; anyone can lengthen the latter list. */
export type ValidationFilter = { agentId: bigint } | { validator: string };

/**
 * Lists the requests of a service or to a validator with their last responses, in order (ERC-8004 validation).
 * @throws ServiceCoinError
 */
export async function listValidations(client: Client, filter: ValidationFilter): Promise<ValidationStanding[]> {
  return withErrors(async () => {
    const { validation, indexer } = client;
    if (indexer !== undefined) return readIndexedValidations(indexer, filter);
    const answered = await answeredHashes(client, filter);
    const found: ValidationStanding[] = [];
    const pages = pagesOf(REQUESTS_AT_ONCE, (offset, limit) =>
      "agentId" in filter
        ? validation.getAgentValidationsPage(filter.agentId, offset, limit)
        : validation.getValidatorRequestsPage(filter.validator, offset, limit),
    );
    for await (const hashes of pages) {
      const standings = await Promise.all(hashes.map((hash) => readStanding(client, hash)));
      found.push(...standings.map((standing) => ({ ...standing, isAnswered: answered.has(standing.requestHash) })));
    }
    return found;
  });
}
