import { network } from "hardhat";

/** A separate chain with fixed rules and a fixed start: addresses and times are calldata, and calldata costs gas. */
export const { ethers, networkHelpers } = await network.create({
  override: { hardfork: "osaka", initialDate: "2030-01-01T00:00:00Z" },
});
