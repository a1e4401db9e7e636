import { authorizationOf, type AuthorizationTerms } from "../coin/authorizations.js";
import { RECEIVE_TYPES, receiveAuthorizationData, type Authorization } from "../coin/typedData.js";
import { action, call } from "../core/action.js";
import type { Client } from "../core/client.js";
import { ServiceCoinError } from "../core/errors.js";
import { domainOf } from "../domain.js";
import { messageOf, signatureOf, signData, type Signed } from "../signed.js";
import { withCheckpoints } from "./checkpoints.js";

/**
 * Signs a lock of the client's coins, which gives voting power (ERC-3009). Another account submits it and pays the gas.
 * No call to the chain.
 * @throws ServiceCoinError `NoSigner`, `Rejected`, `InvalidArgument`
 */
export async function signLock(client: Client, terms: AuthorizationTerms): Promise<Signed<Authorization>> {
  const message = await authorizationOf(client, client.addresses.ServiceVotes, terms);
  return signData(client, receiveAuthorizationData(domainOf(client, "ServiceCoin"), message));
}

/**
 * Locks a member's coins by signature (`depositWithAuthorization`). The client pays the gas.
 * @throws ServiceCoinError `ERC3009InvalidSignature`, `ERC3009InvalidAuthorizationTime`, `ERC3009UsedAuthorization`,
 * `ERC20InsufficientBalance`, `ERC20ExceededSafeSupply`, `WrongChain`; `InvalidArgument` when the payment is for
 * another receiver
 */
export const submitLock = action((client, signed: Signed<Authorization>) => {
  const message = messageOf(client, "ServiceCoin", RECEIVE_TYPES, signed);
  const { from, to, value, validAfter, validBefore, nonce } = message;
  if (to.toLowerCase() !== client.addresses.ServiceVotes.toLowerCase()) {
    throw new ServiceCoinError("InvalidArgument", { argument: "to", value: to });
  }
  const signature = signatureOf(client, "ServiceCoin", RECEIVE_TYPES, signed, from);
  const terms = [from, value, validAfter, validBefore, nonce, signature] as const;
  return withCheckpoints(call(client.votes.depositWithAuthorization, [...terms]));
});
