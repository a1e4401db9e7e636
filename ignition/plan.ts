import type { Parameters } from "./parameters.js";

/** Parameters with every account resolved and every bound checked. */
export interface Plan {
  initialSupply: bigint;
  maxSupply: bigint;
  treasuryShare: bigint;
  /** What everyone but the treasury gets. */
  payouts: { to: string; amount: bigint }[];
  /** What the DAO starts with, as its constructor takes it. */
  settings: Omit<Parameters, "allocations" | "maxSupply" | "guardian"> & { guardian: string };
}
