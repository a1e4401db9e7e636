import { expect } from "chai";
import { MemoryClaims, type Claimant, type KeptAnswer } from "../../../packages/gateway/src/selling/claims.js";

const claimantOf = (changes: Partial<Claimant> = {}): Claimant => ({
  key: "payer:nonce",
  fingerprint: "one",
  until: 100n,
  isProvable: true,
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

  describe("with room for 10 bytes", () => {
    const named = (key: string) => claimantOf({ key });
    async function keep(key: string, text: string, isDelivered = false): Promise<void> {
      await claims.claim(named(key));
      await claims.keep(named(key), answerOf(text));
      if (isDelivered) await claims.delivered(named(key));
    }
    const kept = async (...keys: string[]) => {
      const found = await Promise.all(keys.map(async (key) => [key, await claims.find(named(key))] as const));
      return found.filter(([, answer]) => answer !== undefined).map(([key]) => key);
    };
    const failed = (promise: Promise<void>) => promise.then(() => "kept", String);
    const noRoom = (size: number) => `Error: There is no room to keep ${size} bytes until they are paid and delivered.`;

    it("drops the oldest that were delivered, as many as needed, and keeps their payments taken", async () => {
      for (const key of ["a", "b", "c"]) await keep(key, "123", true);
      await keep("d", "1234");
      expect(await kept("a", "b", "c", "d")).to.deep.equal(["b", "c", "d"]);
      expect(await claims.claim(named("a"))).to.equal(false);
      await keep("e", "12");
      expect(await kept("b", "c", "d", "e")).to.deep.equal(["c", "d", "e"]);
    });

    it("never drops what was not delivered, and refuses what has no room beside it", async () => {
      await keep("a", "123456");
      await keep("b", "123", true);
      expect(await failed(keep("c", "12345"))).to.equal(noRoom(5));
      // What would not have been enough was not dropped.
      expect(await kept("a", "b", "c")).to.deep.equal(["a", "b"]);
      await keep("d", "1234");
      expect(await kept("a", "b", "d")).to.deep.equal(["a", "d"]);
      await claims.release(named("a"));
      await keep("e", "123456");
      expect(await kept("d", "e")).to.deep.equal(["d", "e"]);
    });

    it("refuses one that is too large by itself, with its headers", async () => {
      const header = { a: "1", b: ["2", "3"], c: 4 };
      await claims.claim(named("a"));
      const answer = (text: string) => ({ ...answerOf(text), headers: header });
      expect(await failed(claims.keep(named("a"), answer("1234")))).to.equal(noRoom(11));
      expect(await failed(claims.keep(named("a"), answer("123")))).to.equal("kept");
    });

    it("counts an answer again that is kept anew, and none that was forgotten", async () => {
      await keep("a", "1234567890", true);
      await claims.keep(named("a"), answerOf("0987654321"));
      expect(await failed(keep("b", "1"))).to.equal(noRoom(1));
      now = 100n;
      await keep("c", "1234567890");
      expect(await kept("a", "c")).to.deep.equal(["c"]);
    });
  });

  it("forgets a payment when the chain would refuse it", async () => {
    await claims.claim(claimantOf());
    now = 100n;
    expect(await claims.claim(claimantOf())).to.equal(true);
  });
});
