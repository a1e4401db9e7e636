import { startFlow } from "../../flow/runner.ts";
import type { ActionName, IndexedDeal } from "../../deals/standing.ts";

/** What the user entered, where the action needs it. */
export interface ActionInput {
  amount?: bigint | undefined;
  note?: string;
}

/** Actions that need nothing from the user, and can start from a list. */
export const IMMEDIATE: readonly ActionName[] = ["deliver", "release", "claim", "refund"];

/** Starts the flow of an action. */
export function startAction(deal: IndexedDeal, action: ActionName, { amount, note = "" }: ActionInput = {}): void {
  switch (action) {
    case "deliver":
      startFlow(async () => (await import("../../flows/deliverOrder.ts")).deliverOrderFlow, { deal, note });
      return;
    case "release":
      startFlow(async () => (await import("../../flows/releaseOrder.ts")).releaseOrderFlow, { deal, amount });
      return;
    case "dispute":
      startFlow(async () => (await import("../../flows/disputeOrder.ts")).disputeOrderFlow, { deal, reason: note });
      return;
    case "resolve":
      startFlow(async () => (await import("../../flows/resolveOrder.ts")).resolveOrderFlow, {
        deal,
        toPayee: amount ?? 0n,
      });
      return;
    case "claim":
      startFlow(async () => (await import("../../flows/claimDeal.ts")).claimDealFlow, { deal });
      return;
    case "refund":
      startFlow(async () => (await import("../../flows/refundDeal.ts")).refundDealFlow, { deal, amount });
      return;
    case "cancel":
      startFlow(async () => (await import("../../flows/cancelDeal.ts")).cancelDealFlow, { deal });
      return;
    case "topUp":
      startFlow(async () => (await import("../../flows/topUpDeal.ts")).topUpDealFlow, { deal, amount: amount ?? 0n });
  }
}
