import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import { coverageOf } from "../../../apps/web/src/deals/coverage.ts";
import { encodeNote } from "../../../apps/web/src/deals/note.ts";
import {
  allowedNow,
  nextFor,
  outcomeOf,
  owedAt,
  standingAt,
  turnOf,
  type IndexedDeal,
} from "../../../apps/web/src/deals/standing.ts";
import { parseWhole } from "../../../apps/web/src/ui/parse.ts";
import { dealStandingAt, type IndexedDeal as Row } from "../../../packages/indexer/src/api/dealStanding.js";

const DAY = 86_400;
const START = 1_800_000_000;
const [PAYER = "", PAYEE = "", ARBITER = "", STRANGER = ""] = ["a", "b", "c", "d"].map(
  (digit) => `0x${digit.repeat(40)}`,
);

const ORDER: Row = {
  ...{ kind: "order", state: "open", arbiter: ARBITER, price: 1_000n, period: 0, start: 0, deadline: START + 7 * DAY },
  ...{ window: 3 * DAY, funded: 1_000n, paid: 200n, deliveredAt: null, disputedAt: null },
};
const STREAM: Row = { ...ORDER, kind: "stream", arbiter: null, price: 3n, period: 1, start: START, window: 0 };
const SUBSCRIPTION: Row = { ...STREAM, kind: "subscription", price: 400n, period: DAY, paid: 0n };

const ROWS: Record<string, Row> = {
  "an open order": ORDER,
  "a delivered order": { ...ORDER, state: "delivered", deliveredAt: START },
  "a disputed order": { ...ORDER, state: "disputed", deliveredAt: START, disputedAt: START + 60 },
  "a stream with an end": { ...STREAM, funded: 900_000n },
  "a stream without an end": { ...STREAM, deadline: 0 },
  "a stream that starts later": { ...STREAM, start: START + DAY },
  "a subscription with an end": { ...SUBSCRIPTION, deadline: START + 2 * DAY },
  "a subscription without an end": { ...SUBSCRIPTION, deadline: 0 },
};

/** The deal as the API answers at a time. */
function answerAt(row: Row, time: number): IndexedDeal {
  const { actions, accrual, ...standing } = dealStandingAt(row, time);
  return {
    ...row,
    ...{ payer: PAYER, payee: PAYEE, refunded: "0", ...standing },
    ...{ left: standing.left.toString(), due: standing.due.toString() },
    ...{ price: row.price.toString(), funded: row.funded.toString(), paid: row.paid.toString() },
    actions: actions.map((action) => ({ ...action, amount: action.amount?.toString() ?? null })),
    accrual: accrual && {
      ...{ rate: row.price.toString(), period: row.period, start: row.start },
      ...{ end: row.deadline === 0 ? null : row.deadline, fundedUntil: accrual.fundedUntil },
      ...{ owed: accrual.owed.toString(), arrears: accrual.arrears.toString() },
    },
  } as unknown as IndexedDeal;
}

const LATER = [0, 1, 299, DAY - 1, DAY, 2 * DAY, 3 * DAY, 3 * DAY + 1, 7 * DAY, 7 * DAY + 1, 31 * DAY, 400 * DAY];

describe("page: what a deal is now", () => {
  for (const [name, row] of Object.entries(ROWS)) {
    it(`counts on from an old block as the index will at a later one: ${name}`, () => {
      const old = answerAt(row, START + 60);
      for (const seconds of LATER) {
        const time = START + 60 + seconds;
        const then = answerAt(row, time);
        const { status, due, left, arrears } = standingAt(old, time);
        expect({ status, due, left }, String(seconds)).to.deep.equal({
          ...{ status: then.status, due: BigInt(then.due), left: BigInt(then.left) },
        });
        if (old.accrual === null || then.accrual === null) continue;
        expect(owedAt(old.accrual, time), String(seconds)).to.equal(BigInt(then.accrual.owed));
        expect(arrears, String(seconds)).to.equal(BigInt(then.accrual.arrears));
      }
    });

    it(`offers the actions of the index at a later block, and each once: ${name}`, () => {
      for (const account of [PAYER, PAYEE, ARBITER, STRANGER]) {
        for (const seconds of LATER) {
          const time = START + 60 + seconds;
          const names = (deal: IndexedDeal) => allowedNow(deal, account, time).map(({ action }) => action);
          const offered = names(answerAt(row, START + 60));
          expect(offered, `${account} ${seconds}`).to.have.members(names(answerAt(row, time)));
          expect(new Set(offered).size).to.equal(offered.length);
        }
      }
    });
  }

  it("tells whose turn it is, and what each side wants to do next", () => {
    const at = (row: Row, time: number, account: string) => {
      const deal = answerAt(row, START);
      return [turnOf(deal, time), nextFor(deal, account, time)?.action];
    };
    const delivered: Row = { ...ORDER, state: "delivered", deliveredAt: START };
    const disputed: Row = { ...delivered, state: "disputed", disputedAt: START };
    expect(at(ORDER, START, PAYEE)).to.deep.equal(["payee", "deliver"]);
    expect(at(ORDER, START, PAYER)).to.deep.equal(["payee", undefined]);
    expect(at(ORDER, START + 8 * DAY, PAYER)).to.deep.equal(["payer", "refund"]);
    expect(at(delivered, START, PAYER)).to.deep.equal(["payer", "release"]);
    expect(at(delivered, START + 4 * DAY, PAYEE)).to.deep.equal(["payee", "claim"]);
    expect(at(disputed, START, ARBITER)).to.deep.equal(["arbiter", "resolve"]);
    expect(at(disputed, START + 31 * DAY, PAYER)).to.deep.equal(["payer", "refund"]);
    expect(at(disputed, START + 31 * DAY, ARBITER)).to.deep.equal(["payer", undefined]);
    expect(at({ ...STREAM, deadline: 0 }, START + DAY, PAYER)).to.deep.equal(["payer", "topUp"]);
  });

  it("names a deal that is over by where the money went", () => {
    const of = (paid: string, refunded: string) => outcomeOf({ paid, refunded } as IndexedDeal);
    expect([of("5", "0"), of("0", "5"), of("3", "2"), of("0", "0")]).to.deep.equal([
      ...["paid", "refunded", "split", "refunded"],
    ]);
  });

  it("knows how long funds last, and no longer than to the end", () => {
    const terms = { price: 400n, period: DAY, start: START, deadline: 0 };
    expect(coverageOf(terms, 1_000n)).to.equal(START + 2 * DAY);
    expect(coverageOf({ ...terms, deadline: START + DAY }, 1_000n)).to.equal(START + DAY);
  });
});

describe("page: what the user enters for a deal", () => {
  it("writes a note as a text that ethers reads, and refuses one that does not fit", () => {
    expect(encodeNote(" parcel 17 ")).to.equal(encodeBytes32String("parcel 17"));
    expect(encodeNote("天气预报很准确没问题")).to.equal(encodeBytes32String("天气预报很准确没问题"));
    expect(encodeNote("a".repeat(31))).to.equal(encodeBytes32String("a".repeat(31)));
    expect(encodeNote("a".repeat(32))).to.equal(undefined);
    expect(encodeNote("天".repeat(11))).to.equal(undefined);
  });

  it("takes whole numbers within limits only", () => {
    const parsed = ["0", "100", " 7 ", "101", "-1", "1.5", "1e1", "", "９"].map((text) => parseWhole(text, 0, 100));
    expect(parsed).to.deep.equal([0, 100, 7, ...Array<undefined>(6).fill(undefined)]);
  });
});
