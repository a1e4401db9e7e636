import { expect } from "chai";
import { parseEther } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { packed, type Deal } from "../../fixtures/deals.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { managedFixture, rate, withSecondService } from "../../fixtures/feedback.js";
import {
  ALL,
  MAX_FEE_BPS,
  opened,
  orderIn,
  orderOf,
  PROOF,
  Status,
  streamOf,
  subscriptionOf,
} from "../../fixtures/hub.js";
import { moveWallet, paidDeal, servicesFixture, WALLET_MEMORY, type ServiceSystem } from "../../fixtures/services.js";

const SCV = parseEther("1");

/** Expects that the payer's rating of 97.5 is taken and has this weight. */
async function expectWeight(system: ServiceSystem, deal: Deal, paid: bigint) {
  const { hub, reputation, agentId, payer } = system;
  const index = (await reputation.getLastIndex(agentId, payer)) + 1n;
  const [count, before] = await reputation.getPaidSummary(agentId);
  await expect(rate(system, payer, deal))
    .to.emit(reputation, "FeedbackPaid")
    .withArgs(agentId, payer.address, index, await hub.idOf(packed(deal)), deal.payee, paid);
  const average = parseEther("97.5");
  expect(await reputation.getPaidSummary(agentId)).to.deep.equal([count + 1n, before + paid, average, average]);
}

async function expectUnpaid(system: ServiceSystem, deal: Deal) {
  const { hub, reputation, agentId, payer } = system;
  await expectRevert(rate(system, payer, deal), reputation, "ReputationUnpaidDeal", [agentId, hub.idOf(packed(deal))]);
}

async function expectUsed(system: ServiceSystem, deal: Deal) {
  const { hub, reputation, agentId, payer } = system;
  await expectRevert(rate(system, payer, deal), reputation, "ReputationUsedDeal", [agentId, hub.idOf(packed(deal))]);
}

async function expectOtherPayee(system: ServiceSystem, deal: Deal) {
  const { hub, reputation, agentId, payer } = system;
  await expectRevert(rate(system, payer, deal), reputation, "ReputationOtherPayee", [
    agentId,
    hub.idOf(packed(deal)),
    deal.payee,
  ]);
}

