import { solidityPacked } from "ethers";
import { ServiceCoinError, toServiceCoinError } from "./core/errors.js";

const MAX_AMOUNT = 2n ** 96n - 1n;

/** A receiver and an amount. */
export interface Payout {
  to: string;
  /** Base units of SCV, or of another asset of the treasury; at most 2^96 - 1. */
  amount: bigint;
}

/** Packs a payout into 32 bytes, the Solidity type `Payout`. @throws ServiceCoinError `InvalidArgument` */
export function packPayout({ to, amount }: Payout): string {
  if (amount < 0n || amount > MAX_AMOUNT) {
    throw new ServiceCoinError("InvalidArgument", { argument: "amount", value: amount });
  }
  try {
    return solidityPacked(["address", "uint96"], [to, amount]);
  } catch (error) {
    throw toServiceCoinError(error);
  }
}
