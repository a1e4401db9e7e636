import { amount, integer, nullable, text } from "./columns.js";
import { fact, state } from "./table.js";

/** Tables of ServiceVotes, ServiceDAO and Treasury. */
export const DAO_TABLES = {
  // ServiceVotes
  voters: state(
    ["account"],
    {
      account: text,
      /** Locked SCV. */
      locked: amount,
      /** Votes that it casts: its own, unless delegated, and those of others. */
      votes: amount,
      /** Null until it chooses one: it votes for itself then. */
      delegate: nullable(text),
      block: integer,
    },
    ["votes"],
    ["delegate"],
  ),
  locks: fact(
    {
      from: text,
      to: text,
      amount,
      /** Locked SCV in all after this. */
      supply: amount,
    },
    ["from", "block"],
    ["to", "block"],
    ["time"],
  ),
  delegations: fact(
    { delegator: text, fromDelegate: text, toDelegate: text },
    ["delegator", "block"],
    ["toDelegate", "block"],
  ),
  /** Votes of an account from a block on. */
  votingPower: fact({ account: text, previous: amount, votes: amount }, ["account", "block", "logIndex"]),
  /** Locked SCV in all. One row, `total`. */
  votesSupply: state(["id"], { id: text, amount, block: integer }),

  // ServiceDAO
  proposals: state(
    ["id"],
    {
      /** Decimal. */
      id: text,
      proposer: text,
      /** JSON: `[{ target, value, data }]`. */
      calls: text,
      description: text,
      /** keccak256 of the description's bytes. */
      descriptionHash: text,
      voteStart: integer,
      /** The last second of voting, extensions included. */
      voteEnd: integer,
      extended: integer,
      againstVotes: amount,
      forVotes: amount,
      abstainVotes: amount,
      voters: integer,
      eta: nullable(integer),
      createdAt: integer,
      createdIn: text,
      queuedAt: nullable(integer),
      executedAt: nullable(integer),
      canceledAt: nullable(integer),
      createdBlock: integer,
      block: integer,
    },
    ["createdBlock"],
    ["proposer"],
  ),
  votes: fact(
    { proposalId: text, voter: text, support: integer, weight: amount, reason: text },
    ["proposalId", "block", "logIndex"],
    ["voter", "block"],
  ),
  /** Settings of every contract, and who owns it. */
  settings: state(["contract", "name"], { contract: text, name: text, value: text, time: integer, block: integer }),
  settingChanges: fact({ contract: text, name: text, before: nullable(text), value: text }, [
    "contract",
    "name",
    "block",
  ]),

  // Treasury
  treasuryFlows: fact(
    {
      /** `paid`, `spent`, `received` or `executed`. */
      kind: text,
      /** Zero address for ether. */
      asset: text,
      account: text,
      amount,
      steward: nullable(text),
      ref: nullable(text),
      data: nullable(text),
    },
    ["account", "block"],
    ["asset", "block"],
    ["asset", "time"],
  ),
  budgets: state(["steward", "asset"], {
    steward: text,
    asset: text,
    amount,
    period: integer,
    setAt: integer,
    /** Spent since it was set. */
    spent: amount,
    /** What was used up at a time, from which it refills. */
    used: amount,
    usedAt: integer,
    block: integer,
  }),
  caps: state(["asset"], {
    asset: text,
    amount: nullable(amount),
    period: nullable(integer),
    setAt: nullable(integer),
    /** Position of the event from which on payments count, the first cap after none. */
    sinceBlock: nullable(integer),
    sinceLog: nullable(integer),
    scheduledAmount: nullable(amount),
    scheduledPeriod: nullable(integer),
    effectiveAt: nullable(integer),
    block: integer,
  }),
};
