import { action, call } from "../core/action.js";
import { accountOf } from "../core/client.js";
import { requireEvent } from "../requireEvent.js";
import type { RawCall } from "./describe.js";

/** A proposal to make. */
export interface Draft {
  /** The calls to execute if it passes, in order, all or nothing. */
  calls: readonly RawCall[];
  description: string;
  /**
   * Adds `#proposer=` and the client's account to the description, so that nobody else can make the same proposal
   * first.
   */
  exclusive?: boolean;
}

/**
 * Makes a proposal. `proposalId` of the result counts up from 1.
 * @throws ServiceCoinError `GovernorInsufficientProposerVotes`, `GovernorInvalidProposalLength` when there are no
 * calls, `GovernorRestrictedProposer`; `GovernorUnexpectedProposalState` when the same proposal was made before
 * @example
 * ```ts
 * const call = payCall(client, { asset: client.addresses.ServiceCoin, to: payee, amount: parseScv("5") });
 * const { proposalId } = await propose(client, { calls: [call], description: "Pay for the roof" });
 * ```
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
