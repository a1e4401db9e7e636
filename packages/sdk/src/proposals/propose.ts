import { action, call } from "../core/action.js";
import { accountOf } from "../core/client.js";
import { requireEvent } from "../requireEvent.js";
import type { RawCall } from "./describe.js";

/** What is put to a vote. */
export interface Draft {
  /** What is done when it passes, in order, all or nothing. */
  calls: readonly RawCall[];
  description: string;
  /** Adds `#proposer=` and the client's account to the description, so that nobody else can propose the same first. */
  exclusive?: boolean;
}

/**
 * Puts calls to a vote. `proposalId` of the result counts up from 1.
 * @throws ServiceCoinError `GovernorInsufficientProposerVotes`, `GovernorInvalidProposalLength` when there are no calls,
 * `GovernorRestrictedProposer`; `GovernorUnexpectedProposalState` when the same was proposed before
 */
export const propose = action(
  async (client, { calls, description, exclusive = false }: Draft) => {
    const suffix = exclusive ? `#proposer=${await accountOf(client)}` : "";
    const targets = calls.map(({ target }) => target);
    const values = calls.map(({ value }) => value);
    const calldatas = calls.map(({ data }) => data);
    return call(client.dao.propose, [targets, values, calldatas, `${description}${suffix}`]);
  },
  (sent) => ({ proposalId: requireEvent(sent, "ProposalCreated").args.proposalId }),
);
