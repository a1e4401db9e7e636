import { parseEther as toWei, ZeroAddress } from "ethers";
import type { Client } from "@servicecoin/sdk";
import { parseAddress } from "./address.js";
import { parseAmount } from "./amount.js";
import { bad, type Parser } from "./parser.js";

type Addresses = Client["addresses"];

/** An asset of the treasury as it is typed: `scv`, `eth`, or the address of a token. */
export type AssetWord = "scv" | "eth" | `0x${string}`;

/** An amount of an asset, known exactly once it is known which address the coin has. */
export interface Money {
  asset: AssetWord;
  /** Base units of the asset. */
  amountAt: (addresses: Addresses) => bigint;
}

/** `scv`, `eth` or the address of a token; the zero address is ether. */
export const parseAsset: Parser<AssetWord> = (text, name) => {
  if (/^scv$/i.test(text)) return "scv";
  if (/^eth(er)?$/i.test(text)) return "eth";
  if (!/^0x/i.test(text)) throw bad("Asset", text, name, "is no asset: scv, eth, or the address of a token.");
  const address = parseAddress(text, name);
  return address === ZeroAddress ? "eth" : (address as `0x${string}`);
};

/** The address that contracts know an asset by. */
export function addressOfAsset(addresses: Addresses, asset: AssetWord): string {
  if (asset === "scv") return addresses.ServiceCoin;
  return asset === "eth" ? ZeroAddress : asset;
}

/** Wei of an amount such as `0.5`, `0.5 eth` or `0.5ether`. */
export const parseEther: Parser<bigint> = (text, name) => {
  const match = /^(\d+\.?\d*|\.\d+)\s*(?:eth(?:er)?)?$/i.exec(text.trim());
  const how = "is no amount of ether: write it like 0.5, with 18 decimals at most.";
  if (match === null) throw bad("Amount", text, name, how);
  try {
    return toWei(match[1]);
  } catch {
    throw bad("Amount", text, name, how);
  }
};

/** Amounts of SCV and of ether are written like 1.5; of other tokens, whose decimals are not known, in base units. */
export function parseMoney(asset: AssetWord): Parser<Money> {
  return (text, name) => {
    if (asset === "scv" || asset === "eth") {
      const amount = asset === "scv" ? parseAmount(text, name) : parseEther(text, name);
      return { asset, amountAt: () => amount };
    }
    return {
      asset,
      amountAt: ({ ServiceCoin }) => (asset === ServiceCoin ? parseAmount(text, name) : parseBaseUnits(text, name)),
    };
  };
}

const parseBaseUnits: Parser<bigint> = (text, name) => {
  const how = "is no whole number of base units, in which amounts of tokens other than SCV are written.";
  if (!/^\d{1,78}$/.test(text)) throw bad("Amount", text, name, how);
  return BigInt(text);
};
