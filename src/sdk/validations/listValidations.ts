import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { answeredHashes } from "./answered.js";
import { readStanding, type ValidationStanding } from "./readValidation.js";

const REQUESTS_AT_ONCE = 100;

/** Whose requests: those of a service, or those to a validator, which anybody can lengthen. */
export type ValidationFilter = { agentId: bigint } | { validator: string };

/** All requests of a service or to a validator with their last answers, in order (ERC-8004 validation). @throws ServiceCoinError */
export async function listValidations(client: Client, filter: ValidationFilter): Promise<ValidationStanding[]> {
  return withErrors(async () => {
    const answered = await answeredHashes(client, filter);
    const found: ValidationStanding[] = [];
    for (;;) {
      const hashes = await pageOf(client, filter, found.length);
      const standings = await Promise.all(hashes.map((hash) => readStanding(client, hash)));
      found.push(...standings.map((standing) => ({ ...standing, isAnswered: answered.has(standing.requestHash) })));
      if (hashes.length < REQUESTS_AT_ONCE) return found;
    }
  });
}

function pageOf({ validation }: Client, filter: ValidationFilter, offset: number): Promise<string[]> {
  return "agentId" in filter
    ? validation.getAgentValidationsPage(filter.agentId, offset, REQUESTS_AT_ONCE)
    : validation.getValidatorRequestsPage(filter.validator, offset, REQUESTS_AT_ONCE);
}
