import { z } from "zod";
import type { Selectable } from "kysely";
import { describeCall, PROPOSAL_STATES } from "@servicecoin/sdk";
import type { Schema } from "../../query/reader.js";
import {
  address,
  addressParam,
  amount,
  bytes,
  count,
  hash,
  oneOf,
  position,
  proposalIdParam,
  time,
} from "../fields.js";
import { readSystem, type System } from "../identity.js";
import { NEWEST, page, type Order } from "../page.js";
import { notFound } from "../problem.js";
import { DaoHistory, mayBe, type ProposalStanding } from "../proposalState.js";
import { list, one } from "../route.js";
import { checksum, digits, positionOf } from "../values.js";

const tally = z.object({ for: amount, against: amount, abstain: amount, voters: count });

/** A proposal and its tally. */
const proposal = z.object({
  id: z.string().regex(/^\d+$/),
  state: z.enum(PROPOSAL_STATES).describe("At the block's time."),
  proposer: address,
  description: z.string(),
  descriptionHash: hash.describe("keccak256 of the description's bytes, which need not be UTF-8."),
  votes: tally,
  quorum: amount.nullable().describe("Votes for and abstentions that it needs; null until voting opens."),
  calls: z.array(
    z.object({
      target: address,
      value: amount.describe("Wei."),
      data: bytes,
      summary: z.string().describe("What the call does, in words. `NOT DECODED:` where that is unknown."),
    }),
  ),
  timeline: z.object({
    createdAt: time,
    opensAt: time.describe("Voting opens after this second; the votes of this second count."),
    closesAt: time.describe("Last second in which votes count."),
    extended: z.boolean().describe("Whether a late quorum extended the voting."),
    queuedAt: time.nullable().describe("When it was queued; null until then."),
    executableAt: time.nullable().describe("First second in which it can be executed; null until it is queued."),
    expiresAfter: time
      .nullable()
      .describe("Last second to queue or execute it, if it passed; null until voting opens."),
    executedAt: time.nullable().describe("When it was executed; null until then."),
    canceledAt: time.nullable().describe("When it was canceled; null unless that happens."),
  }),
  createdIn: hash.describe("Transaction that created it."),
  createdBlock: count.describe("Block of that transaction."),
});

type Row = Selectable<Schema["proposals"]>;

function toProposal(row: Row, { state, quorum, expiresAfter }: ProposalStanding, system: System) {
  const calls = JSON.parse(row.calls) as { target: string; value: string; data: string }[];
  const { createdAt, queuedAt, executedAt, canceledAt } = row;
  return {
    ...{ id: row.id, state, proposer: checksum(row.proposer) },
    ...{ description: row.description, descriptionHash: row.descriptionHash },
    votes: {
      for: digits(row.forVotes),
      against: digits(row.againstVotes),
      abstain: digits(row.abstainVotes),
      voters: row.voters,
    },
    quorum: quorum?.toString() ?? null,
    calls: calls.map(({ target, value, data }) => {
      const summary = describeCall(system, { target, value: BigInt(value), data });
      return { target: checksum(target), value, data, summary };
    }),
    timeline: {
      ...{ createdAt, opensAt: row.voteStart, closesAt: row.voteEnd, extended: row.extended === 1 },
      ...{ queuedAt, executableAt: row.eta, expiresAfter, executedAt, canceledAt },
    },
    createdIn: row.createdIn,
    createdBlock: row.createdBlock,
  } satisfies z.output<typeof proposal>;
}

const ORDER: Order = { by: { createdBlock: "integer", id: "text" }, direction: "desc" };

export const proposals = list({
  path: "/proposals",
  tag: "Governance",
  summary: "Proposals, the newest first. With a state, a page may have fewer rows than its limit",
  input: {
    proposer: addressParam.optional().describe("Only by this account."),
    state: oneOf(PROPOSAL_STATES).optional().describe("Only in this state at the block's time."),
  },
  item: proposal,
  answer: async (question) => {
    const { db, at, input } = question;
    const { proposer, state } = input;
    const [system, history] = [await readSystem(db), await DaoHistory.read(db)];
    const all = db
      .selectFrom("proposals")
      .selectAll()
      .$if(proposer !== undefined, (query) => query.where("proposer", "=", proposer as string))
      .$if(state !== undefined, (query) => query.where(mayBe(state ?? "pending", at.time)));
    const { items, next } = await page(question, all, ORDER, (row) => row);
    const complete: z.output<typeof proposal>[] = [];
    for (const row of items) {
      const standing = await history.standingOf(row, at.time);
      if (state === undefined || standing.state === state) complete.push(toProposal(row, standing, system));
    }
    return { items: complete, next };
  },
});

export const proposalById = one({
  path: "/proposals/{id}",
  tag: "Governance",
  summary: "One proposal",
  input: { id: proposalIdParam.describe("Number of the proposal.") },
  data: proposal,
  answer: async ({ db, at, input: { id } }) => {
    const row = await db.selectFrom("proposals").selectAll().where("id", "=", id).executeTakeFirst();
    if (row === undefined) throw notFound("proposal", id);
    const history = await DaoHistory.read(db);
    return toProposal(row, await history.standingOf(row, at.time), await readSystem(db));
  },
});

export const voting = one({
  path: "/voting",
  tag: "Governance",
  summary: "What is locked in all, and what a proposal would need if its voting opened now",
  input: {},
  data: z.object({
    locked: amount.describe("Locked SCV in all."),
    quorum: amount.describe("Votes for and abstentions."),
  }),
  answer: async ({ db, at }) => {
    const total = await db.selectFrom("votesSupply").select("amount").where("id", "=", "total").executeTakeFirst();
    const quorum = await (await DaoHistory.read(db)).quorumAt(at.time);
    return { locked: digits(total?.amount ?? "0"), quorum: quorum.toString() };
  },
});

const SUPPORT = ["against", "for", "abstain"] as const;

const vote = z.object({
  ...position,
  proposalId: z.string().regex(/^\d+$/),
  voter: address,
  support: z.enum(SUPPORT),
  weight: amount,
  reason: z.string(),
});

function toVote(row: Selectable<Schema["votes"]>): z.output<typeof vote> {
  const { proposalId, voter, support, weight, reason } = row;
  const choice = SUPPORT[support] ?? "abstain";
  return { ...positionOf(row), proposalId, voter: checksum(voter), support: choice, weight: digits(weight), reason };
}

export const proposalVotes = list({
  path: "/proposals/{id}/votes",
  tag: "Governance",
  summary: "Who voted how on a proposal, with reasons, the newest first",
  input: {
    id: proposalIdParam.describe("Number of the proposal."),
    voter: addressParam.optional().describe("Only by this account."),
  },
  item: vote,
  answer: async (question) => {
    const { id, voter } = question.input;
    const votes = question.db
      .selectFrom("votes")
      .selectAll()
      .where("proposalId", "=", id)
      .$if(voter !== undefined, (query) => query.where("voter", "=", voter as string));
    return page(question, votes, NEWEST, toVote);
  },
});

export const voterVotes = list({
  path: "/voters/{address}/votes",
  tag: "Governance",
  summary: "How an account voted, the newest first",
  input: { address: addressParam.describe("The account.") },
  item: vote,
  answer: async (question) => {
    const votes = question.db.selectFrom("votes").selectAll().where("voter", "=", question.input.address);
    return page(question, votes, NEWEST, toVote);
  },
});
