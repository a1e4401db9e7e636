import { action, call } from "../core/action.js";
import { requireEvent } from "../requireEvent.js";
import { argumentsOf, type ProposalReference } from "./stage.js";

/**
 * Starts the execution delay of a proposal that has passed. Anyone can. `executableAt` of the result is the first second in which it
 * can be executed.
 * @throws ServiceCoinError `GovernorUnexpectedProposalState`, `GovernorNonexistentProposal`
 */
export const queueProposal = action(
  async (client, proposal: ProposalReference) => call(client.dao.queue, await argumentsOf(client, proposal)),
  (sent) => ({ executableAt: requireEvent(sent, "ProposalQueued").args.etaSeconds }),
);
