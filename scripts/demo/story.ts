import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import {
  encodeBytes32String,
  type AddressLike,
  type BytesLike,
  type ContractTransactionReceipt,
  type ContractTransactionResponse,
  type Interface,
} from "ethers";
import type { Connection } from "../lib/chain.js";
import type { Deployment } from "../lib/deploySystem.js";
import { OperatorError } from "../lib/errors.js";
import { scv } from "../lib/table.js";

/** Who plays in the demo: accounts of a local chain, as ignition/parameters.ts gives them their coins. */
export interface Cast {
  relayer: HardhatEthersSigner;
  alice: HardhatEthersSigner;
  bob: HardhatEthersSigner;
  carol: HardhatEthersSigner;
  dave: HardhatEthersSigner;
  erin: HardhatEthersSigner;
  steward: HardhatEthersSigner;
  supplier: HardhatEthersSigner;
}

/** Everyone who holds coins in the demo. */
export type Holder = keyof Cast | "treasury" | "hub";

/** Base units of SCV that holders gain, below zero when they lose. */
export type Gains = Partial<Record<Holder, bigint>>;

/** What every scene of the demo works with. */
export interface Stage {
  connection: Connection;
  system: Deployment;
  cast: Cast;
}

/** Calls of one proposal, in the form that `propose`, `queue` and `execute` take. */
export interface Proposal {
  id: bigint;
  targets: string[];
  values: bigint[];
  calldatas: BytesLike[];
  description: string;
  /** What its execution changes. */
  gains: Gains;
}

/** A short text as the 32 bytes of a payment reference. */
export const reference = encodeBytes32String;

/**
 * Runs an action that the chain must refuse.
 * @param contract Interface that declares the error.
 * @param errorName The custom error that must come.
 * @returns The error with its arguments, as text.
 * @throws OperatorError when the action goes through or fails otherwise.
 */
export async function refused(contract: Interface, errorName: string, action: () => Promise<unknown>): Promise<string> {
  try {
    await action();
  } catch (error) {
    const data = revertData(error);
    const parsed = data === undefined ? null : contract.parseError(data);
    if (parsed?.name === errorName) return `${errorName}(${parsed.args.map(readable).join(", ")})`;
    throw error;
  }
  throw new OperatorError(`the chain accepted what it must refuse with ${errorName}`);
}

/**
 * Sends a transaction and checks to the base unit what everyone gains by it.
 * @param gainsAt What holders must gain when the transaction's block has that time; those that are not named, nothing.
 * @throws OperatorError when anyone has gained more or less.
 */
export async function send(
  stage: Stage,
  transaction: Promise<ContractTransactionResponse>,
  gainsAt: (time: bigint) => Gains,
): Promise<ContractTransactionReceipt> {
  const receipt = await (await transaction).wait();
  if (receipt === null) throw new OperatorError("the transaction was not mined");
  const { timestamp } = await receipt.getBlock();
  const expected = gainsAt(BigInt(timestamp));
  const before = await balances(stage, receipt.blockNumber - 1);
  const after = await balances(stage, receipt.blockNumber);
  for (const [holder, balance] of Object.entries(after) as [Holder, bigint][]) {
    const [gain, due] = [balance - before[holder], expected[holder] ?? 0n];
    if (gain !== due) throw new OperatorError(`${holder} gained ${scv(gain)} and should have gained ${scv(due)}`);
  }
  return receipt;
}

/** What everyone has, after a block or now. */
export async function balances(
  { system: { coin, treasury, hub }, cast }: Stage,
  blockTag: number | "latest" = "latest",
): Promise<Record<Holder, bigint>> {
  const holders = Object.entries<AddressLike>({ ...cast, treasury, hub });
  const entries = holders.map(async ([name, address]) => [name, await coin.balanceOf(address, { blockTag })] as const);
  return Object.fromEntries(await Promise.all(entries)) as Record<Holder, bigint>;
}

function readable(value: unknown): string {
  return typeof value === "bigint" ? scv(value) : String(value);
}

/** Finds the revert data in an error of ethers, Hardhat or a node. */
function revertData(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if ("data" in error && typeof error.data === "string" && error.data.startsWith("0x")) return error.data;
  for (const key of ["data", "error", "info", "cause"]) {
    const data = revertData((error as Record<string, unknown>)[key]);
    if (data !== undefined) return data;
  }
  return undefined;
}
