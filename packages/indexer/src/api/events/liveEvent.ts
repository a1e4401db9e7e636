import { z } from "zod";
import type { EventFragment } from "ethers";
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

/** Decodes stored logs, and adds the parties of the deals that they are about. Keeps their order. */
export async function toLiveEvents(db: Snapshot, logs: readonly StoredLog[]): Promise<LiveEvent[]> {
  if (logs.length === 0) return [];
  const { addresses } = await readSystem(db);
  const decoder = new EventDecoder(addresses);
  const events = logs.flatMap((log) => decoder.decode(log) ?? []);
  const parties = await partiesOf(db, events);
  return events.map((event) => toLiveEvent(event, parties));
}

/** Payer and payee of the deals and mandates that events are about. */
async function partiesOf(db: Snapshot, events: readonly IndexedEvent[]): Promise<Map<string, string[]>> {
  const ids = [...new Set(events.flatMap(({ contract, args }) => (contract === "PaymentHub" ? idOf(args) : [])))];
  const parties = new Map<string, string[]>();
  if (ids.length === 0) return parties;
  for (const table of ["deals", "mandates"] as const) {
    const rows = await db.selectFrom(table).select(["id", "payer", "payee"]).where("id", "in", ids).execute();
    for (const { id, payer, payee } of rows)
      parties.set(
        id,
        [payer, payee].filter((one) => one !== ""),
      );
  }
  return parties;
}

function idOf({ id }: Record<string, unknown>): string[] {
  return typeof id === "string" ? [id] : [];
}

function toLiveEvent(event: IndexedEvent, parties: ReadonlyMap<string, string[]>): LiveEvent {
  const { contract, name, args } = event;
  const { inputs } = INTERFACES[contract].getEvent(name) as EventFragment;
  const own = inputs.filter(({ type }) => type === "address").map((input) => args[input.name] as string);
  const accounts = new Set([...own, ...(contract === "PaymentHub" ? (parties.get(String(args["id"])) ?? []) : [])]);
  const formatted = inputs.map(({ name: key, type }) => [key, formatOf(args[key], type)]);
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

function formatOf(value: unknown, type: string): unknown {
  if (Array.isArray(value)) return value.map((item) => formatOf(item, type.replace(/\[\d*\]$/, "")));
  if (typeof value === "bigint") return value.toString();
  return type === "address" ? checksum(value as string) : value;
}
