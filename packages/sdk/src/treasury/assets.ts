import { formatUnits, ZeroAddress } from "ethers";
import { formatScv } from "../core/amounts.js";
import type { Client } from "../core/client.js";

/** The asset that is ether. */
export const ETHER = ZeroAddress;

/** An amount of an asset as people read it; of tokens that are not ours the decimals are not known. */
export function formatAsset({ addresses }: Pick<Client, "addresses">, asset: string, amount: bigint): string {
  if (asset === ETHER) return `${formatUnits(amount, 18).replace(/\.0$/, "")} ether`;
  if (asset.toLowerCase() === addresses.ServiceCoin.toLowerCase()) return `${formatScv(amount)} SCV`;
  return `${amount.toString()} base units of ${asset}`;
}
