import { formatEther } from "ethers";
import { decimal } from "@servicecoin/daemon";
import { DECIMALS, formatScv } from "@servicecoin/sdk";

/** SCV of a settings file, in base units. */
export const scvAmount = decimal(DECIMALS, "SCV");

export const scv = (amount: bigint): string => `${formatScv(amount)} SCV`;
export const ether = (amount: bigint): string => `${formatEther(amount)} ether`;
