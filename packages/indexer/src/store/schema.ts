/**
 * Every table of the index.
 *
 * Three kinds: `chain` tables hold what the node said and are the source of all others. `fact` tables have one row per
 * event, never change, and are rolled back by block. `state` tables have one row per entity, which later events change;
 * the rows of the last blocks are kept in `undo`.
 *
 * Addresses and hashes are lower-case hex. Times are seconds since 1970. Amounts are base units.
 */
import { amount, integer, nullable, signed, text, type Column } from "./columns.js";
import { CREDIT_TABLES } from "./creditTables.js";
import { chain, fact, state } from "./table.js";

/** Version of tables and handlers. A database of another version is refused. */
export const SCHEMA_VERSION = 4;

/** The tables, in the order of the contracts. */
export const TABLES = {
  // What the node said.
  /** Blocks with logs of ours, and the last blocks also without. */
  blocks: chain(
    ["number"],
    {
      number: integer,
      hash: text,
      time: integer,
      /** 1 if the receipts of the block were hashed to its `receiptsRoot`. */
      verified: integer,
    },
    // Finds the blocks of a period, and with them its facts, whose keys begin with the block.
    ["time"],
  ),
  /** Every log of our contracts, as it was. */
  logs: chain(["block", "logIndex"], {
    block: integer,
    logIndex: integer,
    time: integer,
    transactionHash: text,
    transactionIndex: integer,
    address: text,
    /** Joined by commas. */
    topics: text,
    data: text,
  }),

  // ServiceCoin
  /** Transfers of SCV, minting and burning included (from or to the zero address). */
  transfers: fact(
    {
      from: text,
      to: text,
      amount,
      /** ERC-7699. */
      reference: nullable(text),
      /** Nonce of the ERC-3009 authorization that was used, as x402 payments do. */
      authorization: nullable(text),
    },
    ["from", "block", "logIndex"],
    ["to", "block", "logIndex"],
    ["reference"],
  ),
  /** Balances of SCV. */
  balances: state(["account"], { account: text, balance: amount, block: integer }, ["balance"]),
  approvals: fact({ contract: text, owner: text, spender: text, value: amount }, ["owner", "block", "logIndex"]),
  authorizations: state(["authorizer", "nonce"], {
    authorizer: text,
    nonce: text,
    state: text,
    time: integer,
    transactionHash: text,
    block: integer,
  }),

  // PaymentHub
  /** Orders, streams and subscriptions. */
  deals: state(
    ["id"],
    {
      id: text,
      /** `order`, `stream`, `subscription`, or `unknown` for an id that was voided before it was opened. */
      kind: text,
      payer: text,
      payee: text,
      arbiter: nullable(text),
      price: amount,
      period: integer,
      start: integer,
      deadline: integer,
      window: integer,
      feeBps: integer,
      ref: text,
      /** `open`, `delivered`, `disputed`, `closed`; `voided` when it was made void before it was opened. */
      state: text,
      /** Deposits minus refunds. */
      funded: amount,
      /** What left the deal for the payee, fees included. */
      paid: amount,
      deposited: amount,
      refunded: amount,
      /** Fees, part of `paid`. */
      fees: amount,
      openedAt: nullable(integer),
      openedIn: nullable(text),
      /** Position of its opening, in the order of which deals are listed. */
      openedBlock: nullable(integer),
      openedLogIndex: nullable(integer),
      /** What it was opened with, part of `deposited`. */
      openedWith: amount,
      deliveredAt: nullable(integer),
      proof: nullable(text),
      disputedAt: nullable(integer),
      reason: nullable(text),
      resolvedAt: nullable(integer),
      /** First payment to the payee. */
      paidAt: nullable(integer),
      closedAt: nullable(integer),
      canceledBy: nullable(text),
      /** When it was opened, or made void before. */
      createdAt: integer,
      block: integer,
    },
    ["payer", "createdAt"],
    ["payee", "createdAt"],
    ["arbiter", "createdAt"],
    ["state", "createdAt"],
    ["kind", "createdAt"],
    ["createdAt"],
    ["closedAt"],
  ),
  /** One row per event of a deal. */
  dealEvents: fact(
    {
      dealId: text,
      /** Name of the event. */
      event: text,
      /** The account that did it, where the event names it. */
      by: nullable(text),
      toPayee: amount,
      toPayer: amount,
      fee: amount,
      deposited: amount,
      /** Proof of a delivery or reason of a dispute. */
      note: nullable(text),
    },
    ["dealId", "block", "logIndex"],
  ),
  mandates: state(
    ["id"],
    {
      id: text,
      payer: text,
      payee: text,
      limit: amount,
      period: integer,
      start: integer,
      end: integer,
      feeBps: integer,
      ref: text,
      /** `accepted` or `revoked`. */
      state: text,
      charged: amount,
      fees: amount,
      charges: integer,
      /** Number of the period of the last charge, and what was charged in it. */
      chargedPeriod: integer,
      chargedInPeriod: amount,
      /** When it was accepted, or revoked before. */
      createdAt: integer,
      acceptedAt: nullable(integer),
      acceptedIn: nullable(text),
      acceptedBlock: nullable(integer),
      acceptedLogIndex: nullable(integer),
      revokedAt: nullable(integer),
      revokedBy: nullable(text),
      block: integer,
    },
    ["payer", "createdAt"],
    ["payee", "createdAt"],
    ["state", "createdAt"],
    ["createdAt"],
  ),
  /**
   * Money that reached a payee through the system: payouts of deals, charges of mandates, x402 payments, and transfers
   * with a reference. A plain transfer is none: it may be between accounts of one owner. `amount` is what the payer
   * spent, `fee` is part of it.
   */
  payments: fact(
    {
      /** `order`, `stream`, `subscription`, `mandate`, `x402` or `transfer`. */
      kind: text,
      payer: text,
      payee: text,
      amount,
      fee: amount,
      /** Id of the deal or mandate. */
      source: nullable(text),
    },
    ["payer", "time"],
    ["payee", "time"],
    ["time"],
    ["source"],
  ),
  /** Totals of `payments` per payer and payee. */
  pairs: state(
    ["payer", "payee"],
    {
      payer: text,
      payee: text,
      count: integer,
      amount,
      fees: amount,
      firstAt: integer,
      lastAt: integer,
      block: integer,
    },
    ["payee", "amount"],
    ["payer", "amount"],
  ),
  /** Totals of `payments` per account, in both directions. */
  accounts: state(
    ["account"],
    {
      account: text,
      paid: amount,
      paidCount: integer,
      earned: amount,
      earnedCount: integer,
      feesPaid: amount,
      firstAt: integer,
      lastAt: integer,
      block: integer,
    },
    ["earned"],
    ["paid"],
  ),
  /**
   * Sums of `payments` per month, payer, payee and kind, so that the statistics of a month need not read every payment.
   * `month` is the first second of the month in UTC.
   */
  pairMonths: state(["month", "payer", "payee", "kind"], {
    month: integer,
    payer: text,
    payee: text,
    kind: text,
    count: integer,
    amount,
    block: integer,
  }),
  /** Sums of `payments` per month and kind. */
  kindMonths: state(["month", "kind"], {
    month: integer,
    kind: text,
    count: integer,
    amount,
    fees: amount,
    block: integer,
  }),
  /** How often each price was paid by x402 in a month. */
  priceMonths: state(["month", "price"], {
    month: integer,
    /** Decimal. */
    price: text,
    count: integer,
    block: integer,
  }),
  /** Fees that left the hub for the treasury. */
  feeCollections: fact({ treasury: text, amount }),

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

  // ServiceRegistry
  services: state(
    ["id"],
    {
      id: integer,
      owner: text,
      wallet: nullable(text),
      uri: text,
      category: nullable(text),
      /** Base units of SCV per `unit`. Null when it is no number. */
      price: nullable(amount),
      unit: nullable(text),
      endpoint: nullable(text),
      /** From a registration file on chain (`data:`); null otherwise. */
      name: nullable(text),
      description: nullable(text),
      /** 0 when its file says that it is not active. */
      active: integer,
      registeredAt: integer,
      updatedAt: integer,
      /** When a rating was last given or revoked. */
      ratedAt: nullable(integer),
      /** Ratings by payers that stand: their number, what the rated deals had paid, and sums for both averages. */
      ratings: integer,
      ratedPaid: amount,
      /** Sum of the scores, 0 to 100 with 18 decimals. */
      ratingSum: amount,
      /** Sum of score times what was paid. */
      ratingWeighted: amount,
      /** Feedback that no deal backs and that stands. */
      unpaidFeedback: integer,
      /** The lower of both averages of the ratings, 0 to 100 with 18 decimals; 0 without ratings. */
      rating: amount,
      /** The category in lower case, which searches compare. */
      categoryKey: nullable(text),
      block: integer,
    },
    ["owner"],
    ["wallet"],
    ["category"],
    ["categoryKey"],
    ["price"],
    ["rating"],
    ["categoryKey", "price"],
    ["categoryKey", "rating"],
    ["block", "id"],
  ),
  /** The words by which a service is found, separated by spaces; see `searchableWords`. */
  serviceWords: state(["id"], { id: integer, words: text, block: integer }),
  serviceMetadata: state(["serviceId", "key"], {
    serviceId: integer,
    key: text,
    value: text,
    time: integer,
    block: integer,
  }),
  /** Wallets of a service over time. */
  serviceWallets: fact({ serviceId: integer, wallet: nullable(text) }, ["serviceId", "block"], ["wallet", "block"]),
  serviceTransfers: fact({ serviceId: integer, from: text, to: text }, ["serviceId", "block"]),

  // ServiceReputation
  feedback: state(
    ["serviceId", "client", "number"],
    {
      serviceId: integer,
      client: text,
      number: integer,
      value: signed,
      decimals: integer,
      tag1: text,
      tag2: text,
      endpoint: text,
      uri: text,
      hash: text,
      /** Deal that backs it, and what that deal had paid. */
      dealId: nullable(text),
      payee: nullable(text),
      paid: nullable(amount),
      time: integer,
      transactionHash: text,
      revokedAt: nullable(integer),
      responses: integer,
      block: integer,
    },
    ["serviceId", "time"],
    ["client", "time"],
    ["dealId", "time"],
  ),
  feedbackResponses: fact(
    { serviceId: integer, client: text, number: integer, responder: text, uri: text, hash: text },
    ["serviceId", "client", "number", "block", "logIndex"],
  ),

  // ServiceValidation
  validations: state(
    ["requestHash"],
    {
      requestHash: text,
      serviceId: integer,
      validator: text,
      requestUri: text,
      requestedAt: integer,
      /** Score from 0 to 100; null until the validator responds. */
      response: nullable(integer),
      responseUri: nullable(text),
      responseHash: nullable(text),
      tag: nullable(text),
      respondedAt: nullable(integer),
      block: integer,
    },
    ["serviceId", "requestedAt"],
    ["validator", "requestedAt"],
  ),

  ...CREDIT_TABLES,
};

type Tables = typeof TABLES;
export type TableName = keyof Tables;
type ValueOf<Of> = Of extends Column<infer Value> ? Value : never;

/** A row of a table, with amounts as bigint. */
export type Row<Name extends TableName> = {
  -readonly [Key in keyof Tables[Name]["columns"]]: ValueOf<Tables[Name]["columns"][Key]>;
};

type NamesOfKind<Kind> = { [Name in TableName]: Tables[Name]["kind"] extends Kind ? Name : never }[TableName];
/** Names of the tables whose rows never change. */
export type FactName = NamesOfKind<"fact">;
/** Names of the tables with one row per entity. */
export type StateName = NamesOfKind<"state">;

/** All names, in the order of the schema. */
export const TABLE_NAMES = Object.keys(TABLES) as TableName[];
