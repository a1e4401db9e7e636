import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { parseEther, toBeHex } from "ethers";
import { at } from "../../fixtures/at.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { packed, type Deal } from "../../fixtures/deals.js";
import {
  give,
  MAX_RATING,
  paidSummaryOf,
  payingAs,
  rate,
  UNKNOWN,
  withSecondService,
} from "../../fixtures/feedback.js";
import { opened, streamOf } from "../../fixtures/hub.js";
import { paidDeal, servicesFixture, type ServiceSystem } from "../../fixtures/services.js";
import { Random } from "../../walk/random.js";

const NOTHING = [0n, 0n, 0n, 0n];

/** A stream that was claimed, or an order of which something was released. */
async function randomDeal(system: ServiceSystem, random: Random, ref: string): Promise<Deal> {
  if (random.chance(70)) {
    const price = random.amount(60);
    return paidDeal(system, { price, ref }, random.chance(50) ? price : 1n + random.bits(60) / 2n ** 20n);
  }
  const deal = await streamOf(system, { price: random.amount(20), ref });
  await opened(system, deal, random.amount(50));
  await networkHelpers.time.setNextBlockTimestamp(deal.start + 1_000n + random.amount(12));
  await system.hub.claim(packed(deal));
  return deal;
}

function randomRating(random: Random) {
  const decimals = random.pick([0, 1, 6, 17, 18]);
  const best = 100n * 10n ** BigInt(decimals);
  return { value: random.pick([0n, best, random.bits(70) % (best + 1n)]), decimals };
}

describe("ServiceReputation.getPaidSummary", () => {
  describe("given no ratings", () => {
    it("returns nothing, of no service either", async () => {
      const { reputation, agentId } = await networkHelpers.loadFixture(servicesFixture);
      expect(await reputation.getPaidSummary(agentId)).to.deep.equal(NOTHING);
      expect(await reputation.getPaidSummary(UNKNOWN)).to.deep.equal(NOTHING);
    });

    it("ignores plain feedback, and deals that nobody rated", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      await paidDeal(system);
      await give(system, system.payer, { tag1: "starred", tag2: "" });
      expect(await system.reputation.getPaidSummary(system.agentId)).to.deep.equal(NOTHING);
    });
  });

  describe("given ratings", () => {
    it("returns their number, their weight, and both averages", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { reputation, agentId, payer } = system;
      for (const [value, price] of [
        [100n, parseEther("1")],
        [20n, parseEther("3")],
      ] as const) {
        await rate(system, payer, await paidDeal(system, { price }), { value, decimals: 0 });
      }
      const { count, paid, average, weightedAverage } = await reputation.getPaidSummary(agentId);
      expect([count, paid]).to.deep.equal([2n, parseEther("4")]);
      expect([average, weightedAverage]).to.deep.equal([parseEther("60"), parseEther("40")]);
    });

    it("rounds both averages down", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { reputation, agentId, payer } = system;
      for (const [value, price] of [
        [0n, 1n],
        [1n, 4n],
        [1n, 2n],
      ] as const) {
        await rate(system, payer, await paidDeal(system, { price }), { value, decimals: 18 });
      }
      // 2/3 and 6/7 of a base unit.
      expect(await reputation.getPaidSummary(agentId)).to.deep.equal([3n, 7n, 0n, 0n]);
      await rate(system, payer, await paidDeal(system, { price: 8n }), { value: 2n, decimals: 18 });
      // 4/4 and 22/15.
      expect(await reputation.getPaidSummary(agentId)).to.deep.equal([4n, 15n, 1n, 1n]);
    });

    it("holds the best ratings of large payments", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { reputation, agentId, payer } = system;
      for (let i = 1n; i <= 3n; ++i) {
        const deal = await paidDeal(system, { price: parseEther("15") + i });
        await rate(system, payer, deal, { value: MAX_RATING, decimals: 18 });
        expect(await reputation.getPaidSummary(agentId)).to.deep.equal([
          i,
          parseEther("15") * i + (i * (i + 1n)) / 2n,
          MAX_RATING,
          MAX_RATING,
        ]);
      }
    });

    it("counts all clients together, and services apart", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const second = await withSecondService(system);
      const other = await payingAs(system, system.stranger);
      await rate(system, system.payer, await paidDeal(system, { price: 10n }), { value: 10n, decimals: 0 });
      await rate(second, system.payer, await paidDeal(system, { price: 20n }), { value: 30n, decimals: 0 });
      await rate(system, other.payer, await paidDeal(other, { price: 30n }), { value: 50n, decimals: 0 });
      const told = await system.reputation.getPaidSummary(system.agentId);
      expect(told).to.deep.equal([2n, 40n, parseEther("30"), parseEther("40")]);
      const apart = await system.reputation.getPaidSummary(second.agentId);
      expect(apart).to.deep.equal([1n, 20n, parseEther("30"), parseEther("30")]);
    });
  });

  describe("given clients that rate, give feedback and revoke at random", () => {
    for (const seed of [11, 12, 13]) {
      it(`returns the same as the events (seed ${seed})`, async () => {
        const system = await networkHelpers.loadFixture(servicesFixture);
        const { reputation } = system;
        const services = [system, await withSecondService(system)];
        const paying = [system, await payingAs(system, system.stranger), await payingAs(system, system.others[0])];
        const random = new Random(seed);
        const left: { agentId: bigint; client: HardhatEthersSigner; index: bigint }[] = [];
        let [rated, revoked] = [0, 0];
        for (let i = 0; i < 40; ++i) {
          const service = random.pick(services);
          const by = random.pick(paying);
          if (random.chance(25) && left.length > 0) {
            const gone = at(left.splice(random.below(left.length), 1), 0);
            await reputation.connect(gone.client).revokeFeedback(gone.agentId, gone.index);
            ++revoked;
          } else {
            if (random.chance(20))
              await give(service, by.payer, { ...randomRating(random), tag1: "starred", tag2: "" });
            else {
              await rate(service, by.payer, await randomDeal(by, random, toBeHex(i, 32)), randomRating(random));
              ++rated;
            }
            const index = await reputation.getLastIndex(service.agentId, by.payer);
            left.push({ agentId: service.agentId, client: by.payer, index });
          }
          for (const one of services) {
            expect(await reputation.getPaidSummary(one.agentId)).to.deep.equal(await paidSummaryOf(one));
          }
        }
        expect(rated).to.be.greaterThan(15);
        expect(revoked).to.be.greaterThan(4);
        // What is left goes too, in any order.
        while (left.length > 0) {
          const gone = at(left.splice(random.below(left.length), 1), 0);
          await reputation.connect(gone.client).revokeFeedback(gone.agentId, gone.index);
        }
        for (const one of services) {
          expect(await reputation.getPaidSummary(one.agentId)).to.deep.equal(NOTHING);
          expect(await paidSummaryOf(one)).to.deep.equal(NOTHING);
        }
      });
    }
  });
});
