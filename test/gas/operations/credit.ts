import { AbiCoder, keccak256, ZeroAddress, ZeroHash } from "ethers";
import type { PayoutAccount } from "../../../packages/sdk/src/typechain/index.js";
import { loanData, NO_DUE_DATE, type Loan } from "../../fixtures/credit.js";
import { packed, type Deal } from "../../fixtures/deals.js";
import { domainOf, sign } from "../../fixtures/signatures.js";
import { DAY } from "../../fixtures/system.js";
import { ethers, networkHelpers } from "../chain.js";
import type { Operation, Subject } from "../operation.js";
import { AMOUNT, gasOf, prepare, type GasSystem } from "../system.js";
import { begin, opened, orderOf } from "./hub.js";

const PROOF = ethers.id("parcel");

/** Interest of 10% per 365 days. */
const RATE = 3_170_979_198n;

/** Principal of every loan; orders hold twice as much. */
const PRINCIPAL = AMOUNT / 2n;

// Carol lends to bob. His payout account is paid by alice.

/** Bob's payout account. Carol and bob gave Credit an endless allowance. */
async function withAccount(system: GasSystem): Promise<PayoutAccount> {
  const { coin, credit, bob, carol } = system;
  await begin();
  await prepare(
    () => credit.connect(bob).createAccount(ZeroHash),
    () => coin.connect(bob).approve(credit, ethers.MaxUint256),
    () => coin.connect(carol).approve(credit, ethers.MaxUint256),
  );
  const account = await ethers.getContractAt("PayoutAccount", await credit.accountOf(bob, ZeroHash));
  return account.connect(bob);
}

/** An order that pays the account. */
async function openOrder(system: GasSystem, account: PayoutAccount): Promise<Deal> {
  return opened(system, await orderOf(system, { payee: await account.getAddress() }));
}

/** A loan of carol to bob, due in 30 days. */
async function loanOf({ bob, carol }: GasSystem, terms: Partial<Loan> = {}): Promise<Loan> {
  const start = await begin();
  return {
    lender: carol.address,
    borrower: bob.address,
    account: ZeroAddress,
    amount: PRINCIPAL,
    charge: 0n,
    rate: RATE,
    lateRate: RATE,
    due: start + BigInt(30 * DAY),
    period: 0n,
    instalments: 1n,
    grace: BigInt(3 * DAY),
    collateral: 0n,
    pull: false,
    income: false,
    cover: 0n,
    feeBps: 0n,
    orders: ZeroHash,
    validUntil: start + BigInt(7 * DAY),
    ref: ethers.id("loan 1"),
    ...terms,
  };
}

/** An advance on one order. */
async function advanceOf(system: GasSystem, account: PayoutAccount, deal: Deal): Promise<Loan> {
  const ids = [await system.hub.idOf(packed(deal))];
  const orders = keccak256(AbiCoder.defaultAbiCoder().encode(["bytes32[]"], [ids]));
  return loanOf(system, { ...NO_DUE_DATE, account: await account.getAddress(), orders, cover: deal.price });
}

async function take({ credit, bob, carol }: GasSystem, loan: Loan, deals: readonly Deal[] = []) {
  const signature = await sign(carol, loanData(await domainOf(credit), loan));
  return credit.connect(bob).take(loan, deals.map(packed), signature);
}

/** Takes the loan and returns its id. */
async function taken(system: GasSystem, loan: Loan, deals: readonly Deal[] = []): Promise<string> {
  await prepare(() => take(system, loan, deals));
  return system.credit.idOf(loan);
}

/** An advance on an order that has paid `total` of its price. */
async function advanced(system: GasSystem, total: bigint) {
  const account = await withAccount(system);
  const deal = await openOrder(system, account);
  const id = await taken(system, await advanceOf(system, account, deal), [deal]);
  if (total > 0n) await prepare(() => system.hub.connect(system.alice).release(packed(deal), total));
  return { account, deal, id };
}

/** A loan that is overdue. Returns its id. */
async function overdue(system: GasSystem, terms: Partial<Loan>): Promise<string> {
  const id = await taken(system, await loanOf(system, terms));
  await networkHelpers.time.increase(34 * DAY);
  return id;
}

