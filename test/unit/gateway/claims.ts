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

  it("grants the claim to exactly one of three concurrent requests", async () => {
    const granted = await Promise.all([1, 2, 3].map(() => claims.claim(claimantOf())));
    expect(granted).to.deep.equal([true, false, false]);
  });

  it("grants claims on different payments", async () => {
    expect(await claims.claim(claimantOf())).to.equal(true);
    expect(await claims.claim(claimantOf({ key: "payer:other" }))).to.equal(true);
  });

  it("grants a released claim again", async () => {
    await claims.claim(claimantOf());
    await claims.release(claimantOf());
    expect(await claims.claim(claimantOf())).to.equal(true);
  });

  it("grants a parked claim to the same request only, and only once", async () => {
    await claims.claim(claimantOf());
    await claims.park(claimantOf());
    expect(await claims.claim(claimantOf({ fingerprint: "two" }))).to.equal(false);
    expect(await claims.claim(claimantOf())).to.equal(true);
    expect(await claims.claim(claimantOf())).to.equal(false);
  });

  it("ignores parking after a release", async () => {
    await claims.claim(claimantOf());
    await claims.release(claimantOf());
    await claims.park(claimantOf());
    expect(await claims.claim(claimantOf({ fingerprint: "two" }))).to.equal(true);
  });

  it("drops a claim after a day, even if its payment is valid longer", async () => {
    await claims.claim(claimantOf({ until: 2n ** 255n }));
    now = 86_399n;
    expect(await claims.claim(claimantOf())).to.equal(false);
    now = 86_400n;
    expect(await claims.claim(claimantOf())).to.equal(true);
  });

  it("finds a stored response for the same request only", async () => {
    await claims.claim(claimantOf());
    expect(await claims.find(claimantOf())).to.equal(undefined);
    await claims.keep(claimantOf(), answerOf("report"));
    expect(await claims.find(claimantOf())).to.deep.equal(answerOf("report"));
    expect(await claims.find(claimantOf({ fingerprint: "two" }))).to.equal(undefined);
    expect(await claims.claim(claimantOf())).to.equal(false);
  });

  describe("given room for 10 bytes", () => {
    const named = (key: string) => claimantOf({ key });
    async function keep(key: string, text: string, isDelivered = false): Promise<void> {
      await claims.claim(named(key));
      await claims.keep(named(key), answerOf(text));
      if (isDelivered) await claims.delivered(named(key));
    }
    const keptOf = async (...keys: string[]) => {
      const found = await Promise.all(keys.map(async (key) => [key, await claims.find(named(key))] as const));
      return found.filter(([, answer]) => answer !== undefined).map(([key]) => key);
    };
    const outcomeOf = (promise: Promise<void>) => promise.then(() => "kept", String);
    const noRoomFor = (size: number) =>
      `Error: There is no room to keep ${size} bytes until they are paid and delivered.`;

    it("deletes the oldest delivered responses, only as many as needed, and keeps their claims", async () => {
      for (const key of ["a", "b", "c"]) await keep(key, "123", true);
      await keep("d", "1234");
      expect(await keptOf("a", "b", "c", "d")).to.deep.equal(["b", "c", "d"]);
      expect(await claims.claim(named("a"))).to.equal(false);
      await keep("e", "12");
      expect(await keptOf("b", "c", "d", "e")).to.deep.equal(["c", "d", "e"]);
    });

    it("never deletes an undelivered response, and rejects one that does not fit beside it", async () => {
      await keep("a", "123456");
      await keep("b", "123", true);
      expect(await outcomeOf(keep("c", "12345"))).to.equal(noRoomFor(5));
      // Nothing was deleted, because it would not have sufficed.
      expect(await keptOf("a", "b", "c")).to.deep.equal(["a", "b"]);
      await keep("d", "1234");
      expect(await keptOf("a", "b", "d")).to.deep.equal(["a", "d"]);
      await claims.release(named("a"));
      await keep("e", "123456");
      expect(await keptOf("d", "e")).to.deep.equal(["d", "e"]);
    });

    it("rejects a response that exceeds the limit by itself, counting its headers", async () => {
      const header = { a: "1", b: ["2", "3"], c: 4 };
      await claims.claim(named("a"));
      const answer = (text: string) => ({ ...answerOf(text), headers: header });
      expect(await outcomeOf(claims.keep(named("a"), answer("1234")))).to.equal(noRoomFor(11));
      expect(await outcomeOf(claims.keep(named("a"), answer("123")))).to.equal("kept");
    });

    it("counts a replaced response once, and an expired one not at all", async () => {
      await keep("a", "1234567890", true);
      await claims.keep(named("a"), answerOf("0987654321"));
      expect(await outcomeOf(keep("b", "1"))).to.equal(noRoomFor(1));
      now = 100n;
      await keep("c", "1234567890");
      expect(await keptOf("a", "c")).to.deep.equal(["c"]);
    });
  });

  it("drops a claim when its payment expires", async () => {
    await claims.claim(claimantOf());
    now = 100n;
    expect(await claims.claim(claimantOf())).to.equal(true);
  });
});
