import { action, call } from "../core/action.js";
import { argumentsOf, type ProposalReference } from "./stage.js";

/**
 * Executes a queued proposal after its delay. Anyone may do this.
 * @param params `value` is wei to give to the DAO, for calls that send ether themselves. Default: none.
 * @throws ServiceCoinError `GovernorUnexpectedProposalState`, `ServiceDAOExecutionTooEarly`,
 * `GovernorNonexistentProposal`, or the error of a call
 */
export const executeProposal = action(async (client, params: ProposalReference & { value?: bigint }) =>
  call(client.dao.execute, await argumentsOf(client, params), params.value),
);
