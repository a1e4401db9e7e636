import { expect } from "chai";
import { parseEther, toBeHex } from "ethers";
import { en } from "../../../apps/web/src/i18n/en/index.ts";
import { zh } from "../../../apps/web/src/i18n/zh/index.ts";
import { parseLending, type LendDraft } from "../../../apps/web/src/screens/credit/lendFields.ts";
import { MAX_CHARGE_BPS, MAX_GRACE, MAX_ORDERS, MAX_TERM } from "../../../packages/sdk/src/credit/limits.js";

const DAY = 86_400n;
const ACCOUNT = `0x${"1".repeat(40)}`;
const LOAN: LendDraft = {
  ...{
    borrower: "",
    amount: "10",
    charge: "",
    yearly: "0",
    lateYearly: "",
    days: "30",
    instalments: "1",
    period: "30",
  },
  ...{ grace: "0", collateral: "", income: "", orders: "", pull: true },
};
const idsOf = (count: number) => Array.from({ length: count }, (_each, index) => toBeHex(index + 1, 32)).join("\n");
const errorsOf = (change: Partial<LendDraft>, t = en) => parseLending({ ...LOAN, ...change }, t).errors;
const termsOf = (change: Partial<LendDraft>) => parseLending({ ...LOAN, ...change }, en).terms;

describe("page: the lender's form", () => {
  it("reads days as seconds, percents as basis points, and what is empty as nothing", () => {
    expect(termsOf({})).to.deep.equal({
      ...{ borrower: undefined, amount: parseEther("10"), charge: 0n, yearlyBps: 0n, lateYearlyBps: undefined },
      ...{ dueWithin: 30n * DAY, instalments: 1n, period: 0n, grace: 0n, collateral: 0n, pull: true },
      ...{ incomeAccount: undefined, orders: [] },
    });
    const all = { yearly: "1.5", lateYearly: "1.5", instalments: "2", period: "7", grace: "90", income: ACCOUNT };
    expect(termsOf({ ...all, charge: "3", collateral: "0" })).to.deep.include({
      ...{ charge: parseEther("3"), yearlyBps: 150n, lateYearlyBps: 150n, instalments: 2n, period: 7n * DAY },
      ...{ grace: 90n * DAY, incomeAccount: ACCOUNT, collateral: 0n },
    });
  });

  it("drops the fields that apply only to a loan with a due date", () => {
    const filled = { grace: "x", period: "", lateYearly: "-1", income: ACCOUNT, collateral: "5", orders: idsOf(1) };
    expect(termsOf({ ...filled, days: "" })).to.deep.include({
      ...{ dueWithin: undefined, instalments: 0n, period: 0n, grace: 0n, collateral: 0n, pull: false },
      ...{ lateYearlyBps: undefined, incomeAccount: undefined, orders: [toBeHex(1, 32)] },
    });
    expect(errorsOf({ days: "" })).to.have.all.keys("orders");
  });

  it("keeps the contract's limits, and names each field that exceeds one", () => {
    expect((parseEther("10") * MAX_CHARGE_BPS) / 10_000n).to.equal(parseEther("3"));
    expect(errorsOf({ charge: "3.000000000000000001" }).charge).to.contain("3\u00a0SCV");
    expect([errorsOf({ grace: String(MAX_GRACE / DAY) }), errorsOf({ grace: "91" })]).to.deep.equal([
      {},
      { grace: en.credit.graceInvalid },
    ]);
    const most = String(MAX_TERM / DAY);
    expect([errorsOf({ days: most }), Object.keys(errorsOf({ days: "1826" }))]).to.deep.equal([{}, ["days"]]);
    const two = { days: "1", instalments: "2" };
    expect(errorsOf({ ...two, period: "1824" })).to.deep.equal({});
    expect(errorsOf({ ...two, period: "1825" })).to.deep.equal({ period: en.credit.termTooLong(1_826) });
    expect(errorsOf({ orders: idsOf(MAX_ORDERS) })).to.deep.equal({});
    expect(errorsOf({ orders: idsOf(MAX_ORDERS + 1) })).to.deep.equal({ orders: en.credit.ordersTooMany(17) });
  });

  it("refuses late interest below the interest before, and says so in both languages", () => {
    const lower = { yearly: "10", lateYearly: "9.99" };
    expect(errorsOf(lower).lateYearly).to.equal("Late interest cannot be lower than the interest before: 10 %.");
    expect(errorsOf(lower, zh).lateYearly).to.equal("逾期利息不能低于之前的利息：10 %。");
    expect(Object.keys(errorsOf({ lateYearly: "100.01" }))).to.deep.equal(["lateYearly"]);
  });

  it("names every field that cannot be read", () => {
    const wrong = {
      borrower: "bob",
      amount: "",
      instalments: "2",
      period: "x",
      grace: "1.5",
      income: "0x1",
      orders: "1",
    };
    expect(errorsOf({ ...wrong, collateral: "-1", yearly: "x" })).to.have.all.keys(
      ...["borrower", "amount", "period", "grace", "income", "orders", "collateral", "yearly"],
    );
  });
});
