import { solidityPacked } from "ethers";
import { ServiceCoinError, toServiceCoinError } from "./core/errors.js";

const MAX_AMOUNT = 2n ** 96n - 1n;

/** Who gets how much. */
export interface Payout {
  to: string;
  /** Base units of SCV (of another asset of the treasury: of that), at most 2^96 - 1. */
  amount: bigint;
}

/** One payout in 32 bytes, as the Solidity type `Payout`. @throws ServiceCoinError `InvalidArgument` */
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
