import { CONTRACTS, type ContractName, type Deployment } from "@servicecoin/sdk";
import { rm } from "node:fs/promises";
import path from "node:path";
import type { UniswapAddresses } from "../../ignition/uniswap.js";
import type { Chain, Connection } from "./chain.js";
import { OperatorError } from "./errors.js";
import { deploymentsRoot, readIfThere, shown, writeAtomically } from "./files.js";

/** One contract in `deployments/<chainId>.json`. */
export interface ContractRecord {
  address: string;
  /** keccak256 of the code on chain. */
  codeHash: string;
  block: number;
  gasUsed: number;
  transactionHash: string;
}

/** `deployments/<chainId>.json`: the deployment of a chain, with what `npm run verify` compares. */
export interface DeploymentRecord extends Deployment {
  network: string;
  /** Commit of the deployed code, or null if it was deployed outside a git repository. */
  commit: string | null;
  /** Hash of the genesis block. Chains with the same id differ in it. */
  genesisHash: string;
  deployer: string;
  /** Total of all transactions, including the transfer of ownership. */
  gasUsed: number;
  transactions: number;
  contracts: Record<ContractName, ContractRecord>;
  /** Uniswap V2 as the checkout uses it. */
  uniswap: UniswapAddresses;
}

export function recordPath(chainId: number): string {
  return path.join(deploymentsRoot(), "deployments", `${chainId}.json`);
}

/**
 * Reads the record of a chain. Undefined if there is none.
 * @throws OperatorError when the file is damaged.
 */
export async function readRecord(chainId: number): Promise<DeploymentRecord | undefined> {
  const file = recordPath(chainId);
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  const record = parse(text);
  if (!isRecord(record) || record.chainId !== chainId) {
    throw new OperatorError(
      `${shown(file)} is damaged: delete it and deploy again, which finds the deployment and writes the file again.`,
    );
  }
  return record;
}

export async function writeRecord(record: DeploymentRecord): Promise<void> {
  await writeAtomically(recordPath(record.chainId), `${JSON.stringify(record, null, 2)}\n`);
}

export async function removeRecord(chainId: number): Promise<void> {
  await rm(recordPath(chainId), { force: true });
}

/** Returns whether the contracts of a record are on this chain, which may have been restarted. */
export async function isOnChain({ ethers }: Connection, chain: Chain, record: DeploymentRecord): Promise<boolean> {
  if (record.genesisHash !== chain.genesisHash) return false;
  const codes = await Promise.all(CONTRACTS.map((name) => ethers.provider.getCode(record.contracts[name].address)));
  return codes.every((code) => code !== "0x");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is DeploymentRecord {
  return (
    isObject(value) &&
    typeof value["chainId"] === "number" &&
    typeof value["network"] === "string" &&
    (value["commit"] === null || typeof value["commit"] === "string") &&
    isHex(value["genesisHash"], 32) &&
    isHex(value["deployer"], 20) &&
    typeof value["gasUsed"] === "number" &&
    typeof value["transactions"] === "number" &&
    isObject(value["uniswap"]) &&
    ["weth", "factory", "router"].every((name) => isObject(value["uniswap"]) && isHex(value["uniswap"][name], 20)) &&
    isObject(value["contracts"]) &&
    Object.values(value["contracts"]).every(isContract) &&
    CONTRACTS.every((name) => isObject(value["contracts"]) && name in value["contracts"])
  );
}

function isContract(value: unknown): boolean {
  return (
    isObject(value) &&
    isHex(value["address"], 20) &&
    isHex(value["codeHash"], 32) &&
    isHex(value["transactionHash"], 32) &&
    typeof value["block"] === "number" &&
    typeof value["gasUsed"] === "number"
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isHex(value: unknown, bytes: number): boolean {
  return typeof value === "string" && new RegExp(`^0x[0-9a-fA-F]{${bytes * 2}}$`).test(value);
}
