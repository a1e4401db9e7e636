import { z } from "zod";
import type { Selectable } from "kysely";
import { amountParam } from "../../query/amounts.js";
import { fromJson, rowsAsJson } from "../../query/json.js";
import type { Schema } from "../../query/reader.js";
import { idsFound } from "../../store/search.js";
import {
  address,
  addressParam,
  amount,
  amountParameter,
  booleanParam,
  bytes,
  count,
  integerParam,
  oneOf,
  ratingParam,
  textParam,
  time,
} from "../fields.js";
import { page, type Order } from "../page.js";
import { notFound } from "../problem.js";
import { list, one } from "../route.js";
import { checksum, checksumOrNull, digits, digitsOrNull } from "../values.js";

const average = amount.describe("0 to 100 with 18 decimals.");

/** A service as its owner describes it, and what its payers say. */
const service = z.object({
  id: count,
  owner: address,
  wallet: address.nullable().describe("Whom to pay; null when its owner has set none."),
  uri: z.string().describe("URI of its registration file."),
  name: z.string().nullable().describe("From its registration file; null when that is not on the chain."),
  description: z.string().nullable().describe("From its registration file; null when that is not on the chain."),
  active: z.boolean().describe("False when its file says so."),
  category: z.string().nullable().describe("Null when its owner has set none."),
  price: amount.nullable().describe("Base units of SCV per unit; null when its owner has set no number."),
  unit: z.string().nullable().describe("What the price is for; null when its owner has set none."),
  endpoint: z.string().nullable().describe("URL of the service; null when its owner has set none."),
  rating: z
    .object({
      count,
      paid: amount.describe("What the rated deals had paid."),
      average,
      weightedAverage: average,
      lower: average,
    })
    .describe(
      "Ratings by payers that stand: average of all, average weighted by what was paid, and the lower of both.",
    ),
  unpaidFeedback: count.describe("Feedback that no payment backs."),
  registeredAt: time,
  updatedAt: time.describe("Last change of its registration."),
  ratedAt: time.nullable().describe("When a rating was last given or revoked; null until the first one."),
  changedBlock: count.describe("Block of the last change of anything above."),
});

const serviceDetails = service.extend({
  metadata: z.array(z.object({ key: z.string(), value: bytes, time })),
  wallets: z
    .array(z.object({ wallet: address.nullable().describe("Null when it was taken away."), time }))
    .describe("Its last wallets, the newest first."),
  owners: z.array(z.object({ from: address, to: address, time })).describe("Its last transfers, the newest first."),
});

type Row = Selectable<Schema["services"]>;

function toService(row: Row): z.output<typeof service> {
  const [ratings, paid] = [BigInt(row.ratings), BigInt(row.ratedPaid)];
  return {
    id: row.id,
    owner: checksum(row.owner),
    wallet: checksumOrNull(row.wallet),
    uri: row.uri,
    name: row.name,
    description: row.description,
    active: row.active === 1,
    category: row.category,
    price: digitsOrNull(row.price),
    unit: row.unit,
    endpoint: row.endpoint,
    rating: {
      count: row.ratings,
      paid: paid.toString(),
      average: quotient(row.ratingSum, ratings),
      weightedAverage: quotient(row.ratingWeighted, paid),
      lower: digits(row.rating),
    },
    unpaidFeedback: row.unpaidFeedback,
    registeredAt: row.registeredAt,
    updatedAt: row.updatedAt,
    ratedAt: row.ratedAt,
    changedBlock: row.block,
  };
}

function quotient(sum: string, by: bigint): string {
  return by === 0n ? "0" : (BigInt(sum) / by).toString();
}

const ORDERS = {
  newest: { by: { id: "integer" }, direction: "desc" },
  price: { by: { price: "amount", id: "integer" }, direction: "asc" },
  rating: { by: { rating: "amount", id: "integer" }, direction: "desc" },
  changed: { by: { block: "integer", id: "integer" }, direction: "desc" },
} as const satisfies Record<string, Order>;

const MAX_QUERY = 200;
const MAX_CATEGORY = 200;

