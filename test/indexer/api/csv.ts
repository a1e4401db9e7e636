import { expect } from "chai";
import { toCsv } from "../../../packages/indexer/src/api/csv.js";

describe("indexer API: CSV", () => {
  it("quotes commas, quotes and line ends, and puts nested fields into columns", () => {
    const rows = [{ a: 'x "y", z', b: { c: "line\nend" }, d: [1, 2], e: null, f: false }];
    expect(toCsv(rows, ["a", "b.c", "d", "e", "f"])).to.equal(
      'a,b.c,d,e,f\r\n"x ""y"", z","line\nend","[1,2]",,false\r\n',
    );
  });

  it("does not let a spreadsheet run what a stranger wrote", () => {
    const texts = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1"];
    const lines = toCsv(
      texts.map((text) => ({ text })),
      ["text"],
    ).split("\r\n");
    for (const line of lines.slice(1, -1)) expect(line).to.match(/^"?'/);
    expect(toCsv([{ text: "-5" }], ["text"])).to.equal("text\r\n-5\r\n", "a negative number is no formula");
  });

  it("has a header also without rows", () => {
    expect(toCsv([], ["a", "b"])).to.equal("a,b\r\n");
  });
});
