import { formatUnits, ZeroAddress } from "ethers";
import { formatScv } from "../core/amounts.js";
import type { Client } from "../core/client.js";

/** The zero address, which stands for ether as an asset. */
export const ETHER = ZeroAddress;

/**
 * Formats an amount of an asset for people. Amounts of tokens other than SCV stay in base units, because their decimals
 * are not known.
 */
export function formatAsset({ addresses }: Pick<Client, "addresses">, asset: string, amount: bigint): string {
  if (asset === ETHER) return `${formatUnits(amount, 18).replace(/\.0$/, "")} ether`;
  if (asset.toLowerCase() === addresses.ServiceCoin.toLowerCase()) return `${formatScv(amount)} SCV`;
  return `${amount.toString()} base units of ${asset}`;
}
