import { ZeroAddress } from "ethers";
import type { Client } from "@servicecoin/sdk";
import { ether, scv } from "./value.js";

/** Symbol of an asset, or null of a token that is not ours. */
export type AssetSymbol = "SCV" | "ETH" | null;

export function symbolOf(addresses: Client["addresses"], asset: string): AssetSymbol {
  if (asset === ZeroAddress) return "ETH";
  return asset === addresses.ServiceCoin ? "SCV" : null;
}

/** An amount of an asset; of tokens that are not ours the decimals are not known. */
export function assetAmount(symbol: AssetSymbol, amount: bigint): string {
  if (symbol === "ETH") return ether(amount);
  return symbol === "SCV" ? scv(amount) : `${amount.toString()} base units`;
}
