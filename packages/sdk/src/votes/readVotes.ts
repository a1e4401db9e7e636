import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";

/** The voting power of an account. */
export interface Votes {
  /** Base units of SCV that the account has locked (vSCV). */
  locked: bigint;
  /**
   * Voting power on proposals that are made from now on, in base units: what is locked by all accounts that it is the
   * delegate of.
   */
  votes: bigint;
  /** Delegate of what the account has locked. Default: the account itself. */
  delegate: string;
}

/** Reads locked SCV, voting power (ERC-5805) and delegate of an account. @throws ServiceCoinError */
export function readVotes({ votes }: Client, { account }: { account: string }): Promise<Votes> {
  return withErrors(async () => {
    const [locked, power, delegate] = await Promise.all([
      votes.balanceOf(account),
      votes.getVotes(account),
      votes.delegates(account),
    ]);
    return { locked, votes: power, delegate };
  });
}
