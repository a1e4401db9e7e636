import { expect } from "chai";
import { en } from "../../../apps/web/src/i18n/en/index.ts";
import { parseBatch } from "../../../apps/web/src/screens/pay/batch.ts";
import { parseCsv } from "../../../apps/web/src/screens/pay/csv.ts";

const ANNA = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const BOB = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const BOOK = { [ANNA.toLowerCase()]: "Anna", [BOB.toLowerCase()]: "Bob, the roofer" };
const SCV = 10n ** 18n;

const parse = (text: string) => parseBatch(text, BOOK, en);
const fieldsOf = (text: string) => parseCsv(text).map(({ fields }) => fields);

describe("page: table of payments", () => {
  describe("as text", () => {
    it("reads what spreadsheets write: byte order mark, quotes, any line ends", () => {
      expect(fieldsOf('\uFEFF"Bob, ""the"" roofer",1.5\r\nb,2\rc,3\n')).to.deep.equal([
        ['Bob, "the" roofer', "1.5"],
        ["b", "2"],
        ["c", "3"],
      ]);
    });

    it("separates by semicolons or tabs where there are any, so that decimal commas stay", () => {
      expect(fieldsOf("a;1,5\nb;2")).to.deep.equal([
        ["a", "1,5"],
        ["b", "2"],
      ]);
      expect(fieldsOf("a\t1,5")).to.deep.equal([["a", "1,5"]]);
      expect(fieldsOf('"a;b",1')).to.deep.equal([["a;b", "1"]]);
    });

    it("counts lines as an editor does, over empty ones and breaks within quotes", () => {
      expect(parseCsv('a,1\n\n"b\nc",2\r\n\r\nd,3').map(({ line }) => line)).to.deep.equal([1, 3, 6]);
    });
  });

  describe("as payments", () => {
    it("takes addresses in any case, and names of the address book", () => {
      const { rows, total, faults } = parse(`${ANNA},1\n${BOB.toLowerCase()},"0,25"\n"bob, the roofer",2`);
      expect(faults).to.deep.equal([]);
      expect(rows.map(({ to, amount }) => [to, amount])).to.deep.equal([
        [ANNA, SCV],
        [BOB, SCV / 4n],
        [BOB, 2n * SCV],
      ]);
      expect(total).to.equal((13n * SCV) / 4n);
    });

    it("reads columns by their names, in any order", () => {
      const { rows, hasReferences } = parse(`Note;Amount;Address\ninvoice 1;1,5;${ANNA}`);
      expect(rows).to.deep.equal([{ line: 2, to: ANNA, amount: (3n * SCV) / 2n }]);
      expect(hasReferences).to.equal(true);
    });

    it("never takes a decimal comma that split a column for a whole amount", () => {
      expect(parse(`${ANNA},1,5`)).to.deep.include({
        rows: [],
        faults: [{ line: 1, sentence: en.pay.batchSplit("1,5") }],
      });
      expect(parse(`address,amount,reference\n${ANNA},1,5,x`).faults).to.have.length(1);
      expect(parse(`address,amount,reference\n${ANNA},1,5`).rows).to.have.length(1);
    });

    it("refuses an amount with a thousands separator, which could be either", () => {
      for (const amount of ["1,234", "1.234,5", "1 2x", "-1", "0", ""]) {
        expect(parse(`${ANNA};${amount}`).faults, amount).to.have.length(1);
      }
    });

    it("takes three decimals after a comma where no thousands can be meant", () => {
      expect(parse(`${ANNA};0,001\n${BOB};,125`).rows.map(({ amount }) => amount)).to.deep.equal([
        SCV / 1_000n,
        SCV / 8n,
      ]);
    });

    it("names the line of each mistake, and pays nothing of it", () => {
      const bad = ANNA.replace("0x7", "0x8");
      const { rows, faults } = parse(
        `${ANNA},1\n${bad},1\nCarl,1\n${"0x".padEnd(42, "0")},1\n${BOB},${"9".repeat(29)}`,
      );
      expect(rows.map(({ line }) => line)).to.deep.equal([1]);
      expect(faults).to.deep.equal([
        { line: 2, sentence: en.pay.batchRecipient(bad, en.common.addressChecksum) },
        { line: 3, sentence: en.pay.batchRecipient("Carl", en.pay.unknownName) },
        { line: 4, sentence: en.pay.batchNobody },
        { line: 5, sentence: en.pay.batchTooMuch },
      ]);
    });

    it("tells which lines pay the same account", () => {
      expect(parse(`${ANNA},1\nBob,1\nAnna,2`).duplicates).to.deep.equal([{ to: ANNA, lines: [1, 3] }]);
    });

    it("does not choose between two accounts of one name", () => {
      const twins = { [ANNA.toLowerCase()]: "Sam", [BOB.toLowerCase()]: "sam" };
      expect(parseBatch("Sam,1", twins, en).faults).to.deep.equal([
        { line: 1, sentence: en.pay.batchRecipient("Sam", en.pay.ambiguousName(2)) },
      ]);
    });

    it("reads a thousand lines", () => {
      const line = (index: number) => `0x${(index + 1).toString(16).padStart(40, "0")},0.01`;
      const { rows, faults } = parse(Array.from({ length: 1_000 }, (_, index) => line(index)).join("\n"));
      expect([rows.length, faults.length]).to.deep.equal([1_000, 0]);
    });
  });
});
