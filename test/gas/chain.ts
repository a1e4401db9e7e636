import { network } from "hardhat";

/** A chain of its own with fixed rules and a fixed start: addresses and times go into calldata, and calldata costs gas. */
export const { ethers, networkHelpers } = await network.create({
  override: { hardfork: "osaka", initialDate: "2030-01-01T00:00:00Z" },
});
