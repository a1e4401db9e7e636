import { expect } from "chai";
import { plainText } from "../../../packages/gateway/src/discovery/listing.js";

describe("plainText", () => {
  const cases: [string, string, string][] = [
    ["keeps letters of every script", "für Zürich, 天気 ☀", "für Zürich, 天気 ☀"],
    ["joins lines", " a\r\n\tb\u2028c\u0085d ", "a b c d"],
    ["removes control characters", "a\u0000\u001b[2Jb\u009b", "a [2Jb"],
    ["removes direction marks", "\u202Eexe.\u2066gnp\u2069\u200F", "exe.gnp"],
    ["removes invisible characters", "a\u200Bb\uFEFFc\u{E0041}d\u00AD", "abcd"],
    ["removes unpaired surrogates", "a\uD800b\uDC00", "ab"],
    ["truncates long text", "x".repeat(21), `${"x".repeat(19)}…`],
    ["keeps text of exactly the maximum", "x".repeat(20), "x".repeat(20)],
    ["does not split a character when truncating", `${"x".repeat(18)}😀😀`, `${"x".repeat(18)}…`],
    ["returns an empty text if nothing is left", "\u0000\n", ""],
  ];
  for (const [title, text, expected] of cases) {
    it(title, () => {
      expect(plainText(text, 20)).to.equal(expected);
    });
  }

  it("does not read all of a text that is far too long", () => {
    expect(plainText(`${" ".repeat(80)}late`, 20)).to.equal("");
  });
});
