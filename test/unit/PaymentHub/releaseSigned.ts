import { expect } from "chai";
import { networkHelpers, ethers } from "../../fixtures/chain.js";
import { dealData, packed, packTerms, quoteData, releaseData, type Deal } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  expectOutcomes,
  expectSent,
  feeFixture,
  MAX_UINT96,
  opened,
  orderIn,
  orderOf,
  PLACES,
  Status,
  streamOf,
  subscriptionOf,
  outcomesOf,
  type HubSystem,
} from "../../fixtures/hub.js";
import { domainOf, mirrored, sign } from "../../fixtures/signatures.js";

const OUTCOMES = outcomesOf(["wrong status", "wrong status", "wrong status", "wrong status"], {
  Open: ["Open", "Open", "Open", "Open"],
  Delivered: ["Delivered", "Delivered", "Delivered", "Delivered"],
  Disputed: ["Disputed", "Disputed", "Disputed", "Disputed"],
});

/** The payer's order over 10,000 base units, and the sponsor's over 20,000, to one payee at 1%. */
async function twoFixture() {
  const system = await feeFixture();
  const { hub, sponsor } = system;
  const deal = await orderIn(system, "Open", { price: 10_000n });
  const second = { ...deal, payer: sponsor.address, price: 20_000n };
  await hub.connect(sponsor).open(packed(second), second.price, "0x");
  return { ...system, deal, id: await hub.idOf(packed(deal)), second, secondId: await hub.idOf(packed(second)) };
}

/** A release of that total, signed by the payer of the deal unless told otherwise. */
async function signed({ hub }: HubSystem, deal: Deal, total: bigint, signer = deal.payer) {
  const data = releaseData(await domainOf(hub), deal, total);
  return { deal: packed(deal), total, signature: await sign(await ethers.getSigner(signer), data) };
}

