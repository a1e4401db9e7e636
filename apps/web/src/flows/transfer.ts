import { transfer } from "@servicecoin/sdk";
import { createElement } from "react";
import { indexer } from "../chain/indexed.ts";
import type { Flow, FlowContext, ReviewLine } from "../flow/flow.ts";
import type { Text } from "../i18n/text.ts";
import { addressBook } from "../ui/addressBook.ts";
import { exactAmount, shortAddress } from "../ui/format.ts";
import { FullAddress } from "../ui/FullAddress.tsx";
import { contractAt } from "../ui/contractAt.ts";
import { knownAccounts, lookalikeWarning } from "../ui/known.ts";
import { isDust, paidAccounts } from "../ui/lookalike.ts";
import { Reference } from "../ui/Reference.tsx";
import { reviewPayment } from "./payment.ts";

/** A payment. */
export interface Payment {
  to: string;
  /** Base units of SCV. */
  amount: bigint;
  /** 32 bytes. */
  reference?: string | undefined;
}

/** Pays an account. */
export const transferFlow: Flow<Payment> = {
  name: "transfer",
  async review(context, { to, amount, reference }) {
    const { client, account, t } = context;
    const text = t.pay;
    const name = addressBook.get()[to.toLowerCase()] ?? shortAddress(to);
    const label = text.transferTitle(name);
    const [paid, warnings] = await Promise.all([
      reviewPayment(context, {
        ...{ amount, label },
        prepare: (withEther) => transfer.prepare(client, { to, amount, reference, withEther }),
      }),
      warningsOf(context, to),
    ]);
    return {
      ...paid,
      title: label,
      lines: [
        ...paid.lines,
        recipientLine(to, t),
        ...(reference === undefined
          ? []
          : [{ label: text.referenceLabel, value: createElement(Reference, { value: reference }) }]),
        { label: text.feeLabel, value: text.noFee, kind: "fee" },
        { label: text.undo, value: text.final },
      ],
      warnings: [...paid.warnings, ...warnings],
      done: () => ({
        text: text.paid(`${exactAmount(amount)}\u00a0SCV`, name),
        next: { to: `/accounts/${account}`, label: text.seePayments },
      }),
    };
  },
};

/** A line with whom it goes to, every character of it. */
export function recipientLine(to: string, { pay }: Text): ReviewLine {
  return { label: pay.to, value: createElement(FullAddress, { value: to }) };
}

const HISTORY = 200;

/** What a careful payer would want to know of the receiver. The index may be down: then it says less. */
export async function warningsOf({ account, network, t }: FlowContext, to: string): Promise<string[]> {
  const index = indexer(network.indexer);
  const [sent, before] = await Promise.all([
    index.list("/transfers", { from: account, limit: HISTORY }).catch(() => undefined),
    index.list("/transfers", { from: account, to, limit: HISTORY }).catch(() => undefined),
  ]);
  const paid = paidAccounts(account, sent?.data ?? []);
  const contract = contractAt(to, network);
  const isFirst = before !== undefined && !before.data.some(({ amount }) => !isDust(amount));
  const isOwn = to.toLowerCase() === account.toLowerCase();
  return [
    lookalikeWarning(to, knownAccounts(account, addressBook.get(), network, paid), t),
    contract === undefined ? undefined : t.pay.system[contract],
    isOwn ? t.pay.toYourself : undefined,
    isFirst && !isOwn && contract === undefined ? t.pay.first : undefined,
  ].filter((warning) => warning !== undefined);
}
