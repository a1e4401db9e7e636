import { ZeroAddress } from "ethers";
import { usedAt } from "../query/limits.js";
import type { Row } from "../store/schema.js";
import type { Context, Handlers, Position } from "./event.js";
import { ownershipTransferred } from "./settings.js";

export const treasury: Handlers<"Treasury"> = {
  Paid({ asset, to, amount, ref }, context) {
    flow(context, { kind: "paid", asset, account: to, amount, ref });
  },
  Spent({ steward, asset, to, amount, ref }, context) {
    flow(context, { kind: "spent", asset, account: to, amount, steward, ref });
    const budget = context.get("budgets", { steward, asset });
    if (budget === undefined) return;
    const used = usedAt(budget, context.time) + amount;
    context.put("budgets", { ...budget, spent: budget.spent + amount, used, usedAt: context.time });
  },
  Received({ from, amount }, context) {
    flow(context, { kind: "received", asset: ZeroAddress, account: from, amount });
  },
  Executed({ target, value, data, ref }, context) {
    flow(context, { kind: "executed", asset: ZeroAddress, account: target, amount: value, ref, data });
  },
  BudgetSet({ steward, asset, amount, period }, context) {
    context.put("budgets", {
      steward,
      asset,
      amount,
      period: Number(period),
      ...{ setAt: context.time, spent: 0n, used: 0n, usedAt: context.time },
    });
  },
  CapScheduled({ asset, amount, period, effectiveAt }, context) {
    const none = { amount: null, period: null, setAt: null, sinceBlock: null, sinceLog: null };
    const cap = context.get("caps", { asset }) ?? { asset, ...none };
    const scheduled = { scheduledAmount: amount, scheduledPeriod: Number(period), effectiveAt: Number(effectiveAt) };
    context.put("caps", { ...cap, ...scheduled });
  },
  CapSet({ asset, amount, period }, context) {
    const before = context.get("caps", { asset });
    const isFirst = (before?.period ?? 0) === 0;
    const since = isFirst ? { sinceBlock: context.block, sinceLog: context.logIndex } : {};
    const set = { asset, amount, period: Number(period), setAt: context.time };
    context.put("caps", { ...NEVER, ...before, ...set, ...NOTHING_SCHEDULED, ...since });
  },
  OwnershipTransferred: ownershipTransferred("Treasury"),
};

const NEVER = { sinceBlock: null, sinceLog: null };
const NOTHING_SCHEDULED = { scheduledAmount: null, scheduledPeriod: null, effectiveAt: null };

type Flow = Omit<Row<"treasuryFlows">, keyof Position>;

function flow(context: Context, what: Partial<Flow> & Pick<Flow, "kind" | "asset" | "account" | "amount">): void {
  context.add("treasuryFlows", { steward: null, ref: null, data: null, ...what });
}
