import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  averageOf,
  give,
  MAX_INT128,
  MAX_VALUE,
  MIN_INT128,
  rate,
  UNKNOWN,
  withSecondService,
} from "../../fixtures/feedback.js";
import { paidDeal, servicesFixture, type ServiceSystem } from "../../fixtures/services.js";

type Decimal = readonly [value: bigint, decimals: number];

async function giveAll(system: ServiceSystem, numbers: readonly Decimal[]) {
  for (const [value, decimals] of numbers) await give(system, system.stranger, { value, decimals });
}

/** Expects this summary of what the stranger said. */
async function expectSummary(numbers: readonly Decimal[], value: bigint, decimals: bigint) {
  const system = await networkHelpers.loadFixture(servicesFixture);
  await giveAll(system, numbers);
  const summary = await system.reputation.getSummary(system.agentId, [system.stranger], "", "");
  expect(summary).to.deep.equal([BigInt(numbers.length), value, decimals]);
  expect(averageOf(numbers.map(([value, decimals]) => ({ value, decimals })))).to.deep.equal(summary);
}

describe("ServiceReputation.getSummary", () => {
  describe("given no clients", () => {
    it("rejects an empty list, with and without feedback", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { reputation, agentId, stranger } = system;
      for (const id of [agentId, UNKNOWN]) {
        await expectRevert(reputation.getSummary(id, [], "", ""), reputation, "ReputationNoClients", [id]);
      }
      await give(system, stranger);
      await expectRevert(reputation.getSummary(agentId, [], "uptime", "week"), reputation, "ReputationNoClients", [
        agentId,
      ]);
    });

    it("returns nothing of clients that said nothing, and of no service", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { reputation, agentId, payer, stranger } = system;
      await give(system, stranger);
      expect(await reputation.getSummary(agentId, [payer, ZeroAddress], "", "")).to.deep.equal([0n, 0n, 0n]);
      expect(await reputation.getSummary(UNKNOWN, [stranger], "", "")).to.deep.equal([0n, 0n, 0n]);
    });
  });

  describe("given several clients", () => {
    it("counts those named only, one named twice twice", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { reputation, agentId, payer, stranger, sponsor } = system;
      for (const [client, value] of [
        [payer, 10n],
        [stranger, 40n],
        [stranger, 70n],
        [sponsor, 1_000n],
      ] as const) {
        await give(system, client, { value, decimals: 0 });
      }
      for (const [clients, count, value] of [
        [[payer], 1n, 10n],
        [[stranger], 2n, 55n],
        [[payer, stranger], 3n, 40n],
        [[payer, payer, stranger], 4n, 32n],
        [[stranger, payer, stranger], 5n, 46n],
        [[sponsor, payer], 2n, 505n],
      ] as const) {
        expect(await reputation.getSummary(agentId, [...clients], "", "")).to.deep.equal([count, value, 0n]);
      }
    });

    it("keeps services apart", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const second = await withSecondService(system);
      await give(system, system.stranger, { value: 3n, decimals: 0 });
      await give(second, system.stranger, { value: 7n, decimals: 0 });
      expect(await system.reputation.getSummary(0n, [system.stranger], "", "")).to.deep.equal([1n, 3n, 0n]);
      expect(await system.reputation.getSummary(1n, [system.stranger], "", "")).to.deep.equal([1n, 7n, 0n]);
    });

    it("does not count what was taken back, nor its decimals", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { reputation, agentId, stranger } = system;
      await giveAll(system, [
        [500n, 2],
        [500n, 2],
        [9n, 0],
      ]);
      expect(await reputation.getSummary(agentId, [stranger], "", "")).to.deep.equal([3n, 633n, 2n]);
      await reputation.connect(stranger).revokeFeedback(agentId, 1n);
      expect(await reputation.getSummary(agentId, [stranger], "", "")).to.deep.equal([2n, 7n, 0n]);
      await reputation.connect(stranger).revokeFeedback(agentId, 3n);
      expect(await reputation.getSummary(agentId, [stranger], "", "")).to.deep.equal([1n, 500n, 2n]);
      await reputation.connect(stranger).revokeFeedback(agentId, 2n);
      expect(await reputation.getSummary(agentId, [stranger], "", "")).to.deep.equal([0n, 0n, 0n]);
    });
  });

  describe("given tags", () => {
    it("counts what has both, or the one that is named", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { reputation, agentId, stranger } = system;
      for (const [tag1, tag2, value] of [
        ["a", "b", 1n],
        ["a", "c", 2n],
        ["b", "a", 4n],
        ["", "b", 8n],
        ["a", "", 16n],
      ] as const) {
        await give(system, stranger, { tag1, tag2, value: value * 60n, decimals: 0 });
      }
      for (const [tag1, tag2, count, sum] of [
        ["", "", 5n, 31n],
        ["a", "", 3n, 19n],
        ["", "b", 2n, 9n],
        ["a", "b", 1n, 1n],
        ["b", "a", 1n, 4n],
        ["b", "b", 0n, 0n],
        ["", "A", 0n, 0n],
        ["A", "", 0n, 0n],
        ["ab", "", 0n, 0n],
      ] as const) {
        const average = count === 0n ? 0n : (sum * 60n) / count;
        expect(await reputation.getSummary(agentId, [stranger], tag1, tag2)).to.deep.equal([count, average, 0n]);
      }
    });

    it("knows deals by starred and paid", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { reputation, agentId, payer } = system;
      await give(system, payer, { tag1: "starred", tag2: "", value: 10n, decimals: 0 });
      await rate(system, payer, await paidDeal(system), { value: 90n, decimals: 0, tag1: "x", tag2: "y" });
      for (const [tag1, tag2, expected] of [
        ["", "", [2n, 50n, 0n]],
        ["starred", "", [2n, 50n, 0n]],
        ["", "paid", [1n, 90n, 0n]],
        ["starred", "paid", [1n, 90n, 0n]],
        ["paid", "", [0n, 0n, 0n]],
        ["uptime", "paid", [0n, 0n, 0n]],
        ["x", "y", [0n, 0n, 0n]],
      ] as const) {
        expect(await reputation.getSummary(agentId, [payer], tag1, tag2)).to.deep.equal(expected);
      }
    });
  });

  describe("given decimals", () => {
    for (const [name, numbers, value, decimals] of [
      ["one value as it is", [[-MAX_VALUE, 18]], -MAX_VALUE, 18n],
      [
        "with the commonest",
        [
          [1n, 0],
          [250n, 2],
          [350n, 2],
        ],
        233n,
        2n,
      ],
      [
        "with the smallest of two that are as common",
        [
          [250n, 2],
          [1n, 0],
        ],
        1n,
        0n,
      ],
      [
        "with the smallest of two common ones, not of all",
        [
          [1n, 0],
          [25n, 1],
          [25n, 1],
          [250n, 2],
          [250n, 2],
        ],
        22n,
        1n,
      ],
      [
        "with 18 when they are the commonest",
        [
          [1n, 0],
          [1n, 18],
          [1n, 18],
        ],
        333333333333333334n,
        18n,
      ],
      [
        "with 17 when they are",
        [
          [1n, 17],
          [1n, 17],
          [1n, 18],
        ],
        0n,
        17n,
      ],
      [
        "rounded towards zero, above it",
        [
          [1n, 0],
          [1n, 0],
          [3n, 0],
        ],
        1n,
        0n,
      ],
      [
        "rounded towards zero, below it",
        [
          [-1n, 0],
          [-1n, 0],
          [-3n, 0],
        ],
        -1n,
        0n,
      ],
      [
        "rounded to zero from both sides",
        [
          [-1n, 0],
          [0n, 0],
        ],
        0n,
        0n,
      ],
      [
        "with what other decimals add",
        [
          [-19n, 1],
          [-2n, 0],
          [-2n, 0],
        ],
        -1n,
        0n,
      ],
      [
        "of opposites as zero",
        [
          [MAX_VALUE, 0],
          [-MAX_VALUE, 0],
          [0n, 5],
        ],
        0n,
        0n,
      ],
    ] as [string, Decimal[], bigint, bigint][]) {
      it(`returns ${name}`, () => expectSummary(numbers, value, decimals));
    }
  });

  describe("given a mean that does not fit with the commonest decimals", () => {
    /** Three values, two of them with 18 decimals, whose mean has this value with 18 decimals. */
    function meanOf(mean: bigint): Decimal[] {
      const sign = mean < 0n ? -1n : 1n;
      const rest = 3n * mean - 2n * sign * MAX_VALUE;
      // One with 17 decimals, a multiple of ten, takes what the others cannot hold.
      const last = rest % 10n;
      return [
        [sign * MAX_VALUE + last - 10n * sign, 18],
        [sign * MAX_VALUE, 18],
        [rest / 10n + sign, 17],
      ];
    }

    it("keeps 18 up to the last that fits", async () => {
      await expectSummary(meanOf(MAX_INT128), MAX_INT128, 18n);
      await expectSummary(meanOf(MIN_INT128), MIN_INT128, 18n);
    });

    it("takes 17 from the first that does not", async () => {
      await expectSummary(meanOf(MAX_INT128 + 1n), MAX_INT128 / 10n, 17n);
      await expectSummary(meanOf(MIN_INT128 - 1n), MIN_INT128 / 10n, 17n);
    });

    for (const sign of [1n, -1n]) {
      it(`takes 0 for ${sign < 0n ? "-" : ""}1e38 over three`, async () => {
        const numbers: Decimal[] = [
          [0n, 18],
          [0n, 18],
          [sign * MAX_VALUE, 0],
        ];
        await expectSummary(numbers, (sign * MAX_VALUE) / 3n, 0n);
      });

      it(`takes 0 for two fifths of ${sign < 0n ? "-" : ""}1e38`, async () => {
        const numbers: Decimal[] = [
          [sign * MAX_VALUE, 0],
          [sign * MAX_VALUE, 0],
          [sign * MAX_VALUE, 18],
          [sign * MAX_VALUE, 18],
          [sign * MAX_VALUE, 18],
        ];
        await expectSummary(numbers, (2n * sign * MAX_VALUE + sign * 3n * 10n ** 20n) / 5n, 0n);
      });

      it(`takes as many as fit in between (${sign < 0n ? "negative" : "positive"})`, async () => {
        const numbers: Decimal[] = [
          [sign, 18],
          [sign, 18],
          [sign * 3n * 10n ** 30n, 0],
        ];
        await expectSummary(numbers, sign * 10n ** 38n, 8n);
        numbers[2] = [sign * 6n * 10n ** 30n, 0];
        await expectSummary(numbers, sign * 2n * 10n ** 37n, 7n);
      });
    }
  });
});
