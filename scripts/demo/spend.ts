import { parseScv, readBudget, spend as pay } from "@servicecoin/sdk";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import { reference, refused, send, type Cast, type Stage } from "./story.js";

const INVOICE = parseScv("1");

/** The steward spends without a vote. A payment above the budget or the cap is rejected. */
export async function spend(stage: Stage, steps: Steps): Promise<void> {
  const { steward, supplier } = stage.cast;
  const asset = stage.as("steward").addresses.ServiceCoin;
  const invoice = (number: number, amount = INVOICE, who: keyof Cast = "steward") =>
    pay(stage.as(who), { asset, to: supplier.address, amount, ref: reference(`invoice ${number}`) });
  steps.chapter("The steward spends within its budget, without a vote");

  await steps.run("The steward pays a supplier", async () => {
    await send(stage, invoice(7), () => ({ treasury: -INVOICE, supplier: INVOICE }));
    const { available } = await readBudget(stage.as("steward"), { steward: steward.address, asset });
    return `${scv(INVOICE)}, ${scv(available)} of the budget left`;
  });
  await steps.run("A payment above the budget is rejected", () =>
    refused("TreasuryBudgetExceeded", invoice(8, parseScv("1.5"))),
  );
  await steps.run("A payment above the cap is rejected", () => refused("TreasuryCapExceeded", invoice(9)));
  await steps.run("A payment by a stranger is rejected", () =>
    refused("TreasuryBudgetExceeded", invoice(10, INVOICE, "relayer")),
  );
}
