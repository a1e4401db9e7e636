import { expect } from "chai";
import { toBeHex } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { networkHelpers } from "../../fixtures/chain.js";
import { averageOf, give, MAX_VALUE, rate, type Feedback } from "../../fixtures/feedback.js";
import { paidDeal, servicesFixture, type ServiceSystem } from "../../fixtures/services.js";
import { Random } from "../../walk/random.js";

const TAGS = ["", "uptime", "week", "starred", "paid "];

/** Feedback that was given, as the test remembers it. */
interface Given extends Pick<Feedback, "value" | "decimals" | "tag1" | "tag2"> {
  client: HardhatEthersSigner;
  revoked: boolean;
}

/** Values of all sizes; the extremes are as likely as small ones. */
function randomNumber(random: Random): readonly [value: bigint, decimals: number] {
  const value = random.pick([MAX_VALUE, MAX_VALUE - random.bits(20), random.amount(126), random.amount(40), 0n]);
  return [random.chance(50) ? value : -value, random.pick([0, 1, 2, 6, 17, 18, random.below(19)])];
}

/** Up to nine clients that say, revoke, and rate deals at random; few tags, so that they meet. */
async function sayAtRandom(system: ServiceSystem, random: Random): Promise<Given[]> {
  const { reputation, agentId, payer, others } = system;
  const given: Given[] = [];
  for (let i = 0; i < 60; ++i) {
    const client = random.pick(others.slice(0, 8));
    const [value, decimals] = randomNumber(random);
    const said = { value, decimals, tag1: random.pick(TAGS), tag2: random.pick(TAGS) };
    if (random.chance(15)) {
      const rating = { value: BigInt(random.below(101)), decimals: random.pick([0, 1, 18]) };
      // No two deals may be the same.
      const deal = await paidDeal(system, { price: random.amount(50), ref: toBeHex(i, 32) });
      await rate(system, payer, deal, rating);
      given.push({ ...rating, tag1: "starred", tag2: "paid", client: payer, revoked: false });
    } else {
      await give(system, client, said);
      given.push({ ...said, client, revoked: false });
    }
    if (!random.chance(25)) continue;
    const gone = random.pick(given);
    if (gone.revoked) continue;
    gone.revoked = true;
    const index = given.filter(({ client }) => client === gone.client).indexOf(gone) + 1;
    await reputation.connect(gone.client).revokeFeedback(agentId, index);
  }
  return given;
}

describe("ServiceReputation.getSummary, at random", () => {
  describe("given clients that give feedback, rate and revoke at random", () => {
    for (const seed of [1, 2, 3, 4]) {
      it(`returns the same as counting, for any clients and tags (seed ${seed})`, async () => {
        const system = await networkHelpers.loadFixture(servicesFixture);
        const { reputation, agentId, payer, others } = system;
        const random = new Random(seed);
        const given = await sayAtRandom(system, random);
        const clients = [payer, ...others.slice(0, 9)];
        let found = 0n;
        for (let i = 0; i < 60; ++i) {
          const asked = Array.from({ length: 1 + random.below(9) }, () => random.pick(clients));
          const [tag1, tag2] = [random.pick(["", "", ...TAGS]), random.pick(["", "", "paid", ...TAGS])];
          const counted = asked.flatMap((client) =>
            given.filter(
              (one) =>
                one.client === client &&
                !one.revoked &&
                (tag1 === "" || one.tag1 === tag1) &&
                (tag2 === "" || one.tag2 === tag2),
            ),
          );
          const expected = averageOf(counted);
          expect(await reputation.getSummary(agentId, asked, tag1, tag2)).to.deep.equal(expected);
          found += expected[0];
        }
        expect(found).to.be.greaterThan(100n);
        expect(await reputation.getSummary(agentId, clients, "", "")).to.deep.equal(
          averageOf(given.filter(({ revoked }) => !revoked)),
        );
      });
    }
  });
});
