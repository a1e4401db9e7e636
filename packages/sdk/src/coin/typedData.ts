import type { TypedDataDomain } from "ethers";
import { fields, type TypedData } from "../typedData.js";

/** The message of a permit (ERC-2612). `value` is in base units, `deadline` in seconds since 1970. */
export interface Permit {
  owner: string;
  spender: string;
  value: bigint;
  nonce: bigint;
  deadline: bigint;
}

/**
 * The message of an authorized transfer or receipt (ERC-3009). `value` is in base units, times are seconds since 1970.
 */
export interface Authorization {
  from: string;
  to: string;
  value: bigint;
  /** Valid only after this second. */
  validAfter: bigint;
  /** Valid only before this second. */
  validBefore: bigint;
  /** Any 32 bytes, used once per `from`. */
  nonce: string;
}

/** The message of a cancellation (ERC-3009). */
export interface Cancellation {
  authorizer: string;
  nonce: string;
}

const AUTHORIZATION = fields(
  "address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce",
);

export const PERMIT_TYPES = {
  Permit: fields("address owner,address spender,uint256 value,uint256 nonce,uint256 deadline"),
};
export const TRANSFER_TYPES = { TransferWithAuthorization: AUTHORIZATION };
export const RECEIVE_TYPES = { ReceiveWithAuthorization: AUTHORIZATION };
export const CANCELLATION_TYPES = { CancelAuthorization: fields("address authorizer,bytes32 nonce") };

/** The typed data that an owner signs to approve a spender (ERC-2612). */
export function permitData(domain: TypedDataDomain, message: Permit): TypedData<Permit> {
  return { domain, types: PERMIT_TYPES, message };
}

/** The typed data that a payer signs for a transfer that anyone can submit (ERC-3009). */
export function transferAuthorizationData(domain: TypedDataDomain, message: Authorization): TypedData<Authorization> {
  return { domain, types: TRANSFER_TYPES, message };
}

/** The typed data that a payer signs for a transfer that only the payee can submit (ERC-3009). */
export function receiveAuthorizationData(domain: TypedDataDomain, message: Authorization): TypedData<Authorization> {
  return { domain, types: RECEIVE_TYPES, message };
}

/** The typed data that a payer signs to cancel a nonce (ERC-3009). */
export function cancelAuthorizationData(domain: TypedDataDomain, message: Cancellation): TypedData<Cancellation> {
  return { domain, types: CANCELLATION_TYPES, message };
}
