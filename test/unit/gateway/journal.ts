import { appendFile, mkdir, readFile, rmdir, stat, truncate, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { id } from "ethers";
import type { SignedTransaction } from "../../../packages/gateway/src/settlement/chain.js";
import { Journal, type SubmittedBatch } from "../../../packages/gateway/src/settlement/journal.js";
import { writeLine } from "../../../packages/gateway/src/settlement/lineFile.js";
import { serializePayment } from "../../../packages/gateway/src/settlement/payment.js";
import { errorOf, paymentOf, withFile } from "../../fixtures/gateway.js";

const IDENTITY = "chain, coin and account";
const NOW = 1_000_000_000n;
const batchOf = (batch: number, ...numbers: number[]): SubmittedBatch => ({
  batch,
  nonce: batch + 6,
  transactions: [{ hash: id(`hash ${batch}`), raw: "0x02" }],
  payments: numbers.map((number) => paymentOf(number)),
});

/** Returns the state of a journal after the steps. */
async function stateAfter(file: string, steps: (journal: Journal) => Promise<unknown>, now = NOW) {
  const { journal } = await Journal.open(file, NOW, IDENTITY);
  try {
    await steps(journal);
  } finally {
    await journal.close();
  }
  return reopened(file, now);
}

async function reopened(file: string, now = NOW) {
  const { journal, state } = await Journal.open(file, now, IDENTITY);
  await journal.close();
  return { ...state, settled: state.settled.values() };
}

describe("Journal", () => {
  it("is empty if there is no file", () =>
    withFile(async (file) => {
      expect(await reopened(file)).to.deep.equal({ open: [], settled: [], lastBatch: 0 });
    }));

  it("belongs to one account on one chain", () =>
    withFile(async (file) => {
      await stateAfter(file, (journal) => journal.sent(batchOf(1, 1)));
      const error = await errorOf(Journal.open(file, NOW, "another account"));
      expect(error).to.include({ code: "OtherJournal" });
      expect(error)
        .to.have.property("args")
        .that.deep.equals({ path: file, written: IDENTITY, identity: "another account" });
      expect((await reopened(file)).open).to.have.length(1);
    }));

  it("restores a batch without outcomes", () =>
    withFile(async (file) => {
      const state = await stateAfter(file, (journal) => journal.sent(batchOf(1, 1, 2)));
      expect(state.open).to.deep.equal([batchOf(1, 1, 2)]);
      expect(state.lastBatch).to.equal(1);
    }));

  it("restores settled payments, but not failed ones", () =>
    withFile(async (file) => {
      const settled = { status: "settled", hash: id("hash 1"), block: 5 } as const;
      const state = await stateAfter(file, async (journal) => {
        await journal.sent(batchOf(1, 1, 2));
        await journal.done(1, [settled, { status: "failed", reason: "ERC20InsufficientBalance", hash: id("hash 1") }]);
      });
      expect(state.open).to.deep.equal([]);
      expect(state.settled).to.deep.equal([{ payment: paymentOf(1), outcome: settled }]);
    }));

  it("drops a batch that the node rejected, but keeps its number", () =>
    withFile(async (file) => {
      const state = await stateAfter(file, async (journal) => {
        await journal.sent(batchOf(1, 1));
        await journal.dropped(1);
      });
      expect(state).to.deep.equal({ open: [], settled: [], lastBatch: 1 });
    }));

  it("restores each replacement of a batch", () =>
    withFile(async (file) => {
      const replacements: SignedTransaction[] = [
        { hash: id("replacement"), raw: "0x02" },
        { hash: id("empty"), raw: "0x03", isEmpty: true },
      ];
      const state = await stateAfter(file, async (journal) => {
        await journal.sent(batchOf(1, 1));
        for (const transaction of replacements) await journal.replaced(1, transaction);
      });
      const transactions = [...batchOf(1).transactions, ...replacements];
      expect(state.open).to.deep.equal([{ ...batchOf(1, 1), transactions }]);
      expect(await reopened(file)).to.deep.equal(state);
    }));

  it("rejects a replacement of a batch that is not open", () =>
    withFile(async (file) => {
      const steps = async (journal: Journal) => {
        await journal.sent(batchOf(1, 1));
        await journal.dropped(1);
        await journal.replaced(1, { hash: id("replacement"), raw: "0x02" });
      };
      expect(await errorOf(stateAfter(file, steps))).to.include({ code: "JournalUnwritable" });
      expect(await errorOf(reopened(file))).to.include({ code: "JournalDamaged" });
    }));

  describe("given many records", () => {
    const LIMIT = 4_000;

    it("compacts itself while in use, and keeps its contents", () =>
      withFile(async (file) => {
        const { journal, state: before } = await Journal.open(file, NOW, IDENTITY, LIMIT);
        const settled = { status: "settled", hash: id("hash 1"), block: 5 } as const;
        const replacement = { hash: id("replacement"), raw: "0x03" };
        await journal.sent(batchOf(1, 1));
        await journal.done(1, [settled]);
        await journal.sent(batchOf(2, 2));
        for (let number = 3; number < 203; number++) {
          const failed = { status: "failed", reason: "ERC20InsufficientBalance" } as const;
          await Promise.all([journal.sent(batchOf(number, number)), journal.check()]);
          if (number === 100) await journal.replaced(2, replacement);
          await journal.done(number, [failed]);
          expect((await stat(file)).size).to.be.below(2 * LIMIT);
        }
        expect(before.settled.size).to.equal(1);
        await journal.close();
        const transactions = [...batchOf(2).transactions, replacement];
        expect(await reopened(file)).to.deep.equal({
          open: [{ ...batchOf(2, 2), transactions }],
          settled: [{ payment: paymentOf(1), outcome: settled }],
          lastBatch: 202,
        });
      }));

    it("grows if all of it is needed", () =>
      withFile(async (file) => {
        const { journal } = await Journal.open(file, NOW, IDENTITY, LIMIT);
        const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
        for (const number of numbers) await journal.sent(batchOf(number, number));
        await journal.close();
        expect((await reopened(file)).open.map(({ batch }) => batch)).to.deep.equal(numbers);
      }));

    it("breaks if it cannot be compacted", () =>
      withFile(async (file) => {
        const { journal } = await Journal.open(file, NOW, IDENTITY, 1);
        await mkdir(`${file}.new`);
        await journal.sent(batchOf(1, 1));
        expect(await journal.broken).to.include({ code: "JournalUnwritable" });
        expect(await errorOf(journal.sent(batchOf(2, 2)))).to.include({ code: "JournalUnwritable" });
        await journal.close();
        await rmdir(`${file}.new`);
        expect((await reopened(file)).open).to.deep.equal([batchOf(1, 1)]);
      }));
  });

  it("has the same contents after each restart", () =>
    withFile(async (file) => {
      const first = await stateAfter(file, async (journal) => {
        await journal.sent(batchOf(1, 1));
        await journal.done(1, [{ status: "settled", hash: id("hash 1"), block: 5 }]);
        await journal.sent(batchOf(2, 2));
      });
      const length = (await readFile(file)).length;
      expect(await reopened(file)).to.deep.equal(first);
      expect(await reopened(file)).to.deep.equal(first);
      expect((await readFile(file)).length).to.equal(length);
    }));

  it("drops an expired settled payment", () =>
    withFile(async (file) => {
      const steps = async (journal: Journal) => {
        await journal.sent(batchOf(1, 1));
        await journal.done(1, [{ status: "settled", hash: id("hash 1"), block: 5 }]);
      };
      const { validBefore } = paymentOf(1);
      expect((await stateAfter(file, steps, validBefore)).settled).to.have.length(0);
      expect((await stateAfter(file, steps, validBefore - 1n)).settled).to.have.length(1);
    }));

  it("keeps the latest settled payments that never expire, on short lines", () =>
    withFile(async (file) => {
      const lines = Array.from({ length: 252 }, (_, index) => {
        const payments = Array.from({ length: 200 }, (_, at) => ({
          ...serializePayment(paymentOf(1, { nonce: String(200 * index + at), validBefore: 2n ** 256n - 1n })),
        }));
        const outcomes = payments.map(() => ({ status: "settled", hash: "0x", block: index }));
        return writeLine([{ type: "kept", lastBatch: 252, payments, outcomes }]);
      });
      await writeFile(file, lines.join(""));
      const { settled, lastBatch } = await reopened(file);
      expect(settled).to.have.length(50_000);
      expect(settled[0]?.payment.nonce).to.equal("400");
      expect(lastBatch).to.equal(252);
      const longest = (await readFile(file, "utf8")).split("\n").map(({ length }) => length);
      expect(Math.max(...longest)).to.be.below(50_000);
      expect((await reopened(file)).settled).to.have.length(50_000);
    }));

  it("keeps the order of concurrent writes", () =>
    withFile(async (file) => {
      const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
      const state = await stateAfter(file, (journal) =>
        Promise.all(numbers.map((number) => journal.sent(batchOf(number, number)))),
      );
      expect(state.open.map(({ batch }) => batch)).to.deep.equal(numbers);
    }));

  describe("given a write that a crash interrupted", () => {
    it("loses only that write, wherever it was interrupted", () =>
      withFile(async (file) => {
        await stateAfter(file, (journal) => journal.sent(batchOf(1, 1)));
        const whole = await readFile(file);
        const { journal } = await Journal.open(file, NOW, IDENTITY);
        await journal.sent(batchOf(2, 2));
        await journal.close();
        const longer = await readFile(file);
        for (const length of [whole.length + 1, whole.length + 9, longer.length - 1]) {
          await writeFile(file, longer);
          await truncate(file, length);
          expect((await reopened(file)).open).to.deep.equal([batchOf(1, 1)]);
        }
      }));

    it("continues after it", () =>
      withFile(async (file) => {
        await stateAfter(file, (journal) => journal.sent(batchOf(1, 1)));
        await appendFile(file, "1234");
        const state = await stateAfter(file, (journal) => journal.sent(batchOf(2, 2)));
        expect(state.open).to.deep.equal([batchOf(1, 1), batchOf(2, 2)]);
      }));
  });

  describe("given a line that was changed", () => {
    it("refuses to open with JournalDamaged", () =>
      withFile(async (file) => {
        await stateAfter(file, async (journal) => {
          await journal.sent(batchOf(1, 1));
          await journal.sent(batchOf(2, 2));
        });
        const text = await readFile(file, "utf8");
        await writeFile(file, text.replace('"nonce":7', '"nonce":8'));
        expect(await errorOf(reopened(file))).to.include({ code: "JournalDamaged" });
      }));
  });
});
