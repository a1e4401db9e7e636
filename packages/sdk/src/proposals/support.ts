import type { Sent } from "../core/action.js";
import { ServiceCoinError } from "../core/errors.js";
import { requireEvent } from "../requireEvent.js";

const NUMBERS = { against: 0, for: 1, abstain: 2 } as const;

/** How a vote goes; who abstains counts for the quorum only. */
export type Support = keyof typeof NUMBERS;

/** One choice of a ballot. */
export interface Choice {
  proposalId: bigint;
  support: Support;
}

/** A vote that counted. */
export interface CountedVote {
  proposalId: bigint;
  /** Votes in base units. */
  weight: bigint;
}

/** The number of a choice, as the DAO takes it. @throws ServiceCoinError `InvalidArgument` */
export function numberOf(support: Support): number {
  const number = (NUMBERS as Partial<Record<string, number>>)[support];
  if (number === undefined) throw new ServiceCoinError("InvalidArgument", { argument: "support", value: support });
  return number;
}

/** Weight of the one vote that was cast, in base units. */
export function weightIn(sent: Sent): { weight: bigint } {
  return { weight: requireEvent(sent, "VoteCast").args.weight };
}

/** The votes that were cast, in order. */
export function votesIn({ events }: Sent): { counted: CountedVote[] } {
  const counted = events.flatMap(({ name, args }) =>
    name === "VoteCast" ? [{ proposalId: args.proposalId, weight: args.weight }] : [],
  );
  return { counted };
}
