import { expect } from "chai";
import { at } from "../../fixtures/at.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { packed } from "../../fixtures/deals.js";
import {
  ARBITRATION_PERIOD,
  expectSent,
  feeFixture,
  opened,
  orderIn,
  PLACES,
  soon,
  streamOf,
  subscriptionOf,
  type HubSystem,
} from "../../fixtures/hub.js";

const { time } = networkHelpers;

/** Expects the view to tell `due` at that time, and `claim` to do the same then. */
async function expectDue(system: HubSystem, deal: ReturnType<typeof packed>, at: bigint, due: bigint) {
  const { hub, stranger } = system;
  await time.setNextBlockTimestamp(at);
  expect(await hub.dueOf(deal, { blockTag: "pending" })).to.equal(due);
  const { paid } = await hub.escrowOf(await hub.idOf(deal));
  const isDue = await hub
    .connect(stranger)
    .claim.estimateGas(deal)
    .then(
      () => true,
      () => false,
    );
  expect(isDue).to.equal(due !== 0n);
  if (isDue) await expectSent(system, hub.connect(stranger).claim(deal), { payee: due - due / 100n });
  expect((await hub.escrowOf(await hub.idOf(deal))).paid).to.equal(paid + due);
}

describe("PaymentHub.dueOf", () => {
  for (const place of PLACES) {
    describe(`given an order in ${place}`, () => {
      it("returns what claim pays, before and after each limit of time", async () => {
        for (const limit of ["window", "deadline", "arbitration"] as const) {
          for (const offset of [-1n, 0n, 1n]) {
            const system = await networkHelpers.loadFixture(feeFixture);
            const deal = await orderIn(system, place, { price: 10_000n });
            const opening = BigInt(await time.latest());
            if (place !== "None" && place !== "Voided" && place !== "Closed") {
              await system.hub.connect(system.payer).release(packed(deal), 500n);
            }
            const { markedAt } = await system.hub.escrowOf(await system.hub.idOf(packed(deal)));
            const from = markedAt === 0n ? opening : markedAt;
            const limits = {
              window: from + deal.window,
              deadline: deal.deadline,
              arbitration: from + ARBITRATION_PERIOD,
            };
            const isDue = place === "Delivered" && limits[limit] + offset > limits.window;
            await expectDue(system, packed(deal), limits[limit] + offset, isDue ? 9_500n : 0n);
          }
        }
      });
    });
  }

  for (const { dealOf, price, period, owed } of [
    { dealOf: streamOf, price: 100n, period: 1n, owed: [0n, 0n, 100n, 5_000n, 10_000n, 10_000n] },
    { dealOf: subscriptionOf, price: 4_000n, period: 50n, owed: [0n, 4_000n, 4_000n, 8_000n, 8_000n, 8_000n] },
  ] as const) {
    describe(`given a deal of ${dealOf.name}`, () => {
      for (const [index, offset] of [-1n, 0n, 1n, 50n, 100n, 999n].entries()) {
        it(`returns what claim pays ${offset} seconds after the start`, async () => {
          const system = await networkHelpers.loadFixture(feeFixture);
          const { hub, payer, payee } = system;
          const start = await soon();
          const deal = await dealOf(system, { price, period, start, deadline: start + 100n });
          const cheaper = (less: bigint) => ({ ...deal, price: price - less });
          const [dry, voided, canceled] = [cheaper(1n), cheaper(2n), cheaper(3n)];
          await opened(system, deal, 100_000n);
          await opened(system, dry, 60n);
          await opened(system, canceled);
          await hub.connect(payer).cancel(packed(canceled));
          await hub.connect(payee).void(packed(voided));
          const unopened = packed({ ...deal, price: price + 1n });
          await time.setNextBlockTimestamp(start + offset);
          expect(await hub.dueOf(packed(dry), { blockTag: "pending" })).to.equal(owed[index] === 0n ? 0n : 60n);
          for (const none of [unopened, packed(voided), packed(canceled)]) {
            await expectDue(system, none, start + offset, 0n);
          }
          await expectDue(system, packed(deal), start + offset, at(owed, index));
        });
      }
    });
  }
});
