import { sql, type Selectable, type SqlBool } from "kysely";
import { z } from "zod";
import { CONTRACTS, type ContractName } from "@servicecoin/sdk";
import { INTERFACES } from "@servicecoin/sdk/internal";
import type { Schema } from "../../query/reader.js";
import { liveEventSchema, toLiveEvents } from "../events/liveEvent.js";
import { bytes, hash, integerParam, oneOf } from "../fields.js";
import { readSystem } from "../identity.js";
import { NEWEST, readCursor, writeCursor } from "../page.js";
import { badParameters } from "../problem.js";
import { list, type Page, type Question } from "../route.js";

/**
 * Events that one request looks at. No index has the events of one name: a page of rare ones may have few rows or none,
 * and a `next` that goes on where it ended.
 */
const LOOKED_AT = 20_000;

const contractsParam = z
  .string()
  .transform((value) => value.split(","))
  .refine((names) => names.every((name) => (CONTRACTS as readonly string[]).includes(name)), {
    error: `names of contracts with commas between: ${CONTRACTS.join(", ")}`,
  })
  .transform((names) => names as ContractName[]);

const eventsParam = z
  .string()
  .transform((value) => value.split(","))
  .refine((names) => names.every((name) => topicsOf(name, CONTRACTS).length > 0), {
    error: "names of events with commas between, such as Transfer,Opened",
  });

const input = {
  contracts: contractsParam.optional().describe("Only events of these contracts, with commas between."),
  events: eventsParam.optional().describe("Only events of these names, with commas between."),
  from: integerParam.optional().describe("First block."),
  to: integerParam.optional().describe("Last block."),
  order: oneOf(["newest", "oldest"]).default("newest").describe("Which events come first. Default: newest."),
};

const item = liveEventSchema.extend({
  topics: z.array(hash).describe("Topics of the log, as they are on chain."),
  data: bytes.describe("Data of the log, as it is on chain."),
});

type HistoryInput = z.output<z.ZodObject<typeof input>> & { limit: number; cursor?: string | undefined };

export const history = list({
  path: "/history",
  tag: "Events",
  summary: "Every event of the contracts. A page may have fewer rows than its limit, or none, and still a `next`",
  input,
  item,
  answer: async (question): Promise<Page<z.output<typeof item>>> => {
    const { logs, next } = await logsOf(question);
    const raw = new Map(logs.map((log) => [positionIn(log), log]));
    const items = (await toLiveEvents(question.db, logs)).map((event) => {
      const { topics, data } = raw.get(positionIn(event)) as Log;
      return { ...event, topics: topics.split(","), data };
    });
    return { items, next };
  },
});

type Log = Selectable<Schema["logs"]>;

async function logsOf(question: Question<HistoryInput>): Promise<{ logs: Log[]; next?: string | undefined }> {
  const { db, input: wanted } = question;
  const { limit, cursor, contracts, events, order, from = 0, to } = wanted;
  const isOldest = order === "oldest";
  const [after, direction] = [isOldest ? sql`>` : sql`<`, isOldest ? ("asc" as const) : ("desc" as const)];
  const key = sql`(block, log_index)`;
  const begin = cursor === undefined ? undefined : readCursor(cursor, NEWEST);
  const all = db
    .selectFrom("logs")
    .where("block", ">=", from)
    .$if(to !== undefined, (query) => query.where("block", "<=", to as number))
    .$if(begin !== undefined, (query) => query.where(sql<SqlBool>`${key} ${after} (${sql.join(begin ?? [])})`))
    .orderBy("block", direction)
    .orderBy("logIndex", direction);
  const isFiltered = contracts !== undefined || events !== undefined;
  const last = isFiltered
    ? await all
        .select(["block", "logIndex"])
        .offset(LOOKED_AT - 1)
        .limit(1)
        .executeTakeFirst()
    : undefined;
  const { addresses } = await readSystem(db);
  const topics = events?.flatMap((name) => topicsOf(name, contracts ?? CONTRACTS));
  if (topics?.length === 0) throw noSuchEvent(wanted);
  const found = await all
    .selectAll()
    .$if(contracts !== undefined, (query) =>
      query.where(
        "address",
        "in",
        (contracts ?? []).map((name) => addresses[name].toLowerCase()),
      ),
    )
    .$if(topics !== undefined, (query) => query.where(sql<string>`substr(topics, 1, 66)`, "in", topics ?? []))
    .$if(last !== undefined, (query) =>
      query.where(sql<SqlBool>`not (${key} ${after} (${last?.block}, ${last?.logIndex}))`),
    )
    .limit(limit + 1)
    .execute();
  const logs = found.slice(0, limit);
  const end = found.length > limit ? logs.at(-1) : last;
  return { logs, next: end && writeCursor(end, NEWEST) };
}

function noSuchEvent({ contracts, events }: HistoryInput) {
  const expected = `events of ${contracts?.join(", ")}`;
  return badParameters([{ parameter: "events", expected, value: events?.join(",") }]);
}

function topicsOf(name: string, contracts: readonly ContractName[]): string[] {
  const topics = new Set<string>();
  for (const contract of contracts) {
    INTERFACES[contract].forEachEvent((event) => {
      if (event.name === name) topics.add(event.topicHash);
    });
  }
  return [...topics];
}

function positionIn({ block, logIndex }: { block: number; logIndex: number }): string {
  return `${block} ${logIndex}`;
}
