import { readBudget, readCap, spend } from "@servicecoin/sdk";
import { createElement } from "react";
import type { Flow } from "../flow/flow.ts";
import { Address } from "../ui/Address.tsx";
import { Amount } from "../ui/Amount.tsx";
import { Reference } from "../ui/Reference.tsx";
import { shortAmount } from "../ui/format.ts";

/** A payment out of the account's budget. */
export interface BudgetPayment {
  /** Address of the coin, or zero for ether. */
  asset: string;
  unit: "SCV" | "ETH";
  to: string;
  /** Base units. */
  amount: bigint;
  /** 32 bytes, if there is one. */
  reference: string | undefined;
}

/** Pays out of the account's budget, without a vote. */
export const spendFlow: Flow<BudgetPayment> = {
  name: "spend",
  async review({ client, account, t }, { asset, unit, to, amount, reference }) {
    const text = t.treasury;
    const ref = reference !== undefined && { ref: reference };
    const prepared = await spend.prepare(client, { asset, to, amount, ...ref });
    await prepared.simulate();
    const [budget, cap] = await Promise.all([
      readBudget(client, { steward: account, asset }),
      readCap(client, { asset }),
    ]);
    const words = `${shortAmount(amount)} ${unit}`;
    const left = (label: string, value: bigint) => ({ label, value: createElement(Amount, { value, unit }) });
    return {
      title: text.spendTitle(words),
      lines: [
        {
          label: text.leavesTreasury,
          value: createElement(Amount, { value: amount, unit, exact: true }),
          kind: "leaves",
        },
        { label: text.recipient, value: createElement(Address, { value: to, copy: false }) },
        {
          label: text.reference,
          value: reference === undefined ? text.none : createElement(Reference, { value: reference }),
        },
        left(text.budgetLeft, budget.available - amount),
        ...(cap === undefined ? [] : [left(text.capLeft, cap.available - amount)]),
        { label: text.back, value: text.backRule },
      ],
      steps: [{ kind: "transaction", label: text.spendTitle(words), ...prepared }],
      done: () => ({ text: text.spentDone(words) }),
    };
  },
};
