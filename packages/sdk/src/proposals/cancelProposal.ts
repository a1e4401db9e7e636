import { action, call } from "../core/action.js";
import { argumentsOf, type ProposalReference } from "./stage.js";

/**
 * Ends a proposal: its proposer while voting has not opened, the guardian until it is executed.
 * @throws ServiceCoinError `GovernorUnableToCancel`, `GovernorUnexpectedProposalState`, `GovernorNonexistentProposal`
 */
export const cancelProposal = action(async (client, proposal: ProposalReference) =>
  call(client.dao.cancel, await argumentsOf(client, proposal)),
);
