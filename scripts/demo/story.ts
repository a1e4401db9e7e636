import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { encodeBytes32String, type AddressLike } from "ethers";
import { ServiceCoinError, type Client, type Sent } from "../../packages/sdk/src/index.js";
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
  /** The system as one of the cast sees it. */
  as: (who: keyof Cast) => Client;
}

/** A proposal, and what its execution changes. */
export interface Proposed {
  proposalId: bigint;
  gains: Gains;
}

/** A short text as the 32 bytes of a payment reference. */
export const reference = encodeBytes32String;

/**
 * Waits for an action that the chain must refuse.
 * @param code The error that must come.
 * @returns The error.
 * @throws OperatorError when the action goes through.
 */
export async function refused(code: string, action: Promise<unknown>): Promise<string> {
  try {
    await action;
  } catch (error) {
    if (error instanceof ServiceCoinError && error.code === code) return code;
    throw error;
  }
  throw new OperatorError(`the chain accepted what it must refuse with ${code}`);
}

/**
 * Waits for a transaction and checks to the base unit what everyone gains by it.
 * @param gainsAt What holders must gain when the transaction's block has that time; those that are not named, nothing.
 * @throws OperatorError when anyone has gained more or less.
 */
export async function send<Result extends Sent>(
  stage: Stage,
  sending: Promise<Result>,
  gainsAt: (time: bigint) => Gains,
): Promise<Result> {
  const sent = await sending;
  const { receipt } = sent;
  const { timestamp } = await receipt.getBlock();
  const expected = gainsAt(BigInt(timestamp));
  const before = await balances(stage, receipt.blockNumber - 1);
  const after = await balances(stage, receipt.blockNumber);
  for (const [holder, balance] of Object.entries(after) as [Holder, bigint][]) {
    const [gain, due] = [balance - before[holder], expected[holder] ?? 0n];
    if (gain !== due) throw new OperatorError(`${holder} gained ${scv(gain)} and should have gained ${scv(due)}`);
  }
  return sent;
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
