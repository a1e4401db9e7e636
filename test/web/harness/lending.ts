import type { HDNodeWallet } from "ethers";
import { approve } from "../../../packages/sdk/src/coin/index.js";
import {
  createPayoutAccount,
  draftLoan,
  signLoanOffer,
  takeLoan,
  type LoanDraft,
  type LoanOffer,
} from "../../../packages/sdk/src/credit/index.js";
import { draftOrder, findDeal, openOrder } from "../../../packages/sdk/src/orders/index.js";
import { parseScv } from "../../../packages/sdk/src/core/amounts.js";
import type { Who, World } from "./world.js";

/** An account that pays an order into a payout account. @returns The order's id */
export async function orderTo(world: World, customer: Who | HDNodeWallet, payee: string, scv: string): Promise<string> {
  const client = await world.client(customer);
  const deal = await draftOrder(client, { payee, price: parseScv(scv) });
  return (await openOrder(client, { deal })).dealId;
}

/** An offer that can be taken: its lender has let the contract take the principal. */
export async function offerOf(
  world: World,
  lender: Who | HDNodeWallet,
  { orders = [], ...draft }: Omit<LoanDraft, "orders"> & { orders?: readonly string[] },
): Promise<LoanOffer> {
  const client = await world.client(lender);
  const deals = await Promise.all(orders.map((id) => findDeal(client, id)));
  await approve(client, { spender: client.addresses.Credit, amount: draft.amount });
  return signLoanOffer(client, await draftLoan(client, { ...draft, orders: deals }));
}

/** A loan of `borrower` on an order that pays its payout account, and an offer that nobody has taken. */
export async function lendingStory(world: World, borrower: Who): Promise<{ loanId: string; offer: LoanOffer }> {
  const lender = await world.newAccount("5");
  const client = await world.client(borrower);
  const { account } = await createPayoutAccount(client, {});
  const order = await orderTo(world, "erin", account, "1.5");
  await orderTo(world, "erin", account, "0.5");
  const terms = { amount: parseScv("1"), charge: parseScv("0.05"), orders: [order] };
  const { loanId } = await takeLoan(client, await offerOf(world, lender, terms));
  const due = { dueWithin: 30n * 86_400n, instalments: 3n, period: 30n * 86_400n, yearlyBps: 1_200n, pull: true };
  return { loanId, offer: await offerOf(world, lender, { amount: parseScv("2"), ...due }) };
}
