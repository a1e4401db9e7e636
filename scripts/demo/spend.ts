import { parseEther } from "ethers";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import { reference, refused, send, type Stage } from "./story.js";

const INVOICE = parseEther("1");

/** The steward spends without a vote; what exceeds the budget or the cap is refused. */
export async function spend(stage: Stage, steps: Steps): Promise<void> {
  const { system, cast } = stage;
  const { coin, treasury } = system;
  const { steward, supplier, relayer } = cast;
  const errors = treasury.interface;
  const spendAs = treasury.connect(steward).spend;
  steps.chapter("The steward spends within its budget, without a vote");

  await steps.run("The steward pays a supplier", async () => {
    const spent = spendAs(coin, supplier, INVOICE, reference("invoice 7"));
    await send(stage, spent, () => ({ treasury: -INVOICE, supplier: INVOICE }));
    const { available } = await treasury.budgetOf(steward, coin);
    return `${scv(INVOICE)}, ${scv(available)} of the budget left`;
  });
  await steps.run("More than the budget is refused", () =>
    refused(errors, "TreasuryBudgetExceeded", () =>
      spendAs.staticCall(coin, supplier, parseEther("1.5"), reference("invoice 8")),
    ),
  );
  await steps.run("More than the cap is refused", () =>
    refused(errors, "TreasuryCapExceeded", () => spendAs.staticCall(coin, supplier, INVOICE, reference("invoice 9"))),
  );
  await steps.run("A stranger is refused", () =>
    refused(errors, "OwnableUnauthorizedAccount", () =>
      treasury.connect(relayer).pay.staticCall(coin, relayer, INVOICE, reference("gift")),
    ),
  );
}
