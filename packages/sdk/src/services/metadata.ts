import { AbiCoder, hexlify, toUtf8Bytes, type TypedDataDomain } from "ethers";
import { fields, type TypedData } from "../typedData.js";

/**
 * The consent of the account that becomes a service's wallet (ERC-8004). `deadline` is in seconds since 1970, at most 5
 * minutes ahead.
 */
export interface AgentWallet {
  agentId: bigint;
  newWallet: string;
  owner: string;
  deadline: bigint;
}

/** The metadata that ServiceCoin defines. `price` is in base units of SCV per `unit`. */
export interface ServiceTerms {
  category: string;
  price: bigint;
  unit: string;
  endpoint: string;
}

/** One entry of metadata, as `ServiceRegistry.register` takes it. */
export interface MetadataEntry {
  metadataKey: string;
  metadataValue: string;
}

/**
 * Returns the typed data of the wallet's consent.
 * @param domain `eip712Domain()` of ServiceRegistry.
 */
export function agentWalletData(domain: TypedDataDomain, message: AgentWallet): TypedData<AgentWallet> {
  const AgentWalletSet = fields("uint256 agentId,address newWallet,address owner,uint256 deadline");
  return { domain, types: { AgentWalletSet }, message };
}

/** Encodes the metadata of a service. Terms that are not given get no entry. */
export function serviceMetadata(terms: Partial<ServiceTerms>): MetadataEntry[] {
  const { price, ...texts } = terms;
  const entries = Object.entries<string | undefined>(texts).flatMap(([metadataKey, text]) =>
    text === undefined ? [] : [{ metadataKey, metadataValue: hexlify(toUtf8Bytes(text)) }],
  );
  if (price !== undefined) entries.push({ metadataKey: "price", metadataValue: priceMetadata(price) });
  return entries;
}

/** Encodes the value of the key `price`: `abi.encode(uint256)`. */
export function priceMetadata(price: bigint): string {
  return AbiCoder.defaultAbiCoder().encode(["uint256"], [price]);
}
