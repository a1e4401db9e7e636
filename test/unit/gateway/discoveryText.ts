import { expect } from "chai";
import { plainText } from "../../../packages/gateway/src/discovery/text.js";

describe("plainText", () => {
  const cases: [string, string, string][] = [
    ["keeps letters of every script", "für Zürich, 天気 ☀", "für Zürich, 天気 ☀"],
    ["makes one line", " a\r\n\tb\u2028c\u0085d ", "a b c d"],
    ["takes control characters away", "a\u0000\u001b[2Jb\u009b", "a [2Jb"],
    ["takes marks of direction away", "\u202Eexe.\u2066gnp\u2069\u200F", "exe.gnp"],
    ["takes what is invisible away", "a\u200Bb\uFEFFc\u{E0041}d\u00AD", "abcd"],
    ["takes halves of characters away", "a\uD800b\uDC00", "ab"],
    ["cuts", "x".repeat(21), `${"x".repeat(19)}…`],
    ["leaves what just fits", "x".repeat(20), "x".repeat(20)],
    ["cuts between characters", `${"x".repeat(18)}😀😀`, `${"x".repeat(18)}…`],
    ["gives nothing for nothing", "\u0000\n", ""],
  ];
  for (const [what, text, expected] of cases) {
    it(what, () => {
      expect(plainText(text, 20)).to.equal(expected);
    });
  }

  it("does not look at all of a text that is far too long", () => {
    expect(plainText(`${" ".repeat(80)}late`, 20)).to.equal("");
  });
});
