import { action, call } from "../core/action.js";
import { accountOf, type Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { domainOf } from "../domain.js";
import { messageOf, signatureOf, signData, type Signed } from "../signed.js";
import { numberOf, votesIn, type Choice } from "./support.js";
import { BALLOT_PAPER_TYPES, ballotPaperData, type BallotPaper } from "./typedData.js";

/**
 * Signs votes on many proposals, which anyone can submit when voting is open on all of them. It uses the client's next
 * nonce: of two papers signed at the same time only one is valid.
 * @throws ServiceCoinError `NoSigner`, `Rejected`, `InvalidArgument`
 */
export async function signBallotPaper(client: Client, choices: readonly Choice[]): Promise<Signed<BallotPaper>> {
  const voter = await accountOf(client);
  const nonce = await withErrors(() => client.dao["nonces(address)"](voter));
  const proposalIds = choices.map(({ proposalId }) => proposalId);
  const message = { proposalIds, support: choices.map(({ support }) => numberOf(support)), voter, nonce };
  return signData(client, ballotPaperData(domainOf(client, "ServiceDAO"), message));
}

/**
 * Submits a signed ballot paper. The client pays the gas. Proposals on which voting is over, or on which the voter has
 * already voted, are skipped; `counted` of the result contains the others.
 * @throws ServiceCoinError `GovernorInvalidSignature` when another account signed it, when it was signed for other
 * choices or has already been submitted; `GovernorUnexpectedProposalState`, `ServiceDAONothingToVote`,
 * `ServiceDAOInvalidBallotPaper`, `WrongChain`, `InvalidArgument`
 */
export const submitBallotPaper = action((client, signed: Signed<BallotPaper>) => {
  const message = messageOf(client, "ServiceDAO", BALLOT_PAPER_TYPES, signed);
  const { proposalIds, support, voter } = message;
  const signature = signatureOf(client, "ServiceDAO", BALLOT_PAPER_TYPES, signed, voter);
  return call(client.dao.castVotesBySig, [proposalIds, support, voter, signature]);
}, votesIn);
