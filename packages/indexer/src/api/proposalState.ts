import { sql } from "kysely";
import type { ProposalState } from "@servicecoin/sdk";
import type { Snapshot } from "../query/reader.js";

/** A proposal as the index has it. */
export interface IndexedProposal {
  voteStart: number;
  voteEnd: number;
  againstVotes: string;
  forVotes: string;
  abstainVotes: string;
  eta: number | null;
  executedAt: number | null;
  canceledAt: number | null;
}

/** What a proposal needs, and what it is at a time. */
export interface ProposalStanding {
  state: ProposalState;
  /** Votes for and abstentions that it needs; null until voting opens. */
  quorum: bigint | null;
  /** Last second to queue or execute it, if it passed; null until voting opens. */
  expiresAfter: number | null;
}

/** Settings of the DAO over time, of which a proposal keeps those of the moment that voting opened. */
export class DaoHistory {
  readonly #db: Snapshot;
  readonly #changes: { name: string; value: string; time: number }[];
  readonly #quorums = new Map<number, bigint>();

  private constructor(db: Snapshot, changes: { name: string; value: string; time: number }[]) {
    this.#db = db;
    this.#changes = changes;
  }

  static async read(db: Snapshot): Promise<DaoHistory> {
    const changes = await db
      .selectFrom("settingChanges")
      .select(["name", "value", "time"])
      .where("contract", "=", "ServiceDAO")
      .where("name", "in", ["quorumNumerator", "quorumFloor", "gracePeriod"])
      .orderBy("block")
      .orderBy("logIndex")
      .execute();
    return new DaoHistory(db, changes);
  }

  /** The standing of a proposal, by the rules of the DAO. */
  async standingOf(proposal: IndexedProposal, now: number): Promise<ProposalStanding> {
    const { voteStart, voteEnd, eta } = proposal;
    const isPending = voteStart >= now;
    const quorum = isPending ? null : await this.quorumAt(voteStart);
    const grace = Number(this.#settingAt("gracePeriod", voteStart));
    const expiresAfter = isPending ? null : (eta ?? voteEnd) + grace;
    return { state: stateOf(proposal, quorum, expiresAfter ?? Infinity, now), quorum, expiresAfter };
  }

  /** Votes for and abstentions that a proposal needs whose voting opens at a time. */
  async quorumAt(time: number): Promise<bigint> {
    const known = this.#quorums.get(time);
    if (known !== undefined) return known;
    const locked = await this.#db
      .selectFrom("locks")
      .select("supply")
      .where("time", "<=", time)
      .orderBy("time", "desc")
      .orderBy("block", "desc")
      .orderBy("logIndex", "desc")
      .limit(1)
      .executeTakeFirst();
    const share = (BigInt(locked?.supply ?? "0") * this.#settingAt("quorumNumerator", time)) / 100n;
    const floor = this.#settingAt("quorumFloor", time);
    const quorum = share > floor ? share : floor;
    this.#quorums.set(time, quorum);
    return quorum;
  }

  #settingAt(name: string, time: number): bigint {
    const last = this.#changes.findLast((change) => change.name === name && change.time <= time);
    return BigInt(last?.value ?? "0");
  }
}

function stateOf(proposal: IndexedProposal, quorum: bigint | null, expiresAfter: number, now: number): ProposalState {
  if (proposal.executedAt !== null) return "executed";
  if (proposal.canceledAt !== null) return "canceled";
  if (quorum === null) return "pending";
  if (proposal.voteEnd >= now) return "active";
  const [against, inFavor] = [BigInt(proposal.againstVotes), BigInt(proposal.forVotes)];
  const isPassed = inFavor + BigInt(proposal.abstainVotes) >= quorum && inFavor > against;
  if (!isPassed) return "defeated";
  if (now > expiresAfter) return "expired";
  return proposal.eta === null ? "succeeded" : "queued";
}

/** Condition of proposals that may be in a state, by what the rows say; the tally decides among those that are over. */
export function mayBe(state: ProposalState, now: number) {
  const isOpen = sql<boolean>`executed_at IS NULL AND canceled_at IS NULL`;
  switch (state) {
    case "executed":
      return sql<boolean>`executed_at IS NOT NULL`;
    case "canceled":
      return sql<boolean>`canceled_at IS NOT NULL AND executed_at IS NULL`;
    case "pending":
      return sql<boolean>`${isOpen} AND vote_start >= ${now}`;
    case "active":
      return sql<boolean>`${isOpen} AND vote_start < ${now} AND vote_end >= ${now}`;
    default:
      return sql<boolean>`${isOpen} AND vote_start < ${now} AND vote_end < ${now}`;
  }
}
