import { hexlify, randomBytes } from "ethers";
import { accountOf, type Client } from "../core/client.js";
import type { Authorization } from "./typedData.js";

/** Terms of a signed payment, which can be used once. */
export interface AuthorizationTerms {
  /** Base units of SCV. */
  amount: bigint;
  /** Seconds since 1970; the payment is valid only after this second. Default: 0. */
  validAfter?: bigint;
  /** Seconds since 1970; the payment is valid only before this second. */
  validBefore: bigint;
  /** Any 32 bytes that the payer has not used yet. Default: random. */
  nonce?: string;
}

/** Returns the message of a payment from the client's account (ERC-3009). @throws ServiceCoinError `NoSigner` */
export async function authorizationOf(client: Client, to: string, terms: AuthorizationTerms): Promise<Authorization> {
  const { amount, validAfter = 0n, validBefore, nonce = hexlify(randomBytes(32)) } = terms;
  return { from: await accountOf(client), to, value: amount, validAfter, validBefore, nonce };
}
