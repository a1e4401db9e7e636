import type { Noun } from "../command/noun.js";

/** A noun as the main help lists it. */
export interface NounEntry {
  /** Its name, with its arguments if it is a command itself. */
  usage: string;
  description: string;
  /** Loads the module of the noun. Called only if the command line names the noun. */
  load: () => Promise<Noun>;
}

/** All nouns, in the order of the main help. */
export const NOUNS: readonly NounEntry[] = [
  {
    usage: "coin",
    description: "SCV: balances, payments and signed payments",
    load: async () => (await import("./coin.js")).coin,
  },
  {
    usage: "votes",
    description: "lock SCV to vote, unlock it, delegate your votes",
    load: async () => (await import("./votes.js")).votes,
  },
  {
    usage: "proposal",
    description: "proposals: propose, vote, queue, execute",
    load: async () => (await import("./proposal.js")).proposal,
  },
  {
    usage: "treasury",
    description: "the treasury: balances, budgets and caps",
    load: async () => (await import("./treasury.js")).treasury,
  },
  {
    usage: "order",
    description: "orders: pay into escrow, deliver, release, dispute",
    load: async () => (await import("./order.js")).order,
  },
  {
    usage: "quote",
    description: "quotes: signed offers that any payer can accept",
    load: async () => (await import("./quote.js")).quote,
  },
  {
    usage: "stream",
    description: "streams: payments by the second",
    load: async () => (await import("./stream.js")).stream,
  },
  {
    usage: "subscription",
    description: "subscriptions: a price per period, due when the period begins",
    load: async () => (await import("./subscription.js")).subscription,
  },
  {
    usage: "mandate",
    description: "mandates: let a payee charge you up to a limit per period",
    load: async () => (await import("./mandate.js")).mandate,
  },
  {
    usage: "checkout",
    description: "pay with ether: what SCV costs, and the liquidity of the trading pair",
    load: async () => (await import("./checkout.js")).checkout,
  },
  {
    usage: "account",
    description: "payout accounts: receive payments that can secure loans",
    load: async () => (await import("./account.js")).account,
  },
  {
    usage: "loan",
    description: "loans, and advances on orders: offer, take, repay, collect",
    load: async () => (await import("./loan.js")).loan,
  },
  {
    usage: "service",
    description: "services: offer and find services",
    load: async () => (await import("./service.js")).service,
  },
  {
    usage: "feedback",
    description: "feedback: rate what you paid for, read what others say",
    load: async () => (await import("./feedback.js")).feedback,
  },
  {
    usage: "validation",
    description: "validations: have a validator check the work of a service",
    load: async () => (await import("./validation.js")).validation,
  },
  {
    usage: "get <url>",
    description: "fetch a page over HTTP, and pay for it if it costs SCV (x402)",
    load: async () => (await import("./get.js")).get,
  },
  {
    usage: "facilitator",
    description: "verify and settle x402 payments over HTTP, and pay their gas",
    load: async () => (await import("./facilitator.js")).facilitator,
  },
  {
    usage: "keeper",
    description: "do what is due for everyone: claims, refunds, charges, loans, proposals, caps and fees",
    load: async () => (await import("./keeper.js")).keeper,
  },
  {
    usage: "monitor",
    description: "watch the running system from outside, and tell people what is wrong",
    load: async () => (await import("./monitor.js")).monitor,
  },
  {
    usage: "simulate <file>",
    description: "try commands on a copy of the chain: what each would change, with nothing sent",
    load: async () => (await import("./simulate.js")).simulate,
  },
  {
    usage: "events",
    description: "print contract events as they happen, until Ctrl-C",
    load: async () => (await import("./events.js")).events,
  },
  {
    usage: "index",
    description: "index everything that happened into a database, and answer questions about it over HTTP",
    load: async () => (await import("./indexer.js")).indexer,
  },
  {
    usage: "audit",
    description: "recompute the chain from what nodes say, and compare nodes",
    load: async () => (await import("./audit.js")).audit,
  },
  {
    usage: "receipt",
    description: "receipts: prove a payment or a vote, and verify a proof without a node",
    load: async () => (await import("./receipt.js")).receipt,
  },
  {
    usage: "report",
    description: "report what happened on a day, from an index",
    load: async () => (await import("./report.js")).report,
  },
  {
    usage: "key",
    description: "keys in encrypted files: make one, or import one",
    load: async () => (await import("./key.js")).key,
  },
  {
    usage: "deploy",
    description: "deploy the whole system from a clone of the repository; resumes an interrupted deployment",
    load: async () => (await import("./deploy.js")).deploy,
  },
  {
    usage: "doctor",
    description: "check node, deployment, programs, key and balances, and suggest fixes",
    load: async () => (await import("./doctor.js")).doctor,
  },
];
