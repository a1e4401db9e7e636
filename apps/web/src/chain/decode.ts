import { CONTRACTS, decodeLogs, type ContractName } from "@servicecoin/sdk";
import { INTERFACES } from "@servicecoin/sdk/internal";
import { getAddress, type Log, type Result } from "ethers";
import type { Network } from "../config/config.ts";
import { rpc } from "./rpc.ts";

/** A transaction in words. */
export interface ExploredTransaction {
  hash: string;
  from: string;
  /** Null when it creates a contract. */
  to: string | null;
  /** Wei. */
  value: bigint;
  /** Undefined while it is not mined. */
  mined: { block: number; isSuccess: boolean; gasUsed: number; fee: bigint } | undefined;
  call: { contract: string; name: string; args: Record<string, unknown> } | "unknown" | "none";
  events: {
    block: number;
    logIndex: number;
    transactionHash: string;
    contract: string;
    event: string;
    args: Record<string, unknown>;
  }[];
}

interface RpcTransaction {
  from: string;
  to: string | null;
  value: string;
  input: string;
}

interface RpcReceipt {
  blockNumber: string;
  status: string;
  gasUsed: string;
  effectiveGasPrice?: string;
  logs: { address: string; topics: string[]; data: string; logIndex: string }[];
}

/** Reads and decodes a transaction; null when the node does not know it. @throws RpcError */
export async function readTransaction(network: Network, hash: string): Promise<ExploredTransaction | null> {
  const transaction = await rpc<RpcTransaction | null>(network.rpc, "eth_getTransactionByHash", [hash]);
  if (transaction === null) return null;
  const receipt = await rpc<RpcReceipt | null>(network.rpc, "eth_getTransactionReceipt", [hash]);
  const { from, to, value, input } = transaction;
  return {
    hash,
    from: getAddress(from),
    to: to === null ? null : getAddress(to),
    value: BigInt(value),
    mined: receipt === null ? undefined : minedOf(receipt),
    call: input === "0x" ? "none" : callOf(network, to, input),
    events: receipt === null ? [] : eventsOf(network, hash, receipt),
  };
}

function minedOf({ blockNumber, status, gasUsed, effectiveGasPrice = "0x0" }: RpcReceipt) {
  const fee = BigInt(gasUsed) * BigInt(effectiveGasPrice);
  return { block: Number(blockNumber), isSuccess: status === "0x1", gasUsed: Number(gasUsed), fee };
}

function callOf({ deployment }: Network, to: string | null, data: string): ExploredTransaction["call"] {
  const contract = CONTRACTS.find((name) => sameAddress(deployment.contracts[name].address, to));
  if (contract === undefined) return "unknown";
  const parsed = INTERFACES[contract].parseTransaction({ data });
  return parsed === null ? "unknown" : { contract, name: parsed.name, args: namedOf(parsed.args) };
}

function eventsOf({ deployment }: Network, hash: string, { blockNumber, logs }: RpcReceipt) {
  const addresses = Object.fromEntries(
    CONTRACTS.map((name): [ContractName, string] => [name, deployment.contracts[name].address]),
  ) as Record<ContractName, string>;
  const decodable = logs.map(
    ({ address, topics, data, logIndex }) =>
      ({
        ...{ address, topics, data, transactionHash: hash },
        blockNumber: Number(blockNumber),
        index: Number(logIndex),
      }) as unknown as Log,
  );
  return decodeLogs(addresses, decodable).map(({ contract, name, args, logIndex }) => ({
    ...{ block: Number(blockNumber), logIndex, transactionHash: hash, contract, event: name },
    args: args as unknown as Record<string, unknown>,
  }));
}

/** Arguments by name, also those within structs. */
function namedOf(result: Result): Record<string, unknown> {
  return result.toObject(true);
}

function sameAddress(one: string, other: string | null): boolean {
  return one.toLowerCase() === other?.toLowerCase();
}
