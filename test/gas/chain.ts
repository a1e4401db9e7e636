import { network } from "hardhat";

/** A chain of its own with a fixed start, because addresses and times go into calldata and calldata costs gas. */
export const { ethers, networkHelpers } = await network.create({ override: { initialDate: "2030-01-01T00:00:00Z" } });