const accounts: Operation[] = [
  {
    name: "createAccount",
    run: async ({ credit, bob }) => gasOf(credit.connect(bob).createAccount(ZeroHash)),
  },
  {
    name: "withdraw, without a loan",
    async run(system) {
      const account = await withAccount(system);
      await prepare(() => system.coin.connect(system.alice).transfer(account, AMOUNT));
      return gasOf(account.withdraw(system.bob, PRINCIPAL));
    },
  },
  {
    name: "withdraw, beside an advance on one order",
    async run(system) {
      const { account } = await advanced(system, 0n);
      await prepare(() => system.coin.connect(system.alice).transfer(account, AMOUNT));
      return gasOf(account.withdraw(system.bob, PRINCIPAL));
    },
  },
  {
    name: "deliver, through the account",
    async run(system) {
      const account = await withAccount(system);
      const deal = await openOrder(system, account);
      return gasOf(account.deliver(packed(deal), PROOF));
    },
  },
  {
    name: "refund, through the account",
    async run(system) {
      const account = await withAccount(system);
      const deal = await openOrder(system, account);
      return gasOf(account.refund(packed(deal), deal.price));
    },
  },
];

const offers: Operation[] = [
  {
    name: "take, unsecured",
    async run(system) {
      await withAccount(system);
      return gasOf(take(system, await loanOf(system)));
    },
  },
  {
    name: "take, one order",
    async run(system) {
      const account = await withAccount(system);
      const deal = await openOrder(system, account);
      return gasOf(take(system, await advanceOf(system, account, deal), [deal]));
    },
  },
  {
    name: "take, income",
    async run(system) {
      const account = await withAccount(system);
      return gasOf(take(system, await loanOf(system, { account: await account.getAddress(), income: true })));
    },
  },
  {
    name: "take, collateral",
    async run(system) {
      await withAccount(system);
      return gasOf(take(system, await loanOf(system, { collateral: AMOUNT })));
    },
  },
  {
    name: "voidOffer",
    run: async (system) => gasOf(system.credit.connect(system.carol).voidOffer(await loanOf(system))),
  },
];

const repayments: Operation[] = [
  {
    name: "repay, part",
    async run(system) {
      await withAccount(system);
      const id = await taken(system, await loanOf(system));
      return gasOf(system.credit.connect(system.bob).repay(id, PRINCIPAL / 2n));
    },
  },
  {
    name: "repay, all",
    async run(system) {
      await withAccount(system);
      const id = await taken(system, await loanOf(system));
      return gasOf(system.credit.connect(system.bob).repay(id, ethers.MaxUint256));
    },
  },
  {
    name: "collect, one order, part",
    async run(system) {
      const { id } = await advanced(system, PRINCIPAL / 2n);
      return gasOf(system.credit.connect(system.relayer).collect(id));
    },
  },
  {
    name: "collect, one order, all",
    async run(system) {
      const { id } = await advanced(system, AMOUNT);
      return gasOf(system.credit.connect(system.relayer).collect(id));
    },
  },
  {
    name: "collect, allowance",
    async run(system) {
      await withAccount(system);
      const id = await overdue(system, { pull: true });
      return gasOf(system.credit.connect(system.relayer).collect(id));
    },
  },
  {
    name: "collect, income",
    async run(system) {
      const account = await withAccount(system);
      const id = await overdue(system, { account: await account.getAddress(), income: true });
      await prepare(() => system.coin.connect(system.alice).transfer(account, AMOUNT));
      return gasOf(system.credit.connect(system.relayer).collect(id));
    },
  },
  {
    name: "collect, collateral",
    async run(system) {
      await withAccount(system);
      const id = await overdue(system, { collateral: AMOUNT });
      return gasOf(system.credit.connect(system.relayer).collect(id));
    },
  },
  {
    name: "forgive",
    async run(system) {
      await withAccount(system);
      const id = await taken(system, await loanOf(system));
      return gasOf(system.credit.connect(system.carol).forgive(id));
    },
  },
];

/** Payout accounts and loans. */
export const credit: Subject = {
  title: "Credit",
  operations: [...accounts, ...offers, ...repayments],
};