export const services = list({
  path: "/services",
  tag: "Services",
  summary: "Services, searched and filtered",
  // The others walk an index in the order of the list.
  isLong: ({ q, minPrice, maxPrice, minRating, active }) =>
    [q, minPrice, maxPrice, minRating, active].some((value) => value !== undefined),
  input: {
    q: textParam(MAX_QUERY).optional().describe("Words of its name, description, category, unit or endpoint."),
    category: textParam(MAX_CATEGORY).optional().describe("Only of this category, in upper or lower case."),
    minPrice: amountParameter.optional().describe("Least price per unit, in base units."),
    maxPrice: amountParameter.optional().describe("Highest price per unit, in base units."),
    minRating: ratingParam.optional().describe("Least of both averages of its ratings, 0 to 100."),
    owner: addressParam.optional().describe("Only of this owner."),
    wallet: addressParam.optional().describe("Only with this wallet."),
    active: booleanParam.optional().describe("Only those whose file says so."),
    before: integerParam.optional().describe("Only those that were registered before this one."),
    changedSince: integerParam.optional().describe("Only those that changed in this block or later."),
    sort: oneOf(["newest", "price", "rating", "changed"])
      .default("newest")
      .describe(
        "`price`: the cheapest first, without those that have none. `rating`: the best first. `changed`: the last " +
          "changed first. Default: newest.",
      ),
  },
  item: service,
  answer: async (question) => {
    const { db, dialect, input } = question;
    const { q, category, minPrice, maxPrice, minRating, owner, wallet, active, before, changedSince, sort } = input;
    const amountOf = (value: bigint | undefined) => amountParam(value ?? 0n, dialect);
    const found = db
      .selectFrom("services")
      .selectAll()
      .$if(q !== undefined, (query) => query.where("id", "in", idsFound(dialect, q as string)))
      .$if(category !== undefined, (query) => query.where("categoryKey", "=", (category as string).toLowerCase()))
      .$if(minPrice !== undefined, (query) => query.where("price", ">=", amountOf(minPrice)))
      .$if(maxPrice !== undefined, (query) => query.where("price", "<=", amountOf(maxPrice)))
      .$if(minRating !== undefined, (query) => query.where("rating", ">=", amountOf(minRating)))
      .$if(minRating !== undefined, (query) => query.where("ratings", ">", 0))
      .$if(owner !== undefined, (query) => query.where("owner", "=", owner as string))
      .$if(wallet !== undefined, (query) => query.where("wallet", "=", wallet as string))
      .$if(active !== undefined, (query) => query.where("active", "=", active === true ? 1 : 0))
      .$if(before !== undefined, (query) => query.where("id", "<", before as number))
      .$if(changedSince !== undefined, (query) => query.where("block", ">=", changedSince as number))
      .$if(sort === "price", (query) => query.where("price", "is not", null));
    return page(question, found, ORDERS[sort], toService);
  },
});

/** Rows of its past that a service shows. */
const PAST = 50;

export const serviceById = one({
  path: "/services/{id}",
  tag: "Services",
  summary: "One service with its metadata, wallets and owners",
  input: { id: integerParam.describe("Id of the service.") },
  data: serviceDetails,
  answer: async ({ db, dialect, input: { id } }) => {
    const row = await db
      .selectFrom("services")
      .selectAll()
      .where("id", "=", id)
      .select((eb) => {
        const metadata = eb
          .selectFrom("serviceMetadata")
          .select(["key", "value", "time"])
          .where("serviceId", "=", id)
          .orderBy("key");
        const wallets = eb.selectFrom("serviceWallets").select(["wallet", "time"]).where("serviceId", "=", id);
        const owners = eb.selectFrom("serviceTransfers").select(["from", "to", "time"]).where("serviceId", "=", id);
        return [
          rowsAsJson(dialect, metadata).as("metadata"),
          rowsAsJson(dialect, wallets.orderBy("block", "desc").orderBy("logIndex", "desc").limit(PAST)).as("wallets"),
          rowsAsJson(dialect, owners.orderBy("block", "desc").orderBy("logIndex", "desc").limit(PAST)).as("owners"),
        ];
      })
      .executeTakeFirst();
    if (row === undefined) throw notFound("service", String(id));
    return {
      ...toService(row),
      metadata: fromJson(row.metadata),
      wallets: fromJson(row.wallets).map(({ wallet, time: at }) => ({ wallet: checksumOrNull(wallet), time: at })),
      owners: fromJson(row.owners).map(({ from, to, time: at }) => ({
        from: checksum(from),
        to: checksum(to),
        time: at,
      })),
    };
  },
});
