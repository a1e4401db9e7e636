import { x402Facilitator } from "@x402/core/facilitator";
import { ExactScheme, type ExactSchemeParts } from "./scheme.js";

/** The official facilitator with our scheme on one chain. Version 1 of the protocol is not offered. */
export function createFacilitator(chainId: bigint, parts: ExactSchemeParts): x402Facilitator {
  return new x402Facilitator().register(`eip155:${String(chainId)}`, new ExactScheme(parts));
}
