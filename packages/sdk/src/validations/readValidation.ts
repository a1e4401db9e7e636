import { hexlify } from "ethers";
import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { answeredHashes } from "./answered.js";

/** A request and its last response. */
export interface ValidationStanding {
  requestHash: string;
  validator: string;
  agentId: bigint;
  isAnswered: boolean;
  /** 0 to 100; 0 without a response. */
  response: bigint;
  responseHash: string;
  tag: string;
  /** Time of the request or of its last response, in seconds since 1970. */
  lastUpdate: bigint;
}

/** Reads a request and its last response (ERC-8004 validation). @throws ServiceCoinError `ValidationUnknownRequest` */
export async function readValidation(client: Client, requestHash: string): Promise<ValidationStanding> {
  return withErrors(async () => {
    const [standing, answered] = await Promise.all([
      readStanding(client, requestHash),
      answeredHashes(client, { requestHash }),
    ]);
    return { ...standing, isAnswered: answered.has(hexlify(requestHash)) };
  });
}

/** Reads what the registry itself stores. */
export async function readStanding(
  { validation }: Client,
  requestHash: string,
): Promise<Omit<ValidationStanding, "isAnswered">> {
  const status = await validation.getValidationStatus(requestHash);
  const { validatorAddress: validator, agentId, response, responseHash, tag, lastUpdate } = status;
  return { requestHash, validator, agentId, response, responseHash, tag, lastUpdate };
}
