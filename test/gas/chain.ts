import { network } from "hardhat";
import { HARDFORK } from "./hardfork.js";

/** Contracts of this system need more than 2**24 gas where state has a price of its own (EIP-8037). */
const AMSTERDAM_GAS = 60_000_000n;

/** A separate chain with fixed rules and a fixed start: addresses and times are calldata, and calldata costs gas. */
export const { ethers, networkHelpers } = await network.create({
  override: {
    hardfork: HARDFORK,
    initialDate: "2030-01-01T00:00:00Z",
    ...(HARDFORK === "amsterdam" && { blockGasLimit: AMSTERDAM_GAS, transactionGasCap: AMSTERDAM_GAS }),
  },
});
