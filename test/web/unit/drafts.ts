import { expect } from "chai";
import { EMPTY_DRAFT, parseDraft, type Draft } from "../../../apps/web/src/flows/drafts.ts";
import { en } from "../../../apps/web/src/i18n/en/index.ts";

const ACCOUNT = `0x${"1".repeat(40)}`;
const read = (draft: Partial<Draft>) => parseDraft({ ...EMPTY_DRAFT, ...draft }, en);

describe("web: drafts of proposals", () => {
  it("reads payments of SCV and ether", () => {
    const { intent } = read({ account: ACCOUNT, asset: "ETH", amount: "1.5" });
    expect(intent).to.deep.equal({
      ...{ kind: "pay", asset: "ETH", to: ACCOUNT, amount: 1_500_000_000_000_000_000n, reference: undefined },
    });
  });

  it("names every field that is missing or wrong", () => {
    expect(Object.keys(read({ reference: "x".repeat(32) }).errors)).to.have.members(["account", "amount", "reference"]);
    expect(read({}).intent).to.equal(undefined);
  });

  it("reads a fee in basis points, and refuses more than 1 % and a third decimal", () => {
    const fee = (percent: string) => read({ kind: "fee", percent });
    expect(fee("0.25").intent).to.deep.equal({ kind: "fee", feeBps: 25n });
    expect(fee("1 %").intent).to.deep.equal({ kind: "fee", feeBps: 100n });
    expect(fee("0").intent).to.deep.equal({ kind: "fee", feeBps: 0n });
    for (const wrong of ["", "1.01", "0.255", "-1", "1e1", "abc"]) expect(fee(wrong).intent, wrong).to.equal(undefined);
  });

  it("holds a rule of the DAO within the bounds of the contract", () => {
    const delay = (count: string, unit: Draft["unit"]) =>
      read({ kind: "setting", setting: "votingDelay", count, unit });
    expect(delay("1", "hours").intent).to.deep.equal({ kind: "setting", name: "votingDelay", value: 3_600n });
    expect(delay("59", "minutes").errors.count).to.equal("Enter 1 hour to 30 days.");
    expect(delay("31", "days").intent).to.equal(undefined);
    expect(read({ kind: "setting", setting: "quorumNumerator", percent: "31" }).intent).to.equal(undefined);
    const nobody = read({ kind: "setting", setting: "proposalGuardian" }).intent;
    expect(nobody).to.deep.equal({ kind: "setting", name: "proposalGuardian", value: `0x${"0".repeat(40)}` });
  });

  it("takes a budget away, freezes an asset and lifts a cap without asking for amounts", () => {
    expect(read({ kind: "budget", change: "remove", account: ACCOUNT }).intent).to.include({ amount: 0n, period: 0n });
    expect(read({ kind: "cap", change: "freeze", count: "2" }).intent).to.include({ amount: 0n, period: 172_800n });
    expect(read({ kind: "cap", change: "remove" }).intent).to.include({ amount: 0n, period: 0n });
  });
});
