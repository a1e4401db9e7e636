import { z } from "zod";
import type { Snapshot } from "../../query/reader.js";
import { address, addressParam, amount, hash, hashParam, position } from "../fields.js";
import { mergedPage, NEWEST, page } from "../page.js";
import { list } from "../route.js";
import { checksum, digits, positionOf } from "../values.js";

/** A transfer of SCV. */
const transfer = z.object({
  ...position,
  from: address.describe("Zero for coins that were created."),
  to: address.describe("Zero for coins that were burnt."),
  amount,
  reference: hash.nullable().describe("Reference of the payment (ERC-7699); null when the payer gave none."),
  authorization: hash.nullable().describe("Nonce of the signed authorization (ERC-3009); null when the payer sent it."),
});

type Row = Awaited<ReturnType<ReturnType<typeof allTransfers>["execute"]>>[number];

const allTransfers = (db: Snapshot) => db.selectFrom("transfers").selectAll();

function toTransfer(row: Row): z.output<typeof transfer> {
  const { from, to, amount: value, reference, authorization } = row;
  const what = { from: checksum(from), to: checksum(to), amount: digits(value) };
  return { ...positionOf(row), ...what, reference, authorization };
}

export const transfers = list({
  path: "/transfers",
  tag: "Accounts",
  summary: "Transfers of SCV, the newest first",
  input: {
    reference: hashParam.optional().describe("Only with this reference (ERC-7699)."),
    from: addressParam.optional().describe("Only from this account."),
    to: addressParam.optional().describe("Only to this account."),
  },
  item: transfer,
  answer: async (question) => {
    const { reference, from, to } = question.input;
    const all = allTransfers(question.db)
      .$if(reference !== undefined, (query) => query.where("reference", "=", reference as string))
      .$if(from !== undefined, (query) => query.where("from", "=", from as string))
      .$if(to !== undefined, (query) => query.where("to", "=", to as string));
    return page(question, all, NEWEST, toTransfer);
  },
});

export const accountTransfers = list({
  path: "/accounts/{address}/transfers",
  tag: "Accounts",
  summary: "Transfers of SCV from and to an account, the newest first",
  input: { address: addressParam.describe("The account.") },
  item: transfer,
  answer: async (question) => {
    const { address: account } = question.input;
    const sent = allTransfers(question.db).where("from", "=", account);
    const received = allTransfers(question.db).where("to", "=", account);
    return mergedPage(question, [sent, received], NEWEST, toTransfer);
  },
});
