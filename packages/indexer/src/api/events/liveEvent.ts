import { z } from "zod";
import type { EventFragment, ParamType } from "ethers";
import type { ContractName } from "@servicecoin/sdk";
import { INTERFACES } from "@servicecoin/sdk/internal";
import type { Snapshot } from "../../query/reader.js";
import { EventDecoder } from "../../handlers/decode.js";
import type { IndexedEvent } from "../../handlers/event.js";
import { address, position } from "../fields.js";
import { readSystem } from "../identity.js";
import { checksum, positionOf } from "../values.js";

type StoredLog = Parameters<EventDecoder["decode"]>[0];

/** One event of a contract, as a stream sends it. */
export const liveEventSchema = z.object({
  ...position,
  contract: z.string().describe("Name of the contract."),
  event: z.string().describe("Name of the event."),
  args: z.record(z.string(), z.unknown()).describe("Arguments by name; integers as decimal digits."),
  accounts: z.array(address).describe("Accounts that take part, also the parties of the deal."),
});

export type LiveEvent = z.output<typeof liveEventSchema>;

/** An event, formatted once for all streams. */
export interface Sendable {
  id: string;
  block: number;
  contract: string;
  event: string;
  accounts: ReadonlySet<string>;
  /** As a message of an event stream. */
  text: string;
}

/** Reads the events after a block up to another, at most `limit` of them. */
export async function readLive(db: Snapshot, after: number, upTo: number, limit: number): Promise<Sendable[]> {
  const logs = await db
    .selectFrom("logs")
    .selectAll()
    .where("block", ">", after)
    .where("block", "<=", upTo)
    .orderBy("block")
    .orderBy("logIndex")
    .limit(limit)
    .execute();
  return (await toLiveEvents(db, logs)).map(toSendable);
}

/** Decodes stored logs, and adds the parties of the deals and loans that they are about. Keeps their order. */
export async function toLiveEvents(db: Snapshot, logs: readonly StoredLog[]): Promise<LiveEvent[]> {
  if (logs.length === 0) return [];
  const { addresses } = await readSystem(db);
  const decoder = new EventDecoder(addresses);
  const events = logs.flatMap((log) => decoder.decode(log) ?? []);
  const parties = await partiesOf(db, events);
  return events.map((event) => toLiveEvent(event, parties));
}

/** Whose deals, mandates, loans and payout accounts events are about, by the id or address. */
async function partiesOf(db: Snapshot, events: readonly IndexedEvent[]): Promise<Map<string, string[]>> {
  const subjects = (contract: ContractName) => [
    ...new Set(events.flatMap((event) => (event.contract === contract ? subjectOf(event) : []))),
  ];
  const parties = new Map<string, string[]>();
  const add = (subject: string, accounts: readonly (string | null)[]) => {
    parties.set(
      subject,
      accounts.filter((one): one is string => one !== null && one !== ""),
    );
  };
  const deals = subjects("PaymentHub");
  for (const table of deals.length === 0 ? [] : (["deals", "mandates"] as const)) {
    const rows = await db.selectFrom(table).select(["id", "payer", "payee"]).where("id", "in", deals).execute();
    for (const { id, payer, payee } of rows) add(id, [payer, payee]);
  }
  const credits = subjects("Credit");
  if (credits.length === 0) return parties;
  const loans = await db
    .selectFrom("loans")
    .select(["id", "lender", "borrower", "account"])
    .where("id", "in", credits)
    .execute();
  for (const { id, lender, borrower, account } of loans) add(id, [lender, borrower, account]);
  const accounts = await db
    .selectFrom("payoutAccounts")
    .select(["account", "owner"])
    .where("account", "in", credits)
    .execute();
  for (const { account, owner } of accounts) add(account, [owner]);
  return parties;
}

/** Id of a deal, mandate or loan, or address of a payout account. */
function subjectOf({ contract, args: { id, account } }: IndexedEvent): string[] {
  const subject = id ?? (contract === "Credit" ? account : undefined);
  return typeof subject === "string" ? [subject] : [];
}

function toLiveEvent(event: IndexedEvent, parties: ReadonlyMap<string, string[]>): LiveEvent {
  const { contract, name, args } = event;
  const { inputs } = INTERFACES[contract].getEvent(name) as EventFragment;
  const own = inputs.filter(({ type }) => type === "address").map((input) => args[input.name] as string);
  const isOfParties = contract === "PaymentHub" || contract === "Credit";
  const accounts = new Set([
    ...own,
    ...(isOfParties ? subjectOf(event).flatMap((subject) => parties.get(subject) ?? []) : []),
  ]);
  const formatted = inputs.map((input) => [input.name, formatOf(args[input.name], input)]);
  return {
    ...positionOf(event),
    ...{ contract, event: name, args: Object.fromEntries(formatted) as Record<string, unknown> },
    accounts: [...accounts].map(checksum),
  };
}

function toSendable(data: LiveEvent): Sendable {
  const { block, logIndex, contract, event } = data;
  const id = `${block}-${logIndex}`;
  const accounts = new Set(data.accounts.map((account) => account.toLowerCase()));
  return { id, block, contract, event, accounts, text: `id: ${id}\ndata: ${JSON.stringify(data)}\n\n` };
}

function formatOf(value: unknown, { type, arrayChildren, components }: ParamType): unknown {
  if (arrayChildren !== null) return (value as unknown[]).map((item) => formatOf(item, arrayChildren));
  if (components !== null) {
    const parts = value as Record<string, unknown>;
    return Object.fromEntries(components.map((part) => [part.name, formatOf(parts[part.name], part)]));
  }
  if (typeof value === "bigint") return value.toString();
  return type === "address" ? checksum(value as string) : value;
}
