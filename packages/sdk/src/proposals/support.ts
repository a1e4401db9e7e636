import type { Sent } from "../core/action.js";
import { ServiceCoinError } from "../core/errors.js";
import { requireEvent } from "../requireEvent.js";

const NUMBERS = { against: 0, for: 1, abstain: 2 } as const;

/** A choice in a vote; an abstention counts only for the quorum. */
export type Support = keyof typeof NUMBERS;

/** A choice on one proposal. */
export interface Choice {
  proposalId: bigint;
  support: Support;
}

/** A vote that was counted. */
export interface CountedVote {
  proposalId: bigint;
  /** Voting power in base units. */
  weight: bigint;
}

/** Returns the number of a choice in the DAO. @throws ServiceCoinError `InvalidArgument` */
export function numberOf(support: Support): number {
  const number = (NUMBERS as Partial<Record<string, number>>)[support];
  if (number === undefined) throw new ServiceCoinError("InvalidArgument", { argument: "support", value: support });
  return number;
}

/** Returns the weight of the vote that was cast, in base units. */
export function weightIn(sent: Sent): { weight: bigint } {
  return { weight: requireEvent(sent, "VoteCast").args.weight };
}

/** Returns the votes that were cast, in order. */
export function votesIn({ events }: Sent): { counted: CountedVote[] } {
  const counted = events.flatMap(({ name, args }) =>
    name === "VoteCast" ? [{ proposalId: args.proposalId, weight: args.weight }] : [],
  );
  return { counted };
}
