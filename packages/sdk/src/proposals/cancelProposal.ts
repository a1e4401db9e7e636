import { action, call } from "../core/action.js";
import { argumentsOf, type ProposalReference } from "./stage.js";

/**
 * Cancels a proposal. The proposer may do this until voting opens, the guardian until it is executed.
 * @throws ServiceCoinError `GovernorUnableToCancel`, `GovernorUnexpectedProposalState`, `GovernorNonexistentProposal`
 */
export const cancelProposal = action(async (client, proposal: ProposalReference) =>
  call(client.dao.cancel, await argumentsOf(client, proposal)),
);
