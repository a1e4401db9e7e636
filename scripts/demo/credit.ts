import {
  approve,
  collectLoan,
  createPayoutAccount,
  describeSecurity,
  draftLoan,
  formatLoanOffer,
  loanOfferOf,
  parseScv,
  readLoan,
  refundOrder,
  releaseOrder,
  repayLoan,
  signLoanOffer,
  takeLoan,
  withdrawFromPayoutAccount,
  type Deal,
  type LoanDraft,
} from "@servicecoin/sdk";
import { waitUntil } from "../lib/clock.js";
import { OperatorError } from "../lib/errors.js";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import { deliver, feeOf, ONE, orderOf, payOrder } from "./deals.js";
import { refused, send, type Cast, type Stage } from "./story.js";

const BIG_ORDER = parseScv("2");
const ADVANCE = parseScv("1.5");
const CHARGE = parseScv("0.05");
const COLLATERAL = parseScv("0.3");
const ALLOWANCE = parseScv("0.2");
/** Seconds until the loan that nobody repays is due. Long enough to take it on a busy machine, and no longer. */
const TERM = 20n;

/** Advances and loans: repaid by orders, repaid early, and enforced. */
export async function credit(stage: Stage, steps: Steps): Promise<void> {
  const account = await advance(stage, steps);
  await repaid(stage, steps);
  await enforced(stage, steps, account);
}

/** The supplier takes an advance on a big order. @returns The supplier's payout account. */
async function advance(stage: Stage, steps: Steps): Promise<string> {
  let account = "";
  let deal: Deal | undefined;
  const theDeal = (): Deal => deal ?? fail("the order was not drafted");
  steps.chapter("A supplier takes an advance on a big order");
  await steps.run("The supplier creates a payout account", async () => {
    ({ account } = await createPayoutAccount(stage.as("supplier"), {}));
    return account;
  });
  await steps.run("Carol orders from the account and pays into escrow, the supplier delivers through it", async () => {
    deal = await orderOf(stage, "a machine", { payer: stage.cast.carol.address, payee: account, price: BIG_ORDER });
    await payOrder(stage, "carol", deal);
    await deliver(stage, "supplier", deal);
    return scv(BIG_ORDER);
  });
  const loanId = await lend(stage, steps, "dave", { amount: ADVANCE, charge: CHARGE, orders: [theDeal()] });
  await steps.run("The supplier can no longer refund the order", () =>
    refused("PayoutAccountPledged", refundOrder(stage.as("supplier"), { deal: theDeal() })),
  );
  await steps.run("Carol releases the money, and anyone makes the loan collect, Dave first", async () => {
    const net = BIG_ORDER - feeOf(BIG_ORDER);
    await send(stage, releaseOrder(stage.as("carol"), { deal: theDeal() }), () => ({ hub: -net }));
    await send(stage, collectLoan(stage.as("relayer"), { loanId }), () => ({ dave: ADVANCE + CHARGE }));
    return `${scv(ADVANCE + CHARGE)} for Dave`;
  });
  await withdrawRest(stage, steps, account, BIG_ORDER - feeOf(BIG_ORDER) - ADVANCE - CHARGE);
  return account;
}

/** Bob borrows from Alice and repays early, in two parts. */
async function repaid(stage: Stage, steps: Steps): Promise<void> {
  const borrower = stage.cast.bob.address;
  steps.chapter("Bob borrows and repays");
  const terms = { amount: ONE, charge: CHARGE, dueWithin: 86_400n, instalments: 2n, period: 86_400n };
  const loanId = await lend(stage, steps, "alice", { ...terms, borrower }, "bob");
  await steps.run("Bob repays half of it, and then the rest, before it is due", async () => {
    const bob = stage.as("bob");
    const owed = ONE + CHARGE;
    await approve(bob, { spender: bob.addresses.Credit, amount: owed });
    for (const amount of [owed / 2n, owed - owed / 2n]) {
      await send(stage, repayLoan(bob, { loanId, amount }), () => ({ bob: -amount, alice: amount }));
    }
    const { state, ended } = await readLoan(bob, loanId);
    return `${state}, ${ended?.reason ?? "and not repaid"}`;
  });
}

