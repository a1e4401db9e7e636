import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { encodeBytes32String, type Interface, type BytesLike } from "ethers";
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
