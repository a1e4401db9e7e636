import { amountParam } from "../query/amounts.js";
import type { Period } from "./period.js";
import type { Statistics } from "./schema.js";
import { bps, concentration, percentile, weighted } from "./shares.js";
import type { BlockRange, Source } from "./source.js";

type Governance = Statistics["governance"];
type EndedProposal = Governance["proposals"][number];

export async function governanceOf(source: Source, period: Period, range: BlockRange): Promise<Governance> {
  const proposals = await endedProposals(source, period);
  const turnouts = proposals.map(({ turnoutBps }) => turnoutBps).filter((turnout) => turnout !== null);
  return {
    proposed: await proposedIn(source, range),
    ...(await votesIn(source, range)),
    lockedAtEnd: String(await lockedAt(source, period.to - 1)),
    votingPower: concentration(await votingPowerAt(source, range)),
    ended: proposals.length,
    turnoutBps: percentile(weighted(turnouts), 50),
    proposals,
  };
}

async function proposedIn({ db }: Source, { first, last }: BlockRange): Promise<number> {
  const { count } = await db
    .selectFrom("proposals")
    .select((select) => select.fn.countAll<number | string>().as("count"))
    .where("createdBlock", ">=", first)
    .where("createdBlock", "<=", last)
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function votesIn({ db }: Source, { first, last }: BlockRange): Promise<Pick<Governance, "votes" | "voters">> {
  const { votes, voters } = await db
    .selectFrom("votes")
    .select(({ fn }) => [
      fn.countAll<number | string>().as("votes"),
      fn.count<number | string>("voter").distinct().as("voters"),
    ])
    .where("block", ">=", first)
    .where("block", "<=", last)
    .executeTakeFirstOrThrow();
  return { votes: Number(votes), voters: Number(voters) };
}

/** Proposals whose last second of voting is in the period and over. */
async function endedProposals(source: Source, { from, to }: Period): Promise<EndedProposal[]> {
  const { db, at } = source;
  const rows = await db
    .selectFrom("proposals")
    .select(["id", "voteStart", "voteEnd", "canceledAt", "againstVotes", "forVotes", "abstainVotes"])
    .where("voteEnd", ">=", from)
    .where("voteEnd", "<", Math.min(to, at.time))
    .orderBy("voteEnd")
    .orderBy("createdBlock")
    .execute();
  const ended: EndedProposal[] = [];
  for (const { id, voteStart, voteEnd, canceledAt, ...tally } of rows) {
    if (canceledAt !== null && canceledAt <= voteEnd) continue;
    const towardQuorum = BigInt(tally.forVotes) + BigInt(tally.abstainVotes);
    const votes = towardQuorum + BigInt(tally.againstVotes);
    const locked = await lockedAt(source, voteStart);
    const quorum = await quorumAt(source, voteStart, locked);
    const ballots = await db.selectFrom("votes").select("weight").where("proposalId", "=", id).execute();
    ended.push({
      id,
      endedAt: voteEnd,
      votes: String(votes),
      turnoutBps: bps(votes, locked),
      quorum: String(quorum),
      quorumMargin: String(towardQuorum - quorum),
      quorumBps: bps(towardQuorum, quorum),
      voters: concentration(ballots.map(({ weight }) => BigInt(weight))),
    });
  }
  return ended;
}

/** Locked SCV at the end of a second. */
async function lockedAt({ db }: Source, time: number): Promise<bigint> {
  const row = await db
    .selectFrom("locks")
    .select("supply")
    .where("time", "<=", time)
    .orderBy("time", "desc")
    .orderBy("block", "desc")
    .orderBy("logIndex", "desc")
    .limit(1)
    .executeTakeFirst();
  return BigInt(row?.supply ?? 0);
}

/** The quorum of a snapshot, as the DAO computes it: a percentage of what was locked, but at least the floor. */
async function quorumAt(source: Source, time: number, locked: bigint): Promise<bigint> {
  const percent = await settingAt(source, "quorumNumerator", time);
  const floor = await settingAt(source, "quorumFloor", time);
  const share = (locked * percent) / 100n;
  return share > floor ? share : floor;
}

async function settingAt({ db }: Source, name: string, time: number): Promise<bigint> {
  const row = await db
    .selectFrom("settingChanges")
    .select("value")
    .where("contract", "=", "ServiceDAO")
    .where("name", "=", name)
    .where("time", "<=", time)
    .orderBy("block", "desc")
    .orderBy("logIndex", "desc")
    .limit(1)
    .executeTakeFirst();
  return BigInt(row?.value ?? 0);
}

/** Votes of every delegate at the end of a period: those of now, with what has changed since taken back. */
async function votingPowerAt({ db, dialect }: Source, { end }: BlockRange): Promise<bigint[]> {
  const now = await db
    .selectFrom("voters")
    .select(["account", "votes"])
    .where("votes", ">=", amountParam(1n, dialect))
    .execute();
  const since = await db
    .selectFrom("votingPower")
    .select(["account", "previous"])
    .where("block", ">", end)
    .orderBy("block", "desc")
    .orderBy("logIndex", "desc")
    .execute();
  const votes = new Map(now.map((voter) => [voter.account, BigInt(voter.votes)]));
  for (const { account, previous } of since) votes.set(account, BigInt(previous));
  return [...votes.values()].filter((value) => value > 0n);
}
