import { MaxUint256 } from "ethers";
import { packed, type Deal } from "../../../fixtures/deals.js";
import { owedOf } from "../../../model/credit/ledger.js";
import * as model from "../../../model/credit/loans.js";
import { setLoanFee, take, voidOffer } from "../../../model/credit/offers.js";
import { collectableOf } from "../../../model/credit/securities.js";
import { idOfLoan, offerOf, type Loan } from "../../../model/credit/terms.js";
import { newOffer } from "../terms.js";
import type { Action, Step, World } from "../world.js";

/** The orders that were sent with an offer. */
const dealsOf = new WeakMap<Loan, Deal[]>();

/** Mostly a new offer, else one that was sent before. */
function anyOffer(world: World): Loan {
  const { random } = world;
  const { focus } = world;
  if (focus !== undefined && !world.isLoan(focus)) return focus;
  if (world.recentLoans.length > 0 && random.chance(10)) return random.pick(world.recentLoans);
  const { loan, deals } = newOffer(world);
  dealsOf.set(loan, deals);
  return loan;
}

const takeOffer: Action = (world) => {
  const { ledger } = world;
  const loan = anyOffer(world);
  const deals = dealsOf.get(loan) ?? [];
  const owner = world.ownerOf(loan.account);
  const signature = world.sign(loan.lender, offerOf(ledger.places.domain, loan));
  return {
    caller: world.callerFor(owner === loan.borrower || world.random.chance(50) ? loan.borrower : owner),
    to: ledger.places.credit,
    data: world.credit.encodeFunctionData("take", [loan, deals.map(packed), signature.bytes]),
    predict: () => {
      take(ledger, loan, deals, signature);
    },
    deals,
    loans: [loan],
  };
};

const voidAnOffer: Action = (world) => {
  const { ledger } = world;
  const loan = anyOffer(world);
  return {
    caller: world.callerFor(loan.lender),
    to: ledger.places.credit,
    data: world.credit.encodeFunctionData("voidOffer", [loan]),
    predict: () => {
      voidOffer(ledger, loan);
    },
    loans: [loan],
  };
};

/** A loan that was taken, or one of the first offers. */
function onLoan(world: World, loan: Loan | undefined, step: (loan: Loan, id: string) => Step): Step {
  return loan === undefined ? takeOffer(world) : step(loan, idOfLoan(loan));
}

const repay: Action = (world) =>
  onLoan(world, world.anyLoan(), (loan, id) => {
    const { ledger, random } = world;
    const record = ledger.accruedLoan(id);
    const owed = record === undefined ? 0n : owedOf(record);
    const amount = random.chance(25) ? MaxUint256 : world.partOf(owed);
    return {
      caller: random.chance(50) ? world.party() : world.callerFor(record?.borrower ?? loan.borrower),
      to: ledger.places.credit,
      data: world.credit.encodeFunctionData("repay", [id, amount]),
      predict: () => {
        model.repay(ledger, id, amount);
      },
      loans: [loan],
    };
  });

const collect: Action = (world) => {
  const { ledger, random } = world;
  const isCollectable = (loan: Loan) => {
    const { sources, ends } = collectableOf(ledger, idOfLoan(loan));
    return ends || sources.some((amount) => amount > 0n);
  };
  const fits = random.chance(85) ? isCollectable : () => true;
  return onLoan(world, world.anyLoan(fits), (loan, id) => ({
    caller: world.party(),
    to: ledger.places.credit,
    data: world.credit.encodeFunctionData("collect", [id]),
    predict: () => {
      model.collect(ledger, id);
    },
    loans: [loan],
  }));
};

const forgive: Action = (world) =>
  onLoan(world, world.anyLoan(), (loan, id) => ({
    caller: world.callerFor(loan.lender),
    to: world.ledger.places.credit,
    data: world.credit.encodeFunctionData("forgive", [id]),
    predict: () => {
      model.forgive(world.ledger, id);
    },
    loans: [loan],
  }));

const setFee: Action = (world) => {
  const { ledger, random, stage } = world;
  const fee = random.pick([0n, 1n, random.between(0n, 100n), 100n, 101n]);
  return {
    caller: random.chance(10) ? world.party() : stage.owner,
    to: ledger.places.credit,
    data: world.credit.encodeFunctionData("setFee", [fee]),
    predict: () => {
      setLoanFee(ledger, fee);
    },
  };
};

/** Every kind of step of loans, with its weight. */
export const LOANS: Readonly<Record<string, readonly [number, Action]>> = {
  take: [20, takeOffer],
  voidOffer: [1, voidAnOffer],
  repay: [5, repay],
  collect: [9, collect],
  forgive: [1, forgive],
  setFee: [0.7, setFee],
};
