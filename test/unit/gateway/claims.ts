import { expect } from "chai";
import { MemoryClaims, type Claimant, type KeptAnswer } from "../../../src/gateway/selling/claims.js";

const claimantOf = (changes: Partial<Claimant> = {}): Claimant => ({
  key: "payer:nonce",
  fingerprint: "one",
  until: 100n,
  ...changes,
});
const answerOf = (text: string): KeptAnswer => ({ status: 200, headers: {}, body: Buffer.from(text) });

describe("MemoryClaims", () => {
  let now: bigint;
  let claims: MemoryClaims;

  beforeEach(() => {
    now = 0n;
    claims = new MemoryClaims(10, () => now);
  });

  it("gives a payment to one of those who ask together", async () => {
    const got = await Promise.all([1, 2, 3].map(() => claims.claim(claimantOf())));
    expect(got).to.deep.equal([true, false, false]);
  });

  it("gives different payments to all", async () => {
    expect(await claims.claim(claimantOf())).to.equal(true);
    expect(await claims.claim(claimantOf({ key: "payer:other" }))).to.equal(true);
  });

  it("gives a payment again that was given back", async () => {
    await claims.claim(claimantOf());
    await claims.release(claimantOf());
    expect(await claims.claim(claimantOf())).to.equal(true);
  });

  it("gives a parked payment again to the same request only, and once", async () => {
    await claims.claim(claimantOf());
    await claims.park(claimantOf());
    expect(await claims.claim(claimantOf({ fingerprint: "two" }))).to.equal(false);
    expect(await claims.claim(claimantOf())).to.equal(true);
    expect(await claims.claim(claimantOf())).to.equal(false);
  });

  it("parks nothing that was given back", async () => {
    await claims.claim(claimantOf());
    await claims.release(claimantOf());
    await claims.park(claimantOf());
    expect(await claims.claim(claimantOf({ fingerprint: "two" }))).to.equal(true);
  });

  it("forgets a payment after a day, whatever it says", async () => {
    await claims.claim(claimantOf({ until: 2n ** 255n }));
    now = 86_399n;
    expect(await claims.claim(claimantOf())).to.equal(false);
    now = 86_400n;
    expect(await claims.claim(claimantOf())).to.equal(true);
  });

  it("finds an answer for the same request only", async () => {
    await claims.claim(claimantOf());
    expect(await claims.find(claimantOf())).to.equal(undefined);
    await claims.keep(claimantOf(), answerOf("report"));
    expect(await claims.find(claimantOf())).to.deep.equal(answerOf("report"));
    expect(await claims.find(claimantOf({ fingerprint: "two" }))).to.equal(undefined);
    expect(await claims.claim(claimantOf())).to.equal(false);
  });

  it("forgets the oldest answers when they are too many, and keeps the payments taken", async () => {
    for (const key of ["a", "b", "c"]) {
      await claims.claim(claimantOf({ key }));
      await claims.keep(claimantOf({ key }), answerOf("12345"));
    }
    expect(await claims.find(claimantOf({ key: "a" }))).to.equal(undefined);
    expect(await claims.find(claimantOf({ key: "b" }))).to.deep.equal(answerOf("12345"));
    expect(await claims.claim(claimantOf({ key: "a" }))).to.equal(false);
  });

  it("forgets a payment when the chain would refuse it", async () => {
    await claims.claim(claimantOf());
    now = 100n;
    expect(await claims.claim(claimantOf())).to.equal(true);
  });
});
