import { formatUnits, parseUnits } from "ethers";
import { ServiceCoinError } from "./errors.js";

/** Decimals of SCV and vSCV. */
export const DECIMALS = 18;

/**
 * Parses an amount of SCV into base units: `"1.5"` is 1.5 * 10^18.
 * @throws ServiceCoinError `InvalidAmount` when it is not a decimal number, is negative or has more than 18 decimals
 * @example
 * ```ts
 * const amount = parseScv("1.25"); // 1250000000000000000n
 * ```
 */
export function parseScv(text: string): bigint {
  if (!/^(\d+\.?\d*|\.\d+)$/.test(text)) throw new ServiceCoinError("InvalidAmount", { amount: text });
  try {
    return parseUnits(text, DECIMALS);
  } catch (error) {
    throw new ServiceCoinError("InvalidAmount", { amount: text }, error);
  }
}

/**
 * Formats base units as an amount of SCV, without rounding: `1500000000000000000n` is `"1.5"`.
 * @example
 * ```ts
 * const balance = await readBalance(client, { account: payee });
 * console.log(formatScv(balance), "SCV");
 * ```
 */
export function formatScv(amount: bigint): string {
  return formatUnits(amount, DECIMALS).replace(/\.0$/, "");
}
