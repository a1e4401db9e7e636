import { expect } from "chai";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { packed } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { expectSent, feeFixture, opened, orderIn, soon, Status, streamOf, subscriptionOf } from "../../fixtures/hub.js";
import { undone } from "../../fixtures/undone.js";

const { time } = networkHelpers;

/** A delivered order over 199, a stream and a subscription, all to one payee at 1%; the sponsor pays for the stream. */
async function mixedFixture() {
  const system = await feeFixture();
  const { hub, sponsor } = system;
  const order = await orderIn(system, "Delivered", { price: 199n, window: 500n });
  const orderId = await hub.idOf(packed(order));
  const { markedAt } = await hub.escrowOf(orderId);
  const start = await soon();
  const stream = await streamOf(system, { payer: sponsor.address, price: 10n, start });
  await hub.connect(sponsor).open(packed(stream), 1_000n, "0x");
  const subscription = await subscriptionOf(system, { price: 199n, period: 100n, start });
  const subscriptionId = await opened(system, subscription, 1_000n);
  const streamId = await hub.idOf(packed(stream));
  return { ...system, start, order, orderId, markedAt, stream, streamId, subscription, subscriptionId };
}

describe("PaymentHub.claimMany", () => {
  describe("given an order, a stream and a subscription to one payee", () => {
    it("pays all with one transfer, the fee of each rounded down", async () => {
      const system = await networkHelpers.loadFixture(mixedFixture);
      const { coin, hub, payee, stranger, start, order, orderId, markedAt } = system;
      const { stream, streamId, subscription, subscriptionId } = system;
      await time.setNextBlockTimestamp(start + 15n);
      const deals = [packed(order), packed(stream), packed(subscription)];
      const claiming = hub.connect(stranger).claimMany(deals);
      await expectSent(system, claiming, { payee: 198n + 149n + 198n });
      expect(await eventsOf(await claiming, hub, coin)).to.deep.equal([
        ["Claimed", orderId, payee.address, 199n, 1n],
        ["Claimed", streamId, payee.address, 150n, 1n],
        ["Claimed", subscriptionId, payee.address, 199n, 1n],
        ["Transfer", hub.target, payee.address, 545n],
      ]);
      expect(await hub.escrowOf(orderId)).to.deep.equal([199n, 199n, markedAt, Status.Closed]);
      expect(await hub.escrowOf(streamId)).to.deep.equal([1_000n, 150n, 0n, Status.Open]);
      expect(await hub.escrowOf(subscriptionId)).to.deep.equal([1_000n, 199n, 0n, Status.Open]);
      expect(await hub.fees()).to.equal(3n);
    });

    it("pays the same when each is claimed alone", async () => {
      const system = await networkHelpers.loadFixture(mixedFixture);
      const { hub, start, order, stream, subscription } = system;
      await time.increaseTo(start + 100n);
      for (const [deal, net] of [
        [subscription, 394n + 1n],
        [order, 198n],
      ] as const) {
        await expectSent(system, hub.claimMany([packed(deal)]), { payee: net });
      }
      await time.setNextBlockTimestamp(start + 200n);
      await expectSent(system, hub.claimMany([packed(stream)]), { payee: 990n });
      expect(await hub.fees()).to.equal(3n + 1n + 10n);
    });
  });

  describe("given a deal twice", () => {
    it("rejects the second, of a stream, a subscription or an order", async () => {
      const system = await networkHelpers.loadFixture(mixedFixture);
      const { hub, start, order, orderId, stream, streamId, subscription, subscriptionId } = system;
      for (const [deal, error, ...args] of [
        [order, "HubWrongStatus", orderId, Status.Closed],
        [stream, "HubNothingDue", streamId, 150n],
        [subscription, "HubNothingDue", subscriptionId, 199n],
      ] as const) {
        await undone(async () => {
          await time.setNextBlockTimestamp(start + 15n);
          await expectRevert(hub.claimMany([packed(deal), packed(deal)]), hub, error, [1n, ...args]);
        });
      }
    });
  });

  describe("given different payees", () => {
    it("rejects the first that differs, with its index", async () => {
      const system = await networkHelpers.loadFixture(mixedFixture);
      const { hub, payee, stranger, start, order, stream } = system;
      const other = { ...stream, payer: system.payer.address, payee: stranger.address };
      const id = await opened(system, other);
      await time.increaseTo(start + 15n);
      await expectRevert(hub.claimMany([packed(order), packed(stream), packed(other)]), hub, "HubDifferentPayee", [
        2n,
        id,
        stranger.address,
        payee.address,
      ]);
      await expectRevert(hub.claimMany([packed(other), packed(order)]), hub, "HubDifferentPayee", [
        1n,
        system.orderId,
        payee.address,
        stranger.address,
      ]);
    });
  });

  describe("given one deal that cannot be claimed", () => {
    it("pays none, and reports which", async () => {
      const system = await networkHelpers.loadFixture(mixedFixture);
      const { hub, payer, start, order, orderId, stream, subscription } = system;
      const dry = { ...stream, payer: payer.address, start: start + 9_999n };
      const dryId = await opened(system, dry);
      const unopened = { ...order, ref: ethers.id("never opened") };
      const open = await orderIn(system, "Open", { price: 5n });
      const disputed = await orderIn(system, "Disputed", { price: 6n });
      const delivered = await orderIn(system, "Delivered", { price: 7n });
      const deliveredId = await hub.idOf(packed(delivered));
      const { markedAt } = await hub.escrowOf(deliveredId);
      const canceled = { ...dry, price: 3n };
      const canceledId = await opened(system, canceled);
      await hub.connect(payer).cancel(packed(canceled));
      await time.increaseTo(start + 15n);
      for (const [deal, error, ...args] of [
        [dry, "HubNothingDue", dryId, 0n],
        [unopened, "HubWrongStatus", await hub.idOf(packed(unopened)), Status.None],
        [open, "HubWrongStatus", await hub.idOf(packed(open)), Status.Open],
        [disputed, "HubWrongStatus", await hub.idOf(packed(disputed)), Status.Disputed],
        [canceled, "HubWrongStatus", canceledId, Status.Closed],
        [delivered, "HubTooEarly", deliveredId, markedAt + delivered.window],
      ] as const) {
        await expectRevert(hub.claimMany([packed(order), packed(subscription), packed(deal)]), hub, error, [
          2n,
          ...args,
        ]);
      }
      expect((await hub.escrowOf(orderId)).paid).to.equal(0n);
    });
  });

  describe("given no deal", () => {
    it("reverts because the batch is empty", async () => {
      const { hub } = await networkHelpers.loadFixture(feeFixture);
      await expectRevert(hub.claimMany([]), hub, "HubEmptyBatch", []);
    });
  });

  describe("given a payee that refuses every call", () => {
    it("pays it, for it is not called", async () => {
      const system = await networkHelpers.loadFixture(mixedFixture);
      const { hub, payee, start, order, subscription } = system;
      await networkHelpers.setCode(payee.address, "0x5f5ffd");
      await time.setNextBlockTimestamp(start);
      await expectSent(system, hub.claimMany([packed(order), packed(subscription)]), { payee: 396n });
    });
  });
});
