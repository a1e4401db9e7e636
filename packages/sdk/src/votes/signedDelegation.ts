import { Signature } from "ethers";
import { action, call } from "../core/action.js";
import { accountOf, type Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { domainOf } from "../domain.js";
import { messageOf, signData, type Signed } from "../signed.js";
import { DELEGATION_TYPES, delegationData, type Delegation } from "./typedData.js";
import { withCheckpoints } from "./checkpoints.js";

/** A choice of delegate by signature. */
export interface DelegationTerms {
  delegatee: string;
  /** Seconds since 1970; it cannot be submitted later. */
  expiry: bigint;
}

/**
 * Signs the client's choice of a delegate, which anyone can submit (ERC-5805).
 * @throws ServiceCoinError `NoSigner`, `Rejected`, `InvalidArgument`
 */
export async function signDelegation(
  client: Client,
  { delegatee, expiry }: DelegationTerms,
): Promise<Signed<Delegation>> {
  const account = await accountOf(client);
  const nonce = await withErrors(() => client.votes.nonces(account));
  return signData(client, delegationData(domainOf(client, "ServiceVotes"), { delegatee, nonce, expiry }));
}

/**
 * Submits a signed choice of delegate (ERC-5805). The client pays the gas. The contract derives the member from the
 * signature alone.
 * @throws ServiceCoinError `VotesExpiredSignature`; `InvalidAccountNonce` when it has already been submitted or was
 * signed for other terms; `WrongChain`, `InvalidArgument`
 */
export const submitDelegation = action((client, signed: Signed<Delegation>) => {
  const { delegatee, nonce, expiry } = messageOf(client, "ServiceVotes", DELEGATION_TYPES, signed);
  const { v, r, s } = Signature.from(signed.signature);
  return withCheckpoints(call(client.votes.delegateBySig, [delegatee, nonce, expiry, v, r, s]));
});
