import { formatUnits } from "ethers";
import { DECIMALS, parseScv } from "@servicecoin/sdk";
import { bad, type Parser } from "./parser.js";

/** The contracts store amounts of SCV with 96 bits, and never more SCV than that can exist. */
const MOST = 2n ** 96n - 1n;
const HOW = "is not an amount of SCV: write it like 1.5, with at most 18 decimals.";

/** Parses an amount into base units, such as `1.5`, `1.5 SCV` or `1.5scv`. */
export const parseAmount: Parser<bigint> = (text, name) => {
  const amount = amountIn(text, name);
  if (amount > MOST) throw bad("Amount", text, name, `is more than ${typedAmount(MOST)} SCV, the most there can be.`);
  return amount;
};

function amountIn(text: string, name: string): bigint {
  const match = /^([\d.]+)\s*([a-z]*)$/i.exec(text.trim());
  if (match === null) throw bad("Amount", text, name, HOW);
  const [, number = "", unit = ""] = match;
  if (!/^(v?scv)?$/i.test(unit)) throw bad("Amount", text, name, `is in ${unit}: amounts must be in SCV.`);
  try {
    return parseScv(number);
  } catch {
    throw bad("Amount", text, name, HOW);
  }
}

/** Parses an amount above zero. */
export const parsePositiveAmount: Parser<bigint> = (text, name) => {
  const amount = parseAmount(text, name);
  if (amount === 0n) throw bad("Amount", text, name, "must be above zero.");
  return amount;
};

/** Parses a percentage into basis points, such as `2.5%` or `2.5`. */
export const parsePercent: Parser<bigint> = (text, name) => {
  const match = /^(\d+)(?:\.(\d{1,2}))?\s*%?$/.exec(text.trim());
  if (match === null)
    throw bad("Percent", text, name, "is not a percentage: write it like 2.5%, with at most 2 decimals.");
  const [, whole = "", decimals = ""] = match;
  const points = BigInt(whole) * 100n + BigInt(decimals.padEnd(2, "0"));
  if (points > 10_000n) throw bad("Percent", text, name, "is more than 100 %.");
  return points;
};

/** Formats an amount so that `parseAmount` reads it. */
export function typedAmount(amount: bigint): string {
  return formatUnits(amount, DECIMALS).replace(/\.0$/, "");
}
