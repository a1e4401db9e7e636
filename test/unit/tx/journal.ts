import { appendFile, mkdir, readFile, rmdir, stat, truncate, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { id } from "ethers";
import * as z from "zod";
import type { SignedTransaction } from "../../../packages/tx/src/chain.js";
import { schemaFormat } from "../../../packages/tx/src/format.js";
import { Journal, type Finished, type JournalFormat } from "../../../packages/tx/src/journal.js";
import type { JournaledSubmission } from "../../../packages/tx/src/submission.js";
import { errorOf, withFile } from "../../fixtures/gateway.js";

const IDENTITY = "chain, account and use";
const FORMAT: JournalFormat<string, number> = {
  purpose: schemaFormat(z.string()),
  result: schemaFormat(z.number()),
};
const submissionOf = (number: number, purpose = `work ${number}`): JournaledSubmission<string> => ({
  id: number,
  nonce: number + 6,
  transactions: [{ hash: id(`hash ${number}`), raw: "0x02" }],
  purpose,
});

/** Opens a journal that remembers positive results. */
async function opened(file: string, identity = IDENTITY, limit?: number) {
  const remembered: Finished<string, number>[] = [];
  const memory = {
    add: (purpose: string, result: number) => {
      if (result > 0) remembered.push({ purpose, result });
    },
    entries: () => remembered,
  };
  return { ...(await Journal.open(file, { identity, format: FORMAT, memory, limit })), remembered };
}

/** Returns the state of a journal after the steps. */
async function stateAfter(file: string, steps: (journal: Journal<string, number>) => Promise<unknown>) {
  const { journal } = await opened(file);
  try {
    await steps(journal);
  } finally {
    await journal.close();
  }
  return reopened(file);
}

async function reopened(file: string) {
  const { journal, state, remembered } = await opened(file);
  await journal.close();
  return { ...state, remembered };
}

describe("Journal", () => {
  it("is empty if there is no file", () =>
    withFile(async (file) => {
      expect(await reopened(file)).to.deep.equal({ open: [], remembered: [], lastId: 0 });
    }));

  it("belongs to one account on one chain", () =>
    withFile(async (file) => {
      await stateAfter(file, (journal) => journal.sent(submissionOf(1)));
      const error = await errorOf(opened(file, "another account"));
      expect(error).to.include({ code: "OtherJournal" });
      expect(error)
        .to.have.property("args")
        .that.deep.equals({ path: file, written: IDENTITY, identity: "another account" });
      expect((await reopened(file)).open).to.have.length(1);
    }));

  it("restores a submission that has not ended", () =>
    withFile(async (file) => {
      const state = await stateAfter(file, (journal) => journal.sent(submissionOf(1)));
      expect(state).to.deep.equal({ open: [submissionOf(1)], remembered: [], lastId: 1 });
    }));

  it("passes results to the memory at once and after each restart, and keeps what that keeps", () =>
    withFile(async (file) => {
      const { journal, remembered } = await opened(file);
      await journal.sent(submissionOf(1));
      await journal.sent(submissionOf(2));
      await Promise.all([journal.done(1, 5), journal.done(2, -1)]);
      expect(remembered).to.deep.equal([{ purpose: "work 1", result: 5 }]);
      await journal.close();
      for (const restart of [1, 2]) {
        expect(await reopened(file), String(restart)).to.deep.equal({ open: [], remembered, lastId: 2 });
      }
      expect(await readFile(file, "utf8")).to.not.include("work 2");
    }));

  it("drops a submission that the node rejected, but keeps its number", () =>
    withFile(async (file) => {
      const state = await stateAfter(file, async (journal) => {
        await journal.sent(submissionOf(1));
        await journal.dropped(1);
      });
      expect(state).to.deep.equal({ open: [], remembered: [], lastId: 1 });
    }));

  it("restores each replacement of a submission", () =>
    withFile(async (file) => {
      const replacements: SignedTransaction[] = [
        { hash: id("replacement"), raw: "0x02" },
        { hash: id("empty"), raw: "0x03", isEmpty: true },
      ];
      const state = await stateAfter(file, async (journal) => {
        await journal.sent(submissionOf(1));
        for (const transaction of replacements) await journal.replaced(1, transaction);
      });
      const transactions = [...submissionOf(1).transactions, ...replacements];
      expect(state.open).to.deep.equal([{ ...submissionOf(1), transactions }]);
      expect(await reopened(file)).to.deep.equal(state);
    }));

  it("rejects a replacement of a submission that is not open", () =>
    withFile(async (file) => {
      const steps = async (journal: Journal<string, number>) => {
        await journal.sent(submissionOf(1));
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
        const { journal, remembered } = await opened(file, IDENTITY, LIMIT);
        const replacement = { hash: id("replacement"), raw: "0x03" };
        await journal.sent(submissionOf(1));
        await journal.done(1, 5);
        await journal.sent(submissionOf(2));
        for (let number = 3; number < 203; number++) {
          await Promise.all([journal.sent(submissionOf(number)), journal.check()]);
          if (number === 100) await journal.replaced(2, replacement);
          await journal.done(number, 0);
          expect((await stat(file)).size).to.be.below(2 * LIMIT);
        }
        expect(remembered).to.have.length(1);
        await journal.close();
        const transactions = [...submissionOf(2).transactions, replacement];
        expect(await reopened(file)).to.deep.equal({
          open: [{ ...submissionOf(2), transactions }],
          remembered: [{ purpose: "work 1", result: 5 }],
          lastId: 202,
        });
      }));

    it("grows if all of it is needed", () =>
      withFile(async (file) => {
        const { journal } = await opened(file, IDENTITY, LIMIT);
        const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
        for (const number of numbers) await journal.sent(submissionOf(number));
        await journal.close();
        expect((await reopened(file)).open.map(({ id: number }) => number)).to.deep.equal(numbers);
      }));

    it("breaks if it cannot be compacted", () =>
      withFile(async (file) => {
        const { journal } = await opened(file, IDENTITY, 1);
        await mkdir(`${file}.new`);
        await journal.sent(submissionOf(1));
        expect(await journal.broken).to.include({ code: "JournalUnwritable" });
        expect(await errorOf(journal.sent(submissionOf(2)))).to.include({ code: "JournalUnwritable" });
        await journal.close();
        await rmdir(`${file}.new`);
        expect((await reopened(file)).open).to.deep.equal([submissionOf(1)]);
      }));
  });

  it("has the same contents after each restart", () =>
    withFile(async (file) => {
      const first = await stateAfter(file, async (journal) => {
        await journal.sent(submissionOf(1));
        await journal.done(1, 5);
        await journal.sent(submissionOf(2));
      });
      const length = (await readFile(file)).length;
      expect(await reopened(file)).to.deep.equal(first);
      expect(await reopened(file)).to.deep.equal(first);
      expect((await readFile(file)).length).to.equal(length);
    }));

  it("keeps the order of concurrent writes", () =>
    withFile(async (file) => {
      const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
      const state = await stateAfter(file, (journal) =>
        Promise.all(numbers.map((number) => journal.sent(submissionOf(number)))),
      );
      expect(state.open.map(({ id: number }) => number)).to.deep.equal(numbers);
    }));

  describe("given a write that a crash interrupted", () => {
    it("loses only that write, wherever it was interrupted", () =>
      withFile(async (file) => {
        await stateAfter(file, (journal) => journal.sent(submissionOf(1)));
        const whole = await readFile(file);
        const { journal } = await opened(file);
        await journal.sent(submissionOf(2));
        await journal.close();
        const longer = await readFile(file);
        for (const length of [whole.length + 1, whole.length + 9, longer.length - 1]) {
          await writeFile(file, longer);
          await truncate(file, length);
          expect((await reopened(file)).open).to.deep.equal([submissionOf(1)]);
        }
      }));

    it("continues after it", () =>
      withFile(async (file) => {
        await stateAfter(file, (journal) => journal.sent(submissionOf(1)));
        await appendFile(file, "1234");
        const state = await stateAfter(file, (journal) => journal.sent(submissionOf(2)));
        expect(state.open).to.deep.equal([submissionOf(1), submissionOf(2)]);
      }));
  });

  describe("given a line that was changed", () => {
    it("refuses to open with JournalDamaged", () =>
      withFile(async (file) => {
        await stateAfter(file, async (journal) => {
          await journal.sent(submissionOf(1));
          await journal.sent(submissionOf(2));
        });
        const text = await readFile(file, "utf8");
        await writeFile(file, text.replace('"nonce":7', '"nonce":8'));
        expect(await errorOf(reopened(file))).to.include({ code: "JournalDamaged" });
      }));
  });
});
