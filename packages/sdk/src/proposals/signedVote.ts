import { action, call } from "../core/action.js";
import { accountOf, type Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { domainOf } from "../domain.js";
import { messageOf, signatureOf, signData, type Signed } from "../signed.js";
import { numberOf, weightIn, type Choice } from "./support.js";
import { BALLOT_TYPES, ballotData, type Ballot } from "./typedData.js";

/**
 * Signs a vote, which anyone can submit. It uses the proposal's own nonce, so votes on several proposals can be signed
 * before any is submitted.
 * @throws ServiceCoinError `NoSigner`, `Rejected`, `InvalidArgument`
 */
export async function signVote(client: Client, { proposalId, support }: Choice): Promise<Signed<Ballot>> {
  const voter = await accountOf(client);
  const nonce = await withErrors(() => client.dao["nonces(address,uint192)"](voter, proposalId));
  const message = { proposalId, support: numberOf(support), voter, nonce };
  return signData(client, ballotData(domainOf(client, "ServiceDAO"), message));
}

/**
 * Submits a signed vote. The client pays the gas. `weight` of the result is in base units.
 * @throws ServiceCoinError `GovernorInvalidSignature` when another account signed it, when it was signed for another
 * choice or has already been submitted; `GovernorUnexpectedProposalState`, `GovernorAlreadyCastVote`, `WrongChain`,
 * `InvalidArgument`
 */
export const submitVote = action((client, signed: Signed<Ballot>) => {
  const message = messageOf(client, "ServiceDAO", BALLOT_TYPES, signed);
  const { proposalId, support, voter } = message;
  const signature = signatureOf(client, "ServiceDAO", BALLOT_TYPES, signed, voter);
  return call(client.dao.castVoteBySig, [proposalId, support, voter, signature]);
}, weightIn);
