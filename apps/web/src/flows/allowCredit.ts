import { approve } from "@servicecoin/sdk";
import type { FlowContext, TransactionStep } from "../flow/flow.ts";

/**
 * The step that lets the credit contract take an amount of the account's SCV; empty when it may already.
 * @param label Says so, with the amount.
 */
export async function allowCredit(
  { client, account }: FlowContext,
  amount: bigint,
  label: string,
): Promise<TransactionStep[]> {
  const spender = client.addresses.Credit;
  if (amount === 0n || (await client.coin.allowance(account, spender)) >= amount) return [];
  return [{ kind: "transaction", label, ...(await approve.prepare(client, { spender, amount })) }];
}
