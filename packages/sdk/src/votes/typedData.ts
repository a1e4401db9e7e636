import type { TypedDataDomain } from "ethers";
import { fields, type TypedData } from "../typedData.js";

/** ERC-5805. `expiry` in seconds since 1970. */
export interface Delegation {
  delegatee: string;
  nonce: bigint;
  expiry: bigint;
}

export const DELEGATION_TYPES = { Delegation: fields("address delegatee,uint256 nonce,uint256 expiry") };

/** What a member signs to let another account vote with its locked coins (ERC-5805). */
export function delegationData(domain: TypedDataDomain, message: Delegation): TypedData<Delegation> {
  return { domain, types: DELEGATION_TYPES, message };
}
