import { parseEther as toWei, ZeroAddress } from "ethers";
import type { Client } from "@servicecoin/sdk";
import { parseAddress } from "./address.js";
import { parseAmount } from "./amount.js";
import { bad, type Parser } from "./parser.js";

type Addresses = Client["addresses"];

/** An asset of the treasury as the user types it: `scv`, `eth`, or the address of a token. */
export type AssetWord = "scv" | "eth" | `0x${string}`;

/** An amount of an asset. Whether it is SCV depends on the address of the coin. */
export interface Money {
  asset: AssetWord;
  /** Returns the base units of the asset. */
  amountAt: (addresses: Addresses) => bigint;
}

/** Parses `scv`, `eth` or the address of a token. The zero address is ether. */
export const parseAsset: Parser<AssetWord> = (text, name) => {
  if (/^scv$/i.test(text)) return "scv";
  if (/^eth(er)?$/i.test(text)) return "eth";
  if (!/^0x/i.test(text)) throw bad("Asset", text, name, "is not an asset: use scv, eth, or the address of a token.");
  const address = parseAddress(text, name);
  return address === ZeroAddress ? "eth" : (address as `0x${string}`);
};

/** Returns the address that identifies an asset in the contracts. */
export function addressOfAsset(addresses: Addresses, asset: AssetWord): string {
  if (asset === "scv") return addresses.ServiceCoin;
  return asset === "eth" ? ZeroAddress : asset;
}

/** Parses an amount of ether into wei, such as `0.5`, `0.5 eth` or `0.5ether`. */
export const parseEther: Parser<bigint> = (text, name) => {
  const match = /^(\d+\.?\d*|\.\d+)\s*(?:eth(?:er)?)?$/i.exec(text.trim());
  const how = "is not an amount of ether: write it like 0.5, with at most 18 decimals.";
  if (match === null) throw bad("Amount", text, name, how);
  const [, number = ""] = match;
  if ((number.split(".")[1] ?? "").length > 18) throw bad("Amount", text, name, how);
  return inRange(toWei(number), text, name);
};

/** Parses an amount: SCV and ether like 1.5, other tokens in base units because their decimals are unknown. */
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
  const how = "is not a whole number of base units: write amounts of other tokens in base units.";
  if (!/^\d{1,78}$/.test(text)) throw bad("Amount", text, name, how);
  return inRange(BigInt(text), text, name);
};

/** Checks that an amount fits into the numbers of the contracts. @throws CliError `BadAmount` */
function inRange(amount: bigint, text: string, name: string): bigint {
  if (amount >= 2n ** 128n) throw bad("Amount", text, name, "is too large.");
  return amount;
}
