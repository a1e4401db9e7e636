import type { Noun } from "../command/noun.js";

/** A noun as the help of the program lists it. */
export interface NounEntry {
  /** Its name, and its arguments where it is a command by itself. */
  usage: string;
  description: string;
  /** What the noun needs is loaded only when it is named. */
  load: () => Promise<Noun>;
}

/** All nouns, in the order of the help. */
export const NOUNS: readonly NounEntry[] = [
  {
    usage: "coin",
    description: "SCV: balances, payments and signed payments",
    load: async () => (await import("./coin.js")).coin,
  },
  {
    usage: "votes",
    description: "lock SCV to vote, unlock it, let others vote",
    load: async () => (await import("./votes.js")).votes,
  },
  {
    usage: "proposal",
    description: "propose, vote, execute",
    load: async () => (await import("./proposal.js")).proposal,
  },
  {
    usage: "treasury",
    description: "the common money: what is there, budgets and caps",
    load: async () => (await import("./treasury.js")).treasury,
  },
  {
    usage: "order",
    description: "orders: pay into escrow, deliver, release, dispute",
    load: async () => (await import("./order.js")).order,
  },
  {
    usage: "quote",
    description: "quotes: signed offers that any payer can take",
    load: async () => (await import("./quote.js")).quote,
  },
  {
    usage: "stream",
    description: "streams: payments that flow by the second",
    load: async () => (await import("./stream.js")).stream,
  },
  {
    usage: "subscription",
    description: "subscriptions: a price per period, paid when it begins",
    load: async () => (await import("./subscription.js")).subscription,
  },
  {
    usage: "mandate",
    description: "mandates: let a payee charge you within a limit per period",
    load: async () => (await import("./mandate.js")).mandate,
  },
  {
    usage: "service",
    description: "services: offer one, find one",
    load: async () => (await import("./service.js")).service,
  },
  {
    usage: "feedback",
    description: "feedback: rate what you paid for, read what others say",
    load: async () => (await import("./feedback.js")).feedback,
  },
  {
    usage: "validation",
    description: "validations: have the work of a service checked by a validator",
    load: async () => (await import("./validation.js")).validation,
  },
  {
    usage: "get <url>",
    description: "get a page over HTTP, and pay for it if it costs SCV (x402)",
    load: async () => (await import("./get.js")).get,
  },
  {
    usage: "facilitator",
    description: "verify and settle x402 payments over HTTP, and pay their gas",
    load: async () => (await import("./facilitator.js")).facilitator,
  },
  {
    usage: "events",
    description: "follow what happens, until Ctrl-C",
    load: async () => (await import("./events.js")).events,
  },
  {
    usage: "deploy",
    description: "deploy the whole system, from a clone of the repository; resumes if it was killed",
    load: async () => (await import("./deploy.js")).deploy,
  },
  {
    usage: "doctor",
    description: "check node, deployment, key and balances, and say what to fix",
    load: async () => (await import("./doctor.js")).doctor,
  },
];
