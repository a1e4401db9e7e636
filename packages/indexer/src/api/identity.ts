import { getAddress } from "ethers";
import type { ContractName } from "@servicecoin/sdk";
import type { Snapshot } from "../query/reader.js";
import type { Identity } from "../store/identity.js";

/** The system that an index is of. */
export interface System {
  chainId: number;
  /** Address of each contract, in checksum form. */
  addresses: Readonly<Record<ContractName, string>>;
  fromBlock: number;
}

/** Reads which system the index is of. */
export async function readSystem(db: Snapshot): Promise<System> {
  const row = await db.selectFrom("meta").select("value").where("key", "=", "identity").executeTakeFirstOrThrow();
  const { chainId, addresses, fromBlock } = JSON.parse(row.value) as Identity;
  const entries = Object.entries(addresses).map(([name, address]) => [name, getAddress(address)]);
  return {
    chainId: Number(chainId),
    addresses: Object.fromEntries(entries) as Record<ContractName, string>,
    fromBlock,
  };
}
