import { isServiceCoinError, type ServiceCoinError } from "@servicecoin/sdk";
import { ZeroAddress } from "ethers";
import type { Network } from "../config/config.ts";
import type { Text } from "../i18n/text.ts";
import { errorSentence } from "../ui/errorSentence.ts";
import { shortAmount } from "../ui/format.ts";

/**
 * What went wrong, in a sentence of the user's language. What the treasury refused has amounts in units, which need
 * the network: the SDK does not know the units of its assets, and writes the smallest ones.
 */
export function sentenceOf(error: ServiceCoinError, { deployment }: Network, t: Text): string {
  const { treasury } = t;
  const isExceeded =
    isServiceCoinError(error, "TreasuryBudgetExceeded") || isServiceCoinError(error, "TreasuryCapExceeded");
  if (!isExceeded && !isServiceCoinError(error, "TreasuryTransferFailed")) return errorSentence(error, t);
  const { asset, amount } = error.args;
  const unit = { [ZeroAddress]: "ETH", [deployment.contracts.ServiceCoin.address]: "SCV" }[asset];
  if (unit === undefined) return errorSentence(error, t);
  const inUnit = (value: bigint) => `${shortAmount(value)} ${unit}`;
  if (isServiceCoinError(error, "TreasuryTransferFailed")) return treasury.transferFailed(inUnit(amount));
  const exceeded = error.code === "TreasuryBudgetExceeded" ? treasury.budgetExceeded : treasury.capExceeded;
  return exceeded(inUnit(error.args.available), inUnit(amount));
}