describe("ServiceReputation.giveFeedbackForDeal, by what the deal paid", () => {
  describe("given a deal that was rated", () => {
    it("rejects it again", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const deal = await paidDeal(system);
      await rate(system, system.payer, deal);
      await expectUsed(system, deal);
    });

    it("rejects it for another service with the same wallet", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const second = await withSecondService(system);
      const deal = await paidDeal(system);
      await rate(system, system.payer, deal);
      await expectUsed(second, deal);
      expect(await system.reputation.getPaidSummary(second.agentId)).to.deep.equal([0n, 0n, 0n, 0n]);
    });

    it("rejects it after the rating was revoked", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const deal = await paidDeal(system);
      await rate(system, system.payer, deal);
      await system.reputation.connect(system.payer).revokeFeedback(system.agentId, 1n);
      await expectUsed(system, deal);
    });

    it("rejects it after it has paid more, which counts for nothing", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const deal = await paidDeal(system, {}, 4n * SCV);
      await expectWeight(system, deal, 4n * SCV);
      await system.hub.connect(system.payer).release(packed(deal), ALL);
      await expectUsed(system, deal);
      expect((await system.reputation.getPaidSummary(system.agentId)).paid).to.equal(4n * SCV);
    });
  });

  describe("given a deal that paid the wallet of two services", () => {
    it("assigns it to the service that the payer names", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const second = await withSecondService(system);
      await expectWeight(second, await paidDeal(system), 10n * SCV);
      expect(await system.reputation.getPaidSummary(system.agentId)).to.deep.equal([0n, 0n, 0n, 0n]);
    });
  });

  describe("given a deal that paid nothing", () => {
    it("rejects one that was never opened", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      await expectUnpaid(system, await orderOf(system));
    });

    for (const place of ["Open", "Delivered", "Disputed", "Closed", "Voided"] as const) {
      it(`rejects an order in ${place}`, async () => {
        const system = await networkHelpers.loadFixture(servicesFixture);
        await expectUnpaid(system, await orderIn(system, place));
      });
    }

    it("rejects a stream that was canceled before it began", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const start = BigInt(await networkHelpers.time.latest()) + 100_000n;
      const deal = await streamOf(system, { start });
      await opened(system, deal, SCV);
      await system.hub.connect(system.payer).cancel(packed(deal));
      await expectUnpaid(system, deal);
    });

    it("rejects a stream that owes and was not claimed, until it is", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const deal = await streamOf(system);
      await opened(system, deal, SCV);
      await networkHelpers.time.increase(100);
      expect(await system.hub.dueOf(packed(deal))).to.be.greaterThan(0n);
      await expectUnpaid(system, deal);
      await system.hub.claim(packed(deal));
      const { paid } = await system.hub.escrowOf(await system.hub.idOf(packed(deal)));
      await expectWeight(system, deal, paid);
    });

    it("takes it once it has paid", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const deal = await orderIn(system, "Open");
      await expectUnpaid(system, deal);
      await system.hub.connect(system.payer).release(packed(deal), 1n);
      await expectWeight(system, deal, 1n);
    });
  });

  describe("given a deal that was altered", () => {
    for (const [name, change] of Object.entries<Partial<Deal>>({
      price: { price: 11n * SCV },
      arbiter: { arbiter: `0x${"11".repeat(20)}` },
      window: { window: 1n },
      ref: { ref: `0x${"11".repeat(32)}` },
    })) {
      it(`is another with another ${name}, and unpaid`, async () => {
        const system = await networkHelpers.loadFixture(servicesFixture);
        await expectUnpaid(system, { ...(await paidDeal(system)), ...change });
      });
    }

    it("is another with the caller as payer, and unpaid", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const payer = system.stranger;
      await expectUnpaid({ ...system, payer }, { ...(await paidDeal(system)), payer: payer.address });
    });

    it("is another with the wallet as payee, and unpaid", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const deal = await paidDeal(system, { payee: system.stranger.address });
      await expectUnpaid(system, { ...deal, payee: system.provider.address });
    });
  });

  describe("given an order", () => {
    it("weighs what it has paid by now", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      await expectWeight(system, await paidDeal(system, {}, 1n), 1n);
      await expectWeight(system, await paidDeal(system, { price: 7n * SCV }, 3n * SCV), 3n * SCV);
    });

    it("does not count refunded amounts", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const deal = await paidDeal(system, {}, 4n * SCV);
      await system.hub.connect(system.provider).refund(packed(deal), ALL);
      await expectWeight(system, deal, 4n * SCV);
    });

    it("weighs the hub's fee with it", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      await system.hub.connect(system.owner).setFee(MAX_FEE_BPS);
      await expectWeight(system, await paidDeal(system), 10n * SCV);
    });

    it("weighs what was claimed after the window", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { hub, provider, stranger } = system;
      const deal = await orderIn(system, "Open");
      await hub.connect(provider).deliver(packed(deal), PROOF);
      await networkHelpers.time.increase(deal.window + 1n);
      await hub.connect(stranger).claim(packed(deal));
      await expectWeight(system, deal, deal.price);
    });

    for (const [name, share] of [
      ["a part", 4n * SCV],
      ["all", ALL],
    ] as const) {
      it(`weighs ${name} that an arbiter gave the payee`, async () => {
        const system = await networkHelpers.loadFixture(servicesFixture);
        const deal = await orderIn(system, "Disputed");
        await system.hub.connect(system.arbiter).resolve(packed(deal), share);
        await expectWeight(system, deal, share === ALL ? deal.price : share);
      });
    }

    it("rejects it when the arbiter gave the payee nothing", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const deal = await orderIn(system, "Disputed");
      await system.hub.connect(system.arbiter).resolve(packed(deal), 0n);
      await expectUnpaid(system, deal);
    });
  });

  describe("given a stream or a subscription", () => {
    it("weighs the claims of a stream, which continues", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { hub } = system;
      const deal = await streamOf(system);
      const id = await opened(system, deal, SCV);
      const paid = 1_000n * 500n;
      await networkHelpers.time.setNextBlockTimestamp(deal.start + 500n);
      await hub.claim(packed(deal));
      await expectWeight(system, deal, paid);
      expect(await hub.escrowOf(id)).to.deep.equal([SCV, paid, 0n, Status.Open]);
    });

    it("weighs what a canceled stream had paid", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const deal = await streamOf(system);
      await opened(system, deal, SCV);
      await networkHelpers.time.setNextBlockTimestamp(deal.start + 700n);
      await system.hub.connect(system.payer).cancel(packed(deal));
      await expectWeight(system, deal, 1_000n * 700n);
    });

    it("weighs the periods of a subscription that were claimed", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const deal = await subscriptionOf(system);
      await opened(system, deal, 5n * SCV);
      await networkHelpers.time.setNextBlockTimestamp(deal.start + 2n * deal.period);
      await system.hub.claim(packed(deal));
      await expectWeight(system, deal, 3n * SCV);
    });
  });

  describe("given a payee that is no wallet of the service", () => {
    it("rejects a deal that paid anybody else", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      await expectOtherPayee(system, await paidDeal(system, { payee: system.stranger.address }));
    });

    it("rejects a deal that paid another service", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { registry, stranger } = system;
      await registry.connect(stranger)["register()"]();
      const deal = await paidDeal(system, { payee: stranger.address });
      await expectOtherPayee(system, deal);
      await expectWeight({ ...system, agentId: 1n }, deal, 10n * SCV);
    });

    it("rejects a deal that paid an owner or manager who is not the wallet", async () => {
      const system = await networkHelpers.loadFixture(managedFixture);
      for (const { address } of [system.buyer, system.approved, system.operator]) {
        await expectOtherPayee(system, await paidDeal(system, { payee: address, price: SCV }));
      }
    });

    it("rejects a deal that paid the provider while the service has no wallet, 180 days on", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const deal = await paidDeal(system);
      await system.registry.connect(system.provider).unsetAgentWallet(system.agentId);
      await networkHelpers.time.increase(WALLET_MEMORY + 100n);
      await expectOtherPayee(system, deal);
    });
  });

  describe("given a payee that was the wallet until just now", () => {
    for (const [name, leave] of Object.entries<(system: ServiceSystem) => Promise<unknown>>({
      unset: ({ registry, provider, agentId }) => registry.connect(provider).unsetAgentWallet(agentId),
      replaced: (system) => moveWallet(system, system.provider, system.others[0]),
      sold: ({ registry, provider, stranger, agentId }) =>
        registry.connect(provider).transferFrom(provider, stranger, agentId),
    })) {
      describe(`because it was ${name}`, () => {
        it("counts for 180 days, the last second included", async () => {
          const system = await networkHelpers.loadFixture(servicesFixture);
          const deal = await paidDeal(system);
          await leave(system);
          const left = BigInt(await networkHelpers.time.latest());
          await networkHelpers.time.setNextBlockTimestamp(left + WALLET_MEMORY);
          await expectWeight(system, deal, 10n * SCV);
          expect(await networkHelpers.time.latest()).to.equal(left + WALLET_MEMORY);
        });

        it("counts no more a second later", async () => {
          const system = await networkHelpers.loadFixture(servicesFixture);
          const deal = await paidDeal(system);
          await leave(system);
          const left = BigInt(await networkHelpers.time.latest());
          await networkHelpers.time.setNextBlockTimestamp(left + WALLET_MEMORY + 1n);
          await expectOtherPayee(system, deal);
        });
      });
    }

    it("counts for ever when it came back", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const deal = await paidDeal(system);
      await moveWallet(system, system.provider, system.others[0]);
      await moveWallet(system, system.provider, system.provider);
      await networkHelpers.time.increase(10n * WALLET_MEMORY);
      await expectWeight(system, deal, 10n * SCV);
    });

    it("counts with a deal that paid it only after it left", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      await moveWallet(system, system.provider, system.others[0]);
      await expectWeight(system, await paidDeal(system), 10n * SCV);
    });
  });
});
