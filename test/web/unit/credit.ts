import { expect } from "chai";
import { parseEther, toBeHex, ZeroAddress } from "ethers";
import { costOf } from "../../../apps/web/src/flows/loanCost.ts";
import { heldOf } from "../../../apps/web/src/screens/credit/heldOf.ts";
import { parseIds, parseYearly } from "../../../apps/web/src/screens/credit/lendFields.ts";
import { pointsOf } from "../../../apps/web/src/screens/loan/loanPoints.ts";
import { loanOfferLink, readLoanOfferText } from "../../../apps/web/src/ui/loanOfferText.ts";
import {
  formatLoanOffer,
  loanOfferOf,
  loanSchedule,
  type Loan,
  type LoanOffer,
} from "../../../packages/sdk/src/credit/index.js";

const DAY = 86_400n;
const NOW = 1_800_000_000n;
const addressOf = (digit: string) => `0x${digit.repeat(40)}`;

const LOAN: Loan = {
  ...{ lender: addressOf("1"), borrower: ZeroAddress, account: addressOf("2") },
  ...{ amount: parseEther("100"), charge: parseEther("2"), rate: 0n, lateRate: 0n, due: NOW + 365n * DAY },
  ...{ period: 0n, instalments: 1n, grace: 0n, collateral: 0n, pull: true, income: false, cover: 0n, feeBps: 100n },
  ...{ orders: toBeHex(7, 32), validUntil: NOW + DAY, ref: toBeHex(9, 32) },
};

const OFFER: LoanOffer = {
  loan: LOAN,
  orders: [
    {
      ...{ payer: addressOf("3"), payee: addressOf("2"), arbiter: ZeroAddress, price: parseEther("1") },
      ...{ period: 0n, start: 0n, deadline: NOW + DAY, window: 3n * DAY, feeBps: 25n, ref: toBeHex(0, 32) },
    },
  ],
  signature: `0x${"ab".repeat(65)}`,
};

describe("page: what a loan costs", () => {
  it("counts fee, charge and interest, and makes a yearly rate of them", () => {
    const cost = costOf(LOAN, loanSchedule(LOAN, NOW), NOW);
    expect(cost.received).to.equal(parseEther("99"));
    expect(cost.total).to.equal(parseEther("3"));
    expect(cost.repaid).to.equal(parseEther("102"));
    expect(cost.yearlyBps).to.equal(300n);
  });

  it("counts each instalment for as long as it is lent", () => {
    const loan = { ...LOAN, charge: 0n, feeBps: 100n, due: NOW + 73n * DAY, period: 73n * DAY, instalments: 5n };
    // On average 3 of 5 parts of a year: 1 % is 1.67 % a year.
    expect(costOf(loan, loanSchedule(loan, NOW), NOW).yearlyBps).to.equal(167n);
  });

  it("knows no yearly rate of what only orders repay", () => {
    const cost = costOf({ ...LOAN, due: 0n, instalments: 0n }, [], NOW);
    expect(cost.yearlyBps).to.equal(undefined);
    expect(cost.total).to.equal(parseEther("3"));
  });
});

describe("page: an offer of a loan to hand on", () => {
  it("reads from its link and from its text exactly what was signed", () => {
    const link = loanOfferLink("https://example.org/#/credit", OFFER);
    expect(link).to.match(/^https:\/\/example\.org\/#\/credit\/offer\?o=[\w.]+$/);
    expect(link.length).to.be.at.most(1_000);
    expect(loanOfferOf(readLoanOfferText(link))).to.deep.equal(OFFER);
    expect(loanOfferOf(readLoanOfferText(formatLoanOffer(OFFER)))).to.deep.equal(OFFER);
  });

  it("takes no other text, and no part of one", () => {
    const link = loanOfferLink("", OFFER);
    expect(readLoanOfferText("hello")).to.equal(undefined);
    for (const broken of [link.slice(0, -1), link.replace("_", "."), link.replace(".100", ".x100"), "?o=_"]) {
      expect(() => loanOfferOf(readLoanOfferText(broken)), broken).to.throw();
    }
  });
});

describe("page: fields of an offer", () => {
  it("reads percents as basis points, and ids of orders", () => {
    expect(parseYearly("12.5")).to.equal(1_250n);
    expect(parseYearly("12,5")).to.equal(1_250n);
    expect(parseYearly("")).to.equal(0n);
    for (const wrong of ["100.01", "-1", "1.234", "x"]) expect(parseYearly(wrong), wrong).to.equal(undefined);
    const [one, other] = [toBeHex(10, 32), toBeHex(11, 32)];
    expect(parseIds(` ${one},\n${other.toUpperCase().replace("0X", "0x")} `)).to.deep.equal([one, other]);
    expect(parseIds("")).to.deep.equal([]);
    expect(parseIds(`${one} 0x12`)).to.equal(undefined);
  });

  it("deducts the fee of what an order holds as the hub does", () => {
    expect(heldOf({ funded: "1000", paid: "399", feeBps: 25 })).to.equal(1_000n - 2n - (399n - 0n));
    expect(heldOf({ funded: "0", paid: "0", feeBps: 25 })).to.equal(0n);
  });
});

describe("page: the time line of a loan", () => {
  const schedule = loanSchedule({ ...LOAN, due: NOW + 10n * DAY, period: 10n * DAY, instalments: 3n }, NOW);
  const event = (name: string, at: bigint, logIndex: number) => ({
    ...{ event: name, time: Number(at), logIndex, block: 5, by: null, source: null, amount: "7", owed: "1" },
    ...{ transactionHash: toBeHex(1, 32), transactionIndex: 0, blockHash: toBeHex(2, 32) },
  });
  const events = [event("LoanRepaid", NOW + DAY, 3), event("LoanTaken", NOW, 1)] as never;

  it("shows what happened before what is due, without what is paid", () => {
    const loan = { state: "active", status: "active", nextDue: Number(NOW + 20n * DAY) } as const;
    const points = pointsOf(loan, schedule, events, Number(NOW + 2n * DAY));
    expect(points.map(({ kind, name }) => name ?? kind)).to.deep.equal(["LoanTaken", "LoanRepaid", "due", "due"]);
    expect(points.every(({ isLate }) => !isLate)).to.equal(true);
  });

  it("marks what is late, and shows nothing due of a loan that has ended", () => {
    const overdue = { state: "active", status: "overdue", nextDue: Number(NOW + 10n * DAY) } as const;
    const late = pointsOf(overdue, schedule, [], Number(NOW + 11n * DAY));
    expect(late.map(({ isLate }) => isLate)).to.deep.equal([true, false, false]);
    const ended = { state: "ended", status: "ended", nextDue: null } as const;
    expect(pointsOf(ended, schedule, events, Number(NOW)).map(({ kind }) => kind)).to.deep.equal(["event", "event"]);
  });
});
