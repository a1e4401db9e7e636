import { action, call } from "../core/action.js";
import type { Client } from "../core/client.js";
import { domainOf } from "../domain.js";
import { messageOf, signatureOf, signData, type Signed } from "../signed.js";
import { authorizationOf, type AuthorizationTerms } from "./authorizations.js";
import { TRANSFER_TYPES, transferAuthorizationData, type Authorization } from "./typedData.js";

/** A payment by signature. */
export interface TransferTerms extends AuthorizationTerms {
  to: string;
}

/**
 * Signs a payment that anyone can submit, once (ERC-3009). No call to the chain.
 * @throws ServiceCoinError `NoSigner`, `Rejected`, `InvalidArgument`
 * @example
 * ```ts
 * const validBefore = BigInt(Math.floor(Date.now() / 1000)) + 3600n;
 * const signed = await signTransfer(client, { to: payee, amount: parseScv("2"), validBefore });
 * ```
 */
export async function signTransfer(client: Client, { to, ...terms }: TransferTerms): Promise<Signed<Authorization>> {
  const message = await authorizationOf(client, to, terms);
  return signData(client, transferAuthorizationData(domainOf(client, "ServiceCoin"), message));
}

/**
 * Submits a signed payment (ERC-3009). The client pays the gas.
 * @throws ServiceCoinError `ERC3009InvalidSignature`, `ERC3009InvalidAuthorizationTime`, `ERC3009UsedAuthorization`,
 * `ERC20InsufficientBalance`, `ERC20InvalidReceiver`, `WrongChain`, `InvalidArgument`
 */
export const submitTransfer = action((client, signed: Signed<Authorization>) => {
  const message = messageOf(client, "ServiceCoin", TRANSFER_TYPES, signed);
  const { from, to, value, validAfter, validBefore, nonce } = message;
  const submit = client.coin["transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)"];
  const signature = signatureOf(client, "ServiceCoin", TRANSFER_TYPES, signed, from);
  return call(submit, [from, to, value, validAfter, validBefore, nonce, signature]);
});
