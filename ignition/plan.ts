import { solidityPacked } from "ethers";
import type { Parameters } from "./parameters.js";
import type { UniswapAddresses } from "./uniswap.js";

/** An allocation of SCV to an account. */
export interface Payout {
  to: string;
  /** Base units of SCV. */
  amount: bigint;
}

/** Parameters after every account was resolved and every bound was checked. Amounts are base units of SCV. */
export interface Plan {
  initialSupply: bigint;
  maxSupply: bigint;
  treasuryShare: bigint;
  /** All allocations except the treasury's. */
  payouts: Payout[];
  /** The constructor argument of the DAO. */
  settings: Omit<Parameters, "allocations" | "maxSupply" | "guardian" | "uniswap"> & { guardian: string };
  /** Uniswap V2 on the chain. Undefined if the deployment places it. */
  uniswap: UniswapAddresses | undefined;
}

/** Encodes an allocation as the Solidity type `Payout`: 20 bytes of address, 12 bytes of amount. */
export function packPayout({ to, amount }: Payout): string {
  return solidityPacked(["address", "uint96"], [to, amount]);
}
