import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { id } from "ethers";
import { JOURNAL_FORMAT, memoryOf } from "../../../packages/gateway/src/settlement/journalFormat.js";
import type { FinalOutcome, Payment } from "../../../packages/gateway/src/settlement/payment.js";
import { SettledPayments } from "../../../packages/gateway/src/settlement/settledPayments.js";
import { Journal } from "../../../packages/tx/src/journal.js";
import { writeLine } from "../../../packages/tx/src/lineFile.js";
import { errorOf, paymentOf, withFile } from "../../fixtures/gateway.js";

const IDENTITY = "chain, coin and account";
const NOW = 1_000_000_000n;
const SETTLED = { status: "settled", hash: id("hash 1"), block: 5 } as const;
const FAILED = { status: "failed", reason: "ERC20InsufficientBalance", hash: id("hash 1") } as const;
const transactions: [{ hash: string; raw: string }] = [{ hash: id("hash 1"), raw: "0x02" }];

async function reopened(file: string, now = NOW) {
  const settled = new SettledPayments();
  const memory = memoryOf(settled, () => now);
  const { journal, state } = await Journal.open(file, { identity: IDENTITY, format: JOURNAL_FORMAT, memory });
  await journal.close();
  return { ...state, settled: settled.values() };
}

/** Writes a batch with these outcomes. */
async function settledIn(file: string, payments: Payment[], outcomes: FinalOutcome[]) {
  const { journal } = await Journal.open(file, { identity: IDENTITY, format: JOURNAL_FORMAT });
  await journal.sent({ id: 1, nonce: 7, transactions, purpose: payments });
  await journal.done(1, outcomes);
  await journal.close();
}

/** A payment, or more than one, as an earlier version wrote it. */
const serialized = (payment: Payment) => ({
  ...payment,
  value: String(payment.value),
  validAfter: String(payment.validAfter),
  validBefore: String(payment.validBefore),
});

describe("Journal of a facilitator", () => {
  it("restores settled payments, but not failed ones", () =>
    withFile(async (file) => {
      await settledIn(file, [paymentOf(1), paymentOf(2)], [SETTLED, FAILED]);
      const expected = { open: [], settled: [{ payment: paymentOf(1), outcome: SETTLED }], lastId: 1 };
      expect(await reopened(file)).to.deep.equal(expected);
      expect(await reopened(file)).to.deep.equal(expected);
    }));

  it("is damaged if payments and outcomes differ in number", () =>
    withFile(async (file) => {
      await settledIn(file, [paymentOf(1), paymentOf(2)], [SETTLED]);
      expect(await errorOf(reopened(file))).to.include({ code: "JournalDamaged" });
    }));

  it("drops an expired settled payment", () =>
    withFile(async (file) => {
      const { validBefore } = paymentOf(1);
      await settledIn(file, [paymentOf(1)], [SETTLED]);
      expect((await reopened(file, validBefore - 1n)).settled).to.have.length(1);
      await reopened(file, validBefore);
      expect((await reopened(file)).settled).to.have.length(0);
    }));

  it("keeps the latest settled payments that never expire, on short lines", () =>
    withFile(async (file) => {
      const lines = Array.from({ length: 252 }, (_, index) => {
        const payments = Array.from({ length: 200 }, (_, at) =>
          serialized(paymentOf(1, { nonce: String(200 * index + at), validBefore: 2n ** 256n - 1n })),
        );
        const outcomes = payments.map(() => ({ status: "settled", hash: "0x", block: index }));
        return writeLine([{ type: "kept", purpose: payments, result: outcomes }]);
      });
      await writeFile(file, lines.join(""));
      const { settled } = await reopened(file);
      expect(settled).to.have.length(50_000);
      expect(settled[0]?.payment.nonce).to.equal("400");
      const longest = (await readFile(file, "utf8")).split("\n").map(({ length }) => length);
      expect(Math.max(...longest)).to.be.below(50_000);
      expect((await reopened(file)).settled).to.have.length(50_000);
    }));

  it("reads what an earlier version wrote, and resumes its batches", () =>
    withFile(async (file) => {
      const replacement = { hash: id("replacement"), raw: "0x03" };
      const sent = (batch: number, ...numbers: number[]) => ({
        ...{ type: "sent", batch, nonce: batch + 6, transactions },
        payments: numbers.map((number) => serialized(paymentOf(number))),
      });
      const records = [
        { type: "about", identity: IDENTITY },
        { type: "kept", lastBatch: 3, payments: [serialized(paymentOf(1))], outcomes: [SETTLED] },
        sent(4, 2),
        sent(5, 3, 4),
        { type: "replaced", batch: 4, transaction: replacement },
        { type: "done", batch: 5, outcomes: [FAILED, SETTLED] },
        sent(6, 5),
        { type: "dropped", batch: 6 },
      ];
      await writeFile(file, writeLine(records));
      const expected = {
        open: [{ id: 4, nonce: 10, transactions: [...transactions, replacement], purpose: [paymentOf(2)] }],
        settled: [1, 4].map((number) => ({ payment: paymentOf(number), outcome: SETTLED })),
        lastId: 6,
      };
      expect(await reopened(file)).to.deep.equal(expected);
      expect(await reopened(file)).to.deep.equal(expected);
    }));
});
