import { expect } from "chai";
import { availableAt } from "../../../apps/web/src/screens/treasury/limits.ts";
import {
  csvOfMovements,
  knownMovements,
  movementsOf,
  ZERO,
  type Collection,
  type Flow,
  type Transfer,
} from "../../../apps/web/src/screens/treasury/movements.ts";

const [treasury, coin, hub, ann, bob] = ["a", "b", "c", "d", "e"].map((digit) => `0x${digit.repeat(40)}`) as [
  string,
  string,
  string,
  string,
  string,
];
const PLACE = { treasury, coin, hub };
const INVOICE = `0x${Buffer.from("=invoice 7").toString("hex").padEnd(64, "0")}`;
const at = (block: number, logIndex = 0) => ({ block, logIndex, time: block, transactionHash: `0x${block}` });
const transfer = (block: number, from: string, to: string, amount: string, logIndex = 0): Transfer => ({
  ...{ ...at(block, logIndex), from, to, amount, reference: null, authorization: null },
});
const flow = (block: number, kind: Flow["kind"], asset: string, account: string, amount: string): Flow => ({
  ...{ ...at(block, 9), kind, asset, account, amount, steward: null, reference: null, data: null },
});
const moves = (transfers: Transfer[], flows: Flow[] = [], collections: Collection[] = []) =>
  movementsOf({ transfers, flows, collections }, PLACE);

describe("web: movements of the treasury", () => {
  it("tells a payment once, with the reference and the steward that only its event has", () => {
    const spent = { ...flow(5, "spent", coin, bob, "3"), steward: ann, reference: INVOICE };
    const [one, ...rest] = moves([transfer(5, treasury, bob, "3")], [spent]);
    expect(rest).to.deep.equal([]);
    expect(one).to.include({ direction: "out", kind: "spent", account: bob, steward: ann, reference: INVOICE });
  });

  it("tells two equal payments of one transaction apart", () => {
    const paid = (reference: string) => ({ ...flow(5, "paid", coin, bob, "3"), reference });
    const both = [transfer(5, treasury, bob, "3", 1), transfer(5, treasury, bob, "3", 2)];
    const references = moves(both, [paid(INVOICE), paid(`0x${"7".repeat(64)}`)]).map(({ reference }) => reference);
    expect(new Set(references).size).to.equal(2);
  });

  it("tells fees from refunds, new coins and gifts", () => {
    const collection = { ...at(7), treasury, amount: "2" };
    const incoming = [
      ...[transfer(7, hub, treasury, "2"), transfer(6, hub, treasury, "2")],
      ...[transfer(5, ZERO, treasury, "1"), transfer(4, ann, treasury, "1")],
    ];
    const kinds = moves(incoming, [], [collection]).map(({ kind }) => kind);
    expect(kinds).to.deep.equal(["fees", "returned", "created", "received"]);
  });

  it("lists ether in both directions, and no call that moved none", () => {
    const flows = [
      flow(9, "executed", ZERO, bob, "0"),
      flow(8, "paid", ZERO, bob, "1"),
      flow(7, "received", ZERO, ann, "2"),
    ];
    expect(moves([], flows).map(({ direction, amount }) => [direction, amount])).to.deep.equal([
      ["out", "1"],
      ["in", "2"],
    ]);
  });

  it("shows nothing beyond the end of a list that goes on", () => {
    const all = moves([transfer(9, ann, treasury, "1"), transfer(4, ann, treasury, "1")]);
    expect(knownMovements(all, [4]).map(({ block }) => block)).to.deep.equal([9]);
    expect(knownMovements(all, [])).to.have.length(2);
  });

  it("writes CSV that a spreadsheet reads as text, with whole coins", () => {
    const spent = { ...flow(5, "spent", coin, bob, "3"), reference: INVOICE };
    const nameOf = () => ({ name: 'S"C,V', isWhole: true });
    const text = csvOfMovements(moves([transfer(5, treasury, bob, "3")], [spent]), nameOf, (value) => `${value}.0`);
    expect(text.split("\r\n")[1]).to.equal(`1970-01-01T00:00:05.000Z,out,spent,3.0,"S""C,V",${bob},'=invoice 7,,0x5`);
  });

  it("refills a budget evenly, and not above its amount", () => {
    const budget = { amount: "100", period: 10, available: "40" };
    expect([100, 103, 120].map((now) => availableAt(budget, now, 100))).to.deep.equal([40n, 70n, 100n]);
    expect(availableAt(budget, 120, undefined)).to.equal(40n);
  });
});
