import { z } from "zod";
import { CONTRACTS } from "@servicecoin/sdk";
import { address, amount, count, oneOf, position, textParam, time } from "../fields.js";
import { NEWEST, page, type Order } from "../page.js";
import { list, one } from "../route.js";
import { checksum, digits, positionOf } from "../values.js";

const NAMES = CONTRACTS as readonly [string, ...string[]];

const contract = z.enum(NAMES);
const contractParam = oneOf(NAMES).optional().describe("Only of this contract.");
const value = z.string().describe("Decimal digits, or an address in checksum form.");

/** Addresses have their checksum in every answer. */
function shown(text: string): string {
  return /^0x[0-9a-f]{40}$/.test(text) ? checksum(text) : text;
}

const BY_NAME: Order = { by: { contract: "text", name: "text" }, direction: "asc" };

export const settings = list({
  path: "/settings",
  tag: "Settings",
  summary: "Settings and owners of the contracts",
  input: { contract: contractParam },
  item: z.object({ contract, name: z.string(), value, setAt: time }),
  answer: async (question) => {
    const { contract: name } = question.input;
    const all = question.db
      .selectFrom("settings")
      .selectAll()
      .$if(name !== undefined, (query) => query.where("contract", "=", name as string));
    return page(question, all, BY_NAME, (row) => ({
      ...{ contract: row.contract, name: row.name, value: shown(row.value), setAt: row.time },
    }));
  },
});

const MAX_NAME = 100;

export const settingChanges = list({
  path: "/settings/changes",
  tag: "Settings",
  summary: "Changes of settings, the newest first",
  input: { contract: contractParam, name: textParam(MAX_NAME).optional().describe("Only of this setting.") },
  item: z.object({
    ...position,
    contract,
    name: z.string(),
    before: value.nullable().describe("Value before; null when it was set for the first time."),
    value,
  }),
  answer: async (question) => {
    const { contract: of, name } = question.input;
    const all = question.db
      .selectFrom("settingChanges")
      .selectAll()
      .$if(of !== undefined, (query) => query.where("contract", "=", of as string))
      .$if(name !== undefined, (query) => query.where("name", "=", name as string));
    return page(question, all, NEWEST, (row) => ({
      ...positionOf(row),
      ...{ contract: row.contract, name: row.name },
      before: row.before === null ? null : shown(row.before),
      value: shown(row.value),
    }));
  },
});

export const fees = one({
  path: "/fees",
  tag: "Settings",
  summary: "The hub's fee on payments of new deals",
  input: {},
  data: z.object({
    feeBps: count.describe("Basis points."),
    since: time.nullable().describe("When it was set; null until it is first set."),
  }),
  answer: async ({ db }) => {
    const row = await db
      .selectFrom("settings")
      .select(["value", "time"])
      .where("contract", "=", "PaymentHub")
      .where("name", "=", "feeBps")
      .executeTakeFirst();
    return { feeBps: Number(row?.value ?? 0), since: row?.time ?? null };
  },
});

export const feeCollections = list({
  path: "/fees/collections",
  tag: "Settings",
  summary: "Fees that left the hub for the treasury, the newest first",
  input: {},
  item: z.object({ ...position, treasury: address, amount }),
  answer: async (question) =>
    page(question, question.db.selectFrom("feeCollections").selectAll(), NEWEST, (row) => ({
      ...positionOf(row),
      ...{ treasury: checksum(row.treasury), amount: digits(row.amount) },
    })),
});
