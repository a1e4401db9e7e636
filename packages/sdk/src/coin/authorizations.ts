import { hexlify, randomBytes } from "ethers";
import { accountOf, type Client } from "../core/client.js";
import type { Authorization } from "./typedData.js";

/** When a signed payment counts and how often: once. */
export interface AuthorizationTerms {
  /** Base units of SCV. */
  amount: bigint;
  /** Seconds since 1970, 0 unless told; it counts only after this second. */
  validAfter?: bigint;
  /** Seconds since 1970; it counts only before this second. */
  validBefore: bigint;
  /** Any 32 bytes that the payer has not used yet; random unless told. */
  nonce?: string;
}

/** The message of a payment from the client's account (ERC-3009). @throws ServiceCoinError `NoSigner` */
export async function authorizationOf(client: Client, to: string, terms: AuthorizationTerms): Promise<Authorization> {
  const { amount, validAfter = 0n, validBefore, nonce = hexlify(randomBytes(32)) } = terms;
  return { from: await accountOf(client), to, value: amount, validAfter, validBefore, nonce };
}
