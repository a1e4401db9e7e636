import { action, call } from "../core/action.js";
import { requireEvent } from "../requireEvent.js";
import { argumentsOf, type ProposalReference } from "./stage.js";

/**
 * Queues a proposal that has passed, which starts its execution delay. Anyone may do this. `executableAt` of the result
 * is the first second in which it can be executed.
 * @throws ServiceCoinError `GovernorUnexpectedProposalState`, `GovernorNonexistentProposal`
 */
export const queueProposal = action(
  async (client, proposal: ProposalReference) => call(client.dao.queue, await argumentsOf(client, proposal)),
  (sent) => ({ executableAt: requireEvent(sent, "ProposalQueued").args.etaSeconds }),
);
