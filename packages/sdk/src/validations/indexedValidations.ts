import { ZeroHash } from "ethers";
import * as z from "zod";
import { address, bytes32, whole } from "../core/indexRows.js";
import type { IndexSource } from "../core/indexSource.js";
import type { ValidationFilter } from "./listValidations.js";
import type { ValidationStanding } from "./readValidation.js";

const VALIDATION = z.object({
  requestHash: bytes32,
  serviceId: whole,
  validator: address,
  requestedAt: whole,
  response: whole.nullable(),
  responseHash: bytes32.nullable(),
  tag: z.string().nullable(),
  respondedAt: whole.nullable(),
});

/** Reads requests with their last responses from an indexer, in order. */
export async function readIndexedValidations(
  indexer: IndexSource,
  filter: ValidationFilter,
): Promise<ValidationStanding[]> {
  const query = "agentId" in filter ? { service: filter.agentId } : { validator: filter.validator };
  const rows = (await indexer.list("/validations", query, VALIDATION)).reverse();
  return rows.map(({ serviceId: agentId, response, responseHash, tag, requestedAt, respondedAt, ...request }) => ({
    ...request,
    ...{ agentId, isAnswered: response !== null, response: response ?? 0n },
    ...{ responseHash: responseHash ?? ZeroHash, tag: tag ?? "", lastUpdate: respondedAt ?? requestedAt },
  }));
}
