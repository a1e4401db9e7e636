import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { encodeBytes32String, type AddressLike } from "ethers";
import { ServiceCoinError, type Client, type Sent } from "@servicecoin/sdk";
import type { Connection } from "../lib/chain.js";
import type { DeployedSystem } from "../lib/deploySystem.js";
import { OperatorError } from "../lib/errors.js";
import { scv } from "../lib/table.js";

/** The accounts of the demo: accounts of a local chain, funded by ignition/parameters.ts. */
export interface Cast {
  relayer: HardhatEthersSigner;
  alice: HardhatEthersSigner;
  bob: HardhatEthersSigner;
  carol: HardhatEthersSigner;
  dave: HardhatEthersSigner;
  erin: HardhatEthersSigner;
  steward: HardhatEthersSigner;
  supplier: HardhatEthersSigner;
  /** Has ether and no SCV. */
  guest: HardhatEthersSigner;
}

/**
 * Assigns the accounts of the node.
 * @throws OperatorError when the node has too few.
 */
export function castOf(accounts: readonly HardhatEthersSigner[]): Cast {
  const account = (index: number): HardhatEthersSigner => {
    const found = accounts[index];
    if (found === undefined)
      throw new OperatorError(`The demo needs account ${index} of the node, which has ${accounts.length}.`);
    return found;
  };
  const [relayer, alice, bob] = [account(0), account(1), account(2)];
  const [carol, dave, erin] = [account(3), account(4), account(5)];
  return { relayer, alice, bob, carol, dave, erin, steward: account(7), supplier: account(8), guest: account(9) };
}

/** An account or contract that holds coins in the demo. */
export type Holder = keyof Cast | "treasury" | "hub";

/** Balance changes of the holders in base units of SCV. */
export type Gains = Partial<Record<Holder, bigint>>;

/** The context of every scene of the demo. */
export interface Stage {
  connection: Connection;
  system: DeployedSystem;
  cast: Cast;
  /** Returns the client of an account. */
  as: (who: keyof Cast) => Client;
}

/** A proposal and the balance changes of its execution. */
export interface Proposed {
  proposalId: bigint;
  gains: Gains;
}

/** Encodes a short text as the 32 bytes of a payment reference. */
export const reference = encodeBytes32String;

/**
 * Waits for an action that the contracts must reject.
 * @param code Expected error code.
 * @returns The error code.
 * @throws OperatorError when the action succeeds.
 */
export async function refused(code: string, action: Promise<unknown>): Promise<string> {
  try {
    await action;
  } catch (error) {
    if (error instanceof ServiceCoinError && error.code === code) return code;
    throw error;
  }
  throw new OperatorError(`the transaction succeeded instead of failing with ${code}`);
}

/**
 * Waits for a transaction and checks every balance change, exact to the base unit.
 * @param gainsAt Returns the expected changes, given Unix time and number of the block. Holders not listed must not
 * change.
 * @throws OperatorError when a change differs.
 */
export async function send<Result extends Sent>(
  stage: Stage,
  sending: Promise<Result>,
  gainsAt: (time: bigint, block: number) => Gains | Promise<Gains>,
): Promise<Result> {
  const sent = await sending;
  const { receipt } = sent;
  const { timestamp } = await receipt.getBlock();
  const expected = await gainsAt(BigInt(timestamp), receipt.blockNumber);
  const before = await balances(stage, receipt.blockNumber - 1);
  const after = await balances(stage, receipt.blockNumber);
  for (const [holder, balance] of Object.entries(after) as [Holder, bigint][]) {
    const [gain, due] = [balance - before[holder], expected[holder] ?? 0n];
    if (gain !== due) throw new OperatorError(`${holder} gained ${scv(gain)} and should have gained ${scv(due)}`);
  }
  return sent;
}

/** Reads the balances of all holders after a block. Default: the latest block. */
export async function balances(
  { system: { coin, treasury, hub }, cast }: Stage,
  blockTag: number | "latest" = "latest",
): Promise<Record<Holder, bigint>> {
  const holders = Object.entries<AddressLike>({ ...cast, treasury, hub });
  const entries = holders.map(async ([name, address]) => [name, await coin.balanceOf(address, { blockTag })] as const);
  return Object.fromEntries(await Promise.all(entries)) as Record<Holder, bigint>;
}
