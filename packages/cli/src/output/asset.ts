import { ZeroAddress } from "ethers";
import type { Client } from "@servicecoin/sdk";
import { ether, scv } from "./value.js";

/** Symbol of an asset; null for other tokens. */
export type AssetSymbol = "SCV" | "ETH" | null;

export function symbolOf(addresses: Client["addresses"], asset: string): AssetSymbol {
  if (asset === ZeroAddress) return "ETH";
  return asset === addresses.ServiceCoin ? "SCV" : null;
}

/** Formats an amount of an asset. Other tokens are in base units, because their decimals are unknown. */
export function assetAmount(symbol: AssetSymbol, amount: bigint): string {
  if (symbol === "ETH") return ether(amount);
  return symbol === "SCV" ? scv(amount) : `${amount.toString()} base units`;
}
