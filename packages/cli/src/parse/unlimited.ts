import { MaxUint256 } from "ethers";
import { parseAmount } from "./amount.js";
import type { Parser } from "./parser.js";

/** Parses an allowance: an amount, or `unlimited`. */
export const parseAllowance: Parser<bigint> = (text, name) =>
  /^unlimited$/i.test(text) ? MaxUint256 : parseAmount(text, name);
