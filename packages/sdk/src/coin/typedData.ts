import type { TypedDataDomain } from "ethers";
import { fields, type TypedData } from "../typedData.js";

/** ERC-2612. `value` in base units, `deadline` in seconds since 1970. */
export interface Permit {
  owner: string;
  spender: string;
  value: bigint;
  nonce: bigint;
  deadline: bigint;
}

/** ERC-3009, both of a transfer and of a receipt. `value` in base units, times in seconds since 1970. */
export interface Authorization {
  from: string;
  to: string;
  value: bigint;
  /** It counts only after this second. */
  validAfter: bigint;
  /** It counts only before this second. */
  validBefore: bigint;
  /** Any 32 bytes, used once per `from`. */
  nonce: string;
}

/** ERC-3009. */
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

/** What an owner signs to let a spender move coins (ERC-2612). */
export function permitData(domain: TypedDataDomain, message: Permit): TypedData<Permit> {
  return { domain, types: PERMIT_TYPES, message };
}

/** What a payer signs so that anyone can submit the transfer (ERC-3009). */
export function transferAuthorizationData(domain: TypedDataDomain, message: Authorization): TypedData<Authorization> {
  return { domain, types: TRANSFER_TYPES, message };
}

/** What a payer signs so that only the payee can submit the transfer (ERC-3009). */
export function receiveAuthorizationData(domain: TypedDataDomain, message: Authorization): TypedData<Authorization> {
  return { domain, types: RECEIVE_TYPES, message };
}

/** What a payer signs to make a nonce unusable (ERC-3009). */
export function cancelAuthorizationData(domain: TypedDataDomain, message: Cancellation): TypedData<Cancellation> {
  return { domain, types: CANCELLATION_TYPES, message };
}
