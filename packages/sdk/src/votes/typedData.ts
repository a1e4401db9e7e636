import type { TypedDataDomain } from "ethers";
import { fields, type TypedData } from "../typedData.js";

/** The message of a delegation (ERC-5805). `expiry` is in seconds since 1970. */
export interface Delegation {
  delegatee: string;
  nonce: bigint;
  expiry: bigint;
}

export const DELEGATION_TYPES = { Delegation: fields("address delegatee,uint256 nonce,uint256 expiry") };

/** The typed data that a member signs to choose a delegate for its locked SCV (ERC-5805). */
export function delegationData(domain: TypedDataDomain, message: Delegation): TypedData<Delegation> {
  return { domain, types: DELEGATION_TYPES, message };
}
