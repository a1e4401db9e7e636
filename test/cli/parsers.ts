import { expect } from "chai";
import { encodeBytes32String, parseEther } from "ethers";
import { CliError } from "../../packages/cli/src/errors/cliError.js";
import { parseAddress } from "../../packages/cli/src/parse/address.js";
import { parseAmount, parsePercent, parsePositiveAmount, typedAmount } from "../../packages/cli/src/parse/amount.js";
import { parseCount, parseId } from "../../packages/cli/src/parse/number.js";
import { parseOneOf, parseText, type Parser } from "../../packages/cli/src/parse/parser.js";
import { parseHash, parseReference } from "../../packages/cli/src/parse/reference.js";
import { formatDuration, parseDuration, parseTime } from "../../packages/cli/src/parse/time.js";

const NOW = 1_800_000_000n;
const ADDRESS = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const HASH = `0x${"ab".repeat(32)}`;

function table<T>(title: string, parse: Parser<T>, good: [string, T][], code: string, refused: string[]): void {
  describe(`cli parser: ${title}`, () => {
    for (const [text, value] of good) {
      it(`reads ${JSON.stringify(text)}`, () => {
        expect(parse(text, "it")).to.equal(value);
      });
    }
    for (const text of refused) {
      it(`refuses ${JSON.stringify(text)}`, () => {
        expect(() => parse(text, "it"))
          .to.throw(CliError, /^it: /)
          .with.property("code", code);
      });
    }
  });
}

table(
  "amount",
  parseAmount,
  [
    ["1.5", parseEther("1.5")],
    ["1.5 SCV", parseEther("1.5")],
    [" 2scv ", parseEther("2")],
    ["3 vSCV", parseEther("3")],
    [".5", parseEther("0.5")],
    ["0", 0n],
    ["0.000000000000000001", 1n],
  ],
  "BadAmount",
  ["", "x", "-1", "1,5", "1e18", "1.5 ETH", "1.5.5", "0x10", "0.0000000000000000001", "SCV", "."],
);
table("amount above zero", parsePositiveAmount, [["1", parseEther("1")]], "BadAmount", ["0", "0.0"]);
table(
  "percent",
  parsePercent,
  [
    ["2.5%", 250n],
    ["2.05", 205n],
    ["0", 0n],
    ["100 %", 10_000n],
  ],
  "BadPercent",
  ["", "-1", "100.01", "1.005", "x%"],
);
table(
  "address",
  parseAddress,
  [
    [ADDRESS, ADDRESS],
    [ADDRESS.toLowerCase(), ADDRESS],
  ],
  "BadAddress",
  ["", "0x", ADDRESS.slice(2), ADDRESS.replace("C8", "c8"), `${ADDRESS}00`, "vitalik.eth", HASH],
);
table(
  "duration",
  parseDuration,
  [
    ["2d", 172_800n],
    ["90m", 5400n],
    ["1h30m", 5400n],
    ["1w1d1h1m1s", 694_861n],
    ["0s", 0n],
  ],
  "BadDuration",
  ["", "2", "d", "1.5h", "30m1h", "-2d", "2 d", "2y", "1h1h"],
);
table(
  "time",
  parseTime(NOW),
  [
    ["now", NOW],
    ["2d", NOW + 172_800n],
    ["@1767225600", 1_767_225_600n],
    ["2026-01-01", 1_767_225_600n],
    ["2026-01-01T00:00", 1_767_225_600n],
    ["2026-01-01 00:00:30Z", 1_767_225_630n],
    ["2026-01-01T01:00+01:00", 1_767_225_600n],
  ],
  "BadTime",
  [
    "",
    "tomorrow",
    "1767225600",
    "2026-02-30",
    "2026-13-01",
    "2026-01-01T25:00",
    "01.01.2026",
    "@",
    "@-1",
    "1960-01-01",
  ],
);
table(
  "reference",
  parseReference,
  [
    ["invoice-7", encodeBytes32String("invoice-7")],
    ["x".repeat(31), encodeBytes32String("x".repeat(31))],
    [HASH.toUpperCase().replace("X", "x"), HASH],
  ],
  "BadReference",
  ["", "0x12", `${HASH}00`, "x".repeat(32), "ü".repeat(16)],
);
table("hash", parseHash, [[HASH, HASH]], "BadHash", ["", "invoice-7", "0x12"]);
table(
  "id",
  parseId,
  [
    ["7", 7n],
    ["0x10", 16n],
    [(2n ** 256n - 1n).toString(), 2n ** 256n - 1n],
  ],
  "BadNumber",
  ["", "-1", "1.5", "x", (2n ** 256n).toString()],
);
table("count", parseCount(1, 9), [["9", 9]], "BadNumber", ["", "0", "10", "-1", "1.5", "99999999999999999999"]);
table("choice", parseOneOf(["for", "against"]), [["FOR", "for"]], "BadChoice", ["", "abstain"]);
table("text", parseText, [["a b", "a b"]], "BadText", [""]);

describe("cli parser: all", () => {
  it("never repeats what may be a key", () => {
    for (const parse of [parseAmount, parseAddress, parseDuration, parseTime(NOW), parseCount(0), parsePercent]) {
      expect(() => parse(HASH, "it"), "with 0x").to.throw(CliError, "<64 hex digits>");
      expect(() => parse(HASH.slice(2), "it"), "without")
        .to.throw(CliError)
        .with.property("message")
        .not.include("abab");
    }
  });

  it("reads what is written", () => {
    for (const amount of [0n, 1n, parseEther("1.5")]) expect(parseAmount(typedAmount(amount), "it")).to.equal(amount);
    for (const seconds of [0n, 59n, 5400n, 700_000n]) {
      expect(parseDuration(formatDuration(seconds), "it")).to.equal(seconds);
    }
  });
});
