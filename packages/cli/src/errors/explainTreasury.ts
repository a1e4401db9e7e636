import { readBudget } from "@servicecoin/sdk";
import { assetAmount, symbolOf } from "../output/asset.js";
import { duration, time } from "../output/value.js";
import type { Explain } from "./explain.js";

/** Explains limits of the treasury in the units that the user types, and a change of a cap that is not due. */
export const withinLimits: Explain<unknown> = async ({ code, args }, client) => {
  const asset = String(args["asset"]);
  const symbol = symbolOf(client.addresses, asset);
  const written = (name: string) => assetAmount(symbol, args[name] as bigint);
  switch (code) {
    case "TreasuryBudgetExceeded": {
      const steward = String(args["steward"]);
      const { amount, period } = await readBudget(client, { steward, asset });
      if (amount === 0n) return `${steward} has no budget for ${symbol ?? asset}: the DAO gives budgets by proposal.`;
      const budget = `its budget of ${assetAmount(symbol, amount)} per ${duration(period)}`;
      return `${steward} has ${written("available")} left of ${budget}, less than ${written("amount")}.`;
    }
    case "TreasuryCapExceeded":
      return `${written("available")} may leave the treasury now under its cap, less than ${written("amount")}.`;
    case "TreasuryNoCapDue": {
      const effectiveAt = args["effectiveAt"] as bigint;
      if (effectiveAt === 0n) return `No change of the cap on ${symbol ?? asset} is scheduled.`;
      return `The change of the cap on ${symbol ?? asset} is due at ${time(effectiveAt)}: wait until then.`;
    }
    default:
      return undefined;
  }
};
