import { action, call } from "../core/action.js";
import { argumentsOf, type ProposalReference } from "./stage.js";

/**
 * Carries out a proposal whose delay is over. Anyone can.
 * @param params `value` is wei to give the DAO for calls that send ether themselves; none unless told.
 * @throws ServiceCoinError `GovernorUnexpectedProposalState`, `ServiceDAOExecutionTooEarly`, `GovernorNonexistentProposal`, or the
 * error of a call
 */
export const executeProposal = action(async (client, params: ProposalReference & { value?: bigint }) =>
  call(client.dao.execute, await argumentsOf(client, params), params.value),
);
