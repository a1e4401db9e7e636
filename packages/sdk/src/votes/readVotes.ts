import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";

/** What an account has to say. */
export interface Votes {
  /** Base units of SCV that the account has locked (vSCV). */
  locked: bigint;
  /** Votes that it can cast on proposals made from now on: what is locked by all whose delegate it is, in base units. */
  votes: bigint;
  /** Who votes with what it has locked; the account itself unless it chose another. */
  delegate: string;
}

/** Locked coins, votes (ERC-5805) and delegate of an account. @throws ServiceCoinError */
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