describe("PaymentHub.releaseSigned", () => {
  for (const place of PLACES) {
    describe(`given an order in ${place}`, () => {
      it("works no matter who submits it", () =>
        expectOutcomes(place, OUTCOMES, async (hub, deal, terms) => {
          const data = releaseData(await domainOf(hub), terms, 7n);
          const signature = await sign(await ethers.getSigner(terms.payer), data);
          return hub.releaseSigned([{ deal, total: 7n, signature }]);
        }));
    });
  }

  describe("given one order", () => {
    it("pays the payee alone, less the fee, and closes with all", async () => {
      const system = await networkHelpers.loadFixture(twoFixture);
      const { coin, hub, payee, stranger, deal, id } = system;
      const releasing = hub.connect(stranger).releaseSigned([await signed(system, deal, 10_000n)]);
      await expectSent(system, releasing, { payee: 9_900n });
      expect(await eventsOf(await releasing, hub, coin)).to.deep.equal([
        ["Released", id, payee.address, 10_000n, 100n],
        ["Transfer", hub.target, payee.address, 9_900n],
      ]);
      expect(await hub.escrowOf(id)).to.deep.equal([10_000n, 10_000n, 0n, Status.Closed]);
      expect(await hub.fees()).to.equal(100n);
    });

    it("pays the growth of a total that grows, each total once and none that is older", async () => {
      const system = await networkHelpers.loadFixture(twoFixture);
      const { hub, stranger, payee, deal, id } = system;
      const [older, newer, all] = [
        await signed(system, deal, 100n),
        await signed(system, deal, 4_000n),
        await signed(system, deal, 10_000n),
      ];
      const caller = hub.connect(stranger);
      const first = caller.releaseSigned([older]);
      await expectSent(system, first, { payee: 99n });
      const second = caller.releaseSigned([newer]);
      await expectSent(system, second, { payee: 3_861n });
      await expect(second).to.emit(hub, "Released").withArgs(id, payee.address, 3_900n, 39n);
      for (const stale of [newer, older]) {
        await expectRevert(caller.releaseSigned([stale]), hub, "HubNothingDue", [0n, id, 4_000n]);
      }
      expect(await hub.escrowOf(id)).to.deep.equal([10_000n, 4_000n, 0n, Status.Open]);
      await expectSent(system, caller.releaseSigned([all]), { payee: 5_940n });
      expect(await hub.fees()).to.equal(100n);
      await expectRevert(caller.releaseSigned([all]), hub, "HubWrongStatus", [0n, id, Status.Closed]);
    });

    it("counts what the payer released itself", async () => {
      const system = await networkHelpers.loadFixture(twoFixture);
      const { hub, payer, deal, id } = system;
      await hub.connect(payer).release(packed(deal), 1_000n);
      await expectRevert(hub.releaseSigned([await signed(system, deal, 1_000n)]), hub, "HubNothingDue", [
        0n,
        id,
        1_000n,
      ]);
      await expectSent(system, hub.releaseSigned([await signed(system, deal, 1_100n)]), { payee: 99n });
      expect(await hub.escrowOf(id)).to.deep.equal([10_000n, 1_100n, 0n, Status.Open]);
    });

    it("rejects a total of 0", async () => {
      const system = await networkHelpers.loadFixture(twoFixture);
      const { hub, deal, id } = system;
      await expectRevert(hub.releaseSigned([await signed(system, deal, 0n)]), hub, "HubNothingDue", [0n, id, 0n]);
    });

    it("pays what there is of a larger total, also after a refund", async () => {
      const system = await networkHelpers.loadFixture(twoFixture);
      const { hub, payer, payee, deal, id } = system;
      await hub.connect(payer).release(packed(deal), 1_000n);
      await hub.connect(payee).refund(packed(deal), 2_000n);
      await expectSent(system, hub.releaseSigned([await signed(system, deal, 7_999n)]), { payee: 6_930n });
      await expectSent(system, hub.releaseSigned([await signed(system, deal, MAX_UINT96)]), { payee: 1n });
      expect(await hub.escrowOf(id)).to.deep.equal([8_000n, 8_000n, 0n, Status.Closed]);
    });
  });

  describe("given a signature that does not count", () => {
    it("rejects other signers and other words", async () => {
      const system = await networkHelpers.loadFixture(twoFixture);
      const { hub, coin, treasury, owner, payer, payee, arbiter, stranger, deal, id } = system;
      const domain = await domainOf(hub);
      const twin = await ethers.deployContract("PaymentHub", [owner, coin, treasury]);
      const other = await orderOf(system, { ...deal, ref: ethers.id("another invoice") });
      const { signature: good } = await signed(system, deal, 500n);
      const bad = {
        payee: (await signed(system, deal, 500n, payee.address)).signature,
        arbiter: (await signed(system, deal, 500n, arbiter.address)).signature,
        stranger: (await signed(system, deal, 500n, stranger.address)).signature,
        "another hub": await sign(payer, releaseData(await domainOf(twin), deal, 500n)),
        "another chain": await sign(payer, releaseData({ ...domain, chainId: 1n }, deal, 500n)),
        "another deal": (await signed(system, other, 500n, payer.address)).signature,
        "another total": (await signed(system, deal, 499n)).signature,
        "the deal": await sign(payer, dealData(domain, deal)),
        "the quote": await sign(payer, quoteData(domain, deal)),
        "the other half of the curve": mirrored(good),
        "the same, cut": good.slice(0, -2),
        nothing: "0x",
      };
      for (const signature of Object.values(bad)) {
        await expectRevert(
          hub.releaseSigned([{ deal: packed(deal), total: 500n, signature }]),
          hub,
          "HubInvalidSignature",
          [0n, id, payer.address],
        );
      }
      await expectSent(system, hub.releaseSigned([{ deal: packed(deal), total: 500n, signature: good }]), {
        payee: 495n,
      });
    });
  });

  describe("given a smart wallet as payer", () => {
    it("calls the wallet", async () => {
      const system = await networkHelpers.loadFixture(feeFixture);
      const { hub, payer, stranger } = system;
      const wallet = await ethers.deployContract("SmartWallet", [payer]);
      const deal = await orderOf(system, { payer: wallet.target as string, price: 10_000n });
      const id = await opened(system, deal);
      await expectRevert(
        hub.releaseSigned([await signed(system, deal, 1_000n, stranger.address)]),
        hub,
        "HubInvalidSignature",
        [0n, id, wallet.target],
      );
      const release = await signed(system, deal, 1_000n, payer.address);
      await expectSent(system, hub.releaseSigned([release]), { payee: 990n });
      await wallet.setSecret("0x1234");
      const bySecret = { deal: packed(deal), total: 1_100n, signature: "0x1234" };
      await expectSent(system, hub.releaseSigned([bySecret]), { payee: 99n });
      expect(await hub.escrowOf(id)).to.deep.equal([10_000n, 1_100n, 0n, Status.Open]);
    });
  });

  describe("given orders of two payers", () => {
    it("pays their payee with one transfer", async () => {
      const system = await networkHelpers.loadFixture(twoFixture);
      const { coin, hub, payee, stranger, deal, id, second, secondId } = system;
      const releases = [await signed(system, deal, 199n), await signed(system, second, 20_000n)];
      const releasing = hub.connect(stranger).releaseSigned(releases);
      await expectSent(system, releasing, { payee: 198n + 19_800n });
      expect(await eventsOf(await releasing, hub, coin)).to.deep.equal([
        ["Released", id, payee.address, 199n, 1n],
        ["Released", secondId, payee.address, 20_000n, 200n],
        ["Transfer", hub.target, payee.address, 19_998n],
      ]);
      expect(await hub.escrowOf(id)).to.deep.equal([10_000n, 199n, 0n, Status.Open]);
      expect(await hub.escrowOf(secondId)).to.deep.equal([20_000n, 20_000n, 0n, Status.Closed]);
      expect(await hub.fees()).to.equal(201n);
    });

    it("takes one order twice with a growing total, and not with the same or a smaller one", async () => {
      const system = await networkHelpers.loadFixture(twoFixture);
      const { hub, deal, id } = system;
      const [less, more] = [await signed(system, deal, 300n), await signed(system, deal, 1_000n)];
      for (const [again, paid] of [
        [less, 300n],
        [more, 1_000n],
      ] as const) {
        await expectRevert(hub.releaseSigned([again, again]), hub, "HubNothingDue", [1n, id, paid]);
      }
      await expectRevert(hub.releaseSigned([more, less]), hub, "HubNothingDue", [1n, id, 1_000n]);
      await expectSent(system, hub.releaseSigned([less, more]), { payee: 297n + 693n });
      expect(await hub.escrowOf(id)).to.deep.equal([10_000n, 1_000n, 0n, Status.Open]);
    });

    it("rejects another payee, with its index", async () => {
      const system = await networkHelpers.loadFixture(twoFixture);
      const { hub, payee, stranger, deal, second } = system;
      const other = { ...deal, payee: stranger.address };
      const id = await opened(system, other);
      const releases = [
        await signed(system, deal, 5n),
        await signed(system, second, 5n),
        await signed(system, other, 5n),
      ];
      await expectRevert(hub.releaseSigned(releases), hub, "HubDifferentPayee", [
        2n,
        id,
        stranger.address,
        payee.address,
      ]);
    });

    it("pays nobody if one payout is invalid, and reports which", async () => {
      const system = await networkHelpers.loadFixture(twoFixture);
      const { hub, sponsor, deal, id, second, secondId } = system;
      const good = await signed(system, deal, 5n);
      const unopened = { ...deal, ref: ethers.id("never opened") };
      const stream = await streamOf(system);
      for (const [bad, error, ...args] of [
        [await signed(system, second, 5n, deal.payer), "HubInvalidSignature", secondId, sponsor.address],
        [await signed(system, second, 0n), "HubNothingDue", secondId, 0n],
        [await signed(system, unopened, 5n), "HubWrongStatus", await hub.idOf(packed(unopened)), Status.None],
        [await signed(system, stream, 5n), "HubWrongKind", await hub.idOf(packed(stream)), packTerms(stream)],
      ] as const) {
        await expectRevert(hub.releaseSigned([good, bad]), hub, error, [1n, ...args]);
      }
      expect(await hub.escrowOf(id)).to.deep.equal([10_000n, 0n, 0n, Status.Open]);
    });
  });

  describe("given no release", () => {
    it("reverts because the batch is empty", async () => {
      const { hub } = await networkHelpers.loadFixture(feeFixture);
      await expectRevert(hub.releaseSigned([]), hub, "HubEmptyBatch", []);
    });
  });

  describe("given a stream or a subscription", () => {
    for (const dealOf of [streamOf, subscriptionOf]) {
      it(`rejects (${dealOf.name})`, async () => {
        const system = await networkHelpers.loadFixture(feeFixture);
        const deal = await dealOf(system);
        const id = await opened(system, deal);
        await expectRevert(system.hub.releaseSigned([await signed(system, deal, 1n)]), system.hub, "HubWrongKind", [
          0n,
          id,
          packTerms(deal),
        ]);
      });
    }
  });
});
