import { isServiceCoinError, type ServiceCoinError } from "@servicecoin/sdk";
import { ZeroAddress } from "ethers";
import type { Network } from "../config/config.ts";
import type { Text } from "../i18n/text.ts";
import { shortAmount } from "../ui/format.ts";

/**
 * What went wrong, in a sentence: that of the SDK, except for what the treasury refused. The SDK does not know the
 * units of its assets, and writes the smallest ones.
 */
export function sentenceOf(error: ServiceCoinError, { deployment }: Network, { treasury }: Text): string {
  const isExceeded =
    isServiceCoinError(error, "TreasuryBudgetExceeded") || isServiceCoinError(error, "TreasuryCapExceeded");
  if (!isExceeded && !isServiceCoinError(error, "TreasuryTransferFailed")) return error.message;
  const { asset, amount } = error.args;
  const unit = { [ZeroAddress]: "ETH", [deployment.contracts.ServiceCoin.address]: "SCV" }[asset];
  if (unit === undefined) return error.message;
  const inUnit = (value: bigint) => `${shortAmount(value)} ${unit}`;
  if (isServiceCoinError(error, "TreasuryTransferFailed")) return treasury.transferFailed(inUnit(amount));
  const exceeded = error.code === "TreasuryBudgetExceeded" ? treasury.budgetExceeded : treasury.capExceeded;
  return exceeded(inUnit(error.args.available), inUnit(amount));
}
