import { formatUnits, parseUnits } from "ethers";
import { ServiceCoinError } from "./errors.js";

/** Decimals of SCV and vSCV. */
export const DECIMALS = 18;

/**
 * Base units of an amount as people write it: `"1.5"` is 1.5 * 10^18.
 * @throws ServiceCoinError `InvalidAmount` when it is no decimal number, is below zero or has more than 18 decimals.
 */
export function parseScv(text: string): bigint {
  if (!/^(\d+\.?\d*|\.\d+)$/.test(text)) throw new ServiceCoinError("InvalidAmount", { amount: text });
  try {
    return parseUnits(text, DECIMALS);
  } catch (error) {
    throw new ServiceCoinError("InvalidAmount", { amount: text }, error);
  }
}

/** An amount of base units as people read it, exactly: `1500000000000000000n` is `"1.5"`. */
export function formatScv(amount: bigint): string {
  return formatUnits(amount, DECIMALS).replace(/\.0$/, "");
}
