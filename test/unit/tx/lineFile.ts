import { appendFile, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { LineFile, readLineFile, readLines, rewriteLineFile, writeLine } from "../../../packages/tx/src/lineFile.js";
import { errorOf, withFile } from "../../fixtures/gateway.js";

async function allOf(values: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const value of values) all.push(value);
  return all;
}

/** Splits bytes into chunks. */
async function* chunksOf(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield Promise.resolve(bytes.subarray(at, at + length));
}

const COMPACTION = { limit: Infinity, onWritten: () => undefined, compacted: () => [] };

describe("LineFile", () => {
  it("is read in chunks of any size, even within a character", async () => {
    const values = [{ a: "é\n€" }, [1, [2]], "x".repeat(50), null];
    const bytes = Buffer.from(writeLine(values.slice(0, 1)) + writeLine(values.slice(1)));
    for (const length of [1, 2, 7, bytes.length - 1, bytes.length]) {
      expect(await allOf(readLines(chunksOf(bytes, length)))).to.deep.equal(values);
    }
  });

  it("is empty if it does not exist", () =>
    withFile(async (file) => {
      expect(await allOf(readLineFile(file))).to.deep.equal([]);
    }));

  it("throws the error of the file system if it cannot be read", () =>
    withFile(async (file) => {
      expect(await errorOf(allOf(readLineFile(path.dirname(file))))).to.include({ code: "EISDIR" });
    }));

  it("loses only the last write if the disk has it partially", () =>
    withFile(async (file) => {
      const lines = await LineFile.open(file, COMPACTION);
      await lines.append({ first: 1 });
      // The second and the third value wait for the disk and share a write.
      await Promise.all([lines.append({ first: 2 }), lines.append({ second: "torn" }), lines.append({ third: 3 })]);
      await lines.close();
      const text = await readFile(file, "utf8");
      expect(await allOf(readLineFile(file))).to.have.length(4);
      await writeFile(file, text.replace("torn", "\0\0\0\0"));
      expect(await allOf(readLineFile(file))).to.deep.equal([{ first: 1 }, { first: 2 }]);
    }));

  it("is damaged if anything follows an invalid line", () =>
    withFile(async (file) => {
      await writeFile(file, `${writeLine([1])}nonsense\n`);
      expect(await allOf(readLineFile(file))).to.deep.equal([1]);
      for (const more of ["1", writeLine([2])]) {
        await writeFile(file, `${writeLine([1])}nonsense\n`);
        await appendFile(file, more);
        expect(await errorOf(allOf(readLineFile(file)))).to.include({
          code: "JournalDamaged",
          message: "Line 2 of the journal is damaged.",
        });
      }
    }));

  it("is rewritten with one value per line", () =>
    withFile(async (file) => {
      await rewriteLineFile(file, [1, { two: 2 }]);
      expect(await readFile(file, "utf8")).to.equal(writeLine([1]) + writeLine([{ two: 2 }]));
    }));
});