/** The supplier does not repay: the loan takes what it was promised, and no more. */
async function enforced(stage: Stage, steps: Steps, account: string): Promise<void> {
  const supplier = stage.as("supplier");
  steps.chapter("A loan that nobody repays");
  await steps.run(
    `The supplier allows up to ${scv(ALLOWANCE)} to be pulled, and ${scv(COLLATERAL)} of collateral`,
    async () => {
      await approve(supplier, { spender: supplier.addresses.Credit, amount: COLLATERAL + ALLOWANCE });
      return undefined;
    },
  );
  const securities = { account, income: true, pull: true, collateral: COLLATERAL };
  const loanId = await lend(stage, steps, "alice", { amount: ONE, charge: CHARGE, dueWithin: TERM, ...securities });
  const owed = ONE + CHARGE;
  await steps.run("Nothing can be collected before the due date", () =>
    refused("CreditNothingDue", collectLoan(stage.as("relayer"), { loanId })),
  );
  const { loan } = await readLoan(supplier, loanId);
  await waitUntil(stage.connection, loan.due + 1n, "the loan is overdue");
  await steps.run("Overdue: anyone makes the loan collect the allowance, then the collateral", async () => {
    const collecting = collectLoan(stage.as("relayer"), { loanId });
    await send(stage, collecting, () => ({ alice: ALLOWANCE + COLLATERAL, supplier: -ALLOWANCE }));
    return `${scv(owed - ALLOWANCE - COLLATERAL)} are left`;
  });
  const left = owed - ALLOWANCE - COLLATERAL;
  await steps.run("Bob's next order pays the account, and the loan takes exactly what is left", async () => {
    const deal = await orderOf(stage, "spare parts", { payer: stage.cast.bob.address, payee: account, price: ONE });
    await payOrder(stage, "bob", deal);
    await send(stage, releaseOrder(stage.as("bob"), { deal }), () => ({ hub: feeOf(ONE) - ONE }));
    await send(stage, collectLoan(stage.as("relayer"), { loanId }), () => ({ alice: left }));
    return `${scv(left)} for Alice`;
  });
  await withdrawRest(stage, steps, account, ONE - feeOf(ONE) - left);
}

/** The lender reads what is secured and signs an offer, the borrower takes it. @returns The loan's id. */
async function lend(
  stage: Stage,
  steps: Steps,
  lender: keyof Cast,
  draft: LoanDraft,
  borrower: keyof Cast = "supplier",
): Promise<string> {
  const client = stage.as(lender);
  const { amount } = draft;
  let offer = "";
  let loanId = "";
  await steps.run(`The lender reads what is secured, and signs an offer of ${scv(amount)}`, async () => {
    const drafted = await draftLoan(client, draft);
    const { unsecured } = await describeSecurity(client, drafted);
    await approve(client, { spender: client.addresses.Credit, amount });
    offer = formatLoanOffer(await signLoanOffer(client, drafted));
    return `${scv(unsecured)} unsecured`;
  });
  await steps.run("The borrower takes it", async () => {
    const { collateral = 0n } = draft;
    const taking = takeLoan(stage.as(borrower), loanOfferOf(JSON.parse(offer)));
    const sent = await send(stage, taking, () => ({ [lender]: -amount, [borrower]: amount - collateral }));
    ({ loanId } = sent);
    return `${sent.receipt.gasUsed} gas`;
  });
  return loanId;
}

async function withdrawRest(stage: Stage, steps: Steps, account: string, expected: bigint): Promise<void> {
  await steps.run("The supplier withdraws the rest", async () => {
    const withdrawing = withdrawFromPayoutAccount(stage.as("supplier"), { account });
    const { amount } = await send(stage, withdrawing, () => ({ supplier: expected }));
    return scv(amount);
  });
}

function fail(reason: string): never {
  throw new OperatorError(reason);
}
