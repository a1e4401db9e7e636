import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { packed } from "../../fixtures/deals.js";
import {
  ALL,
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
const CALLERS = ["payer", "payee", "arbiter", "stranger"] as const;
type Caller = (typeof CALLERS)[number];

/** Expects the view to tell that amount for the caller at that time, and `refund` of all to do the same then. */
async function expectRefundable(
  system: HubSystem,
  deal: ReturnType<typeof packed>,
  role: Caller,
  at: bigint,
  amount: bigint,
) {
  const { hub, [role]: caller } = system;
  await time.setNextBlockTimestamp(at);
  expect(await hub.refundableOf(deal, caller, { blockTag: "pending" })).to.equal(amount);
  const isRefundable = await hub
    .connect(caller)
    .refund.estimateGas(deal, ALL)
    .then(
      () => true,
      () => false,
    );
  expect(isRefundable).to.equal(amount !== 0n);
  if (isRefundable) await expectSent(system, hub.connect(caller).refund(deal, ALL), { payer: amount });
}

describe("PaymentHub.refundableOf", () => {
  for (const place of PLACES) {
    describe(`given an order in ${place}`, () => {
      for (const role of CALLERS) {
        it(`returns what refund pays, before and after each limit of time (${role})`, async () => {
          for (const limit of ["window", "deadline", "arbitration"] as const) {
            for (const offset of [-1n, 0n, 1n]) {
              const system = await networkHelpers.loadFixture(feeFixture);
              const deal = await orderIn(system, place, { price: 10_000n });
              const opening = BigInt(await time.latest());
              const isLive = place === "Open" || place === "Delivered" || place === "Disputed";
              if (isLive) await system.hub.connect(system.payer).release(packed(deal), 500n);
              const { markedAt } = await system.hub.escrowOf(await system.hub.idOf(packed(deal)));
              const from = markedAt === 0n ? opening : markedAt;
              const { deadline } = deal;
              const limits = { window: from + deal.window, deadline, arbitration: from + ARBITRATION_PERIOD };
              const at = limits[limit] + offset;
              const isOver = (place === "Open" && at > deadline) || (place === "Disputed" && at > limits.arbitration);
              const amount = isLive && (role === "payee" || isOver) ? 9_500n : 0n;
              await expectRefundable(system, packed(deal), role, at, amount);
            }
          }
        });
      }
    });
  }

  for (const { dealOf, price, period } of [
    { dealOf: streamOf, price: 100n, period: 1n },
    { dealOf: subscriptionOf, price: 5_000n, period: 50n },
  ] as const) {
    describe(`given a deal of ${dealOf.name}`, () => {
      for (const role of CALLERS) {
        for (const offset of [-1n, 0n, 99n, 100n, 101n, 9_999n]) {
          it(`returns what refund gives back ${offset} seconds after the start (${role})`, async () => {
            const system = await networkHelpers.loadFixture(feeFixture);
            const { hub, payer, payee } = system;
            const start = await soon();
            const deal = await dealOf(system, { price, period, start, deadline: start + 100n });
            const [endless, voided, canceled] = [
              { ...deal, deadline: 0n },
              { ...deal, price: price - 1n },
              { ...deal, price: price - 2n },
            ];
            await opened(system, deal, 15_000n);
            await opened(system, endless, 777n);
            await opened(system, canceled);
            await hub.connect(payer).cancel(packed(canceled));
            await hub.connect(payee).void(packed(voided));
            const at = start + offset;
            for (const none of [packed({ ...deal, price: price + 1n }), packed(voided), packed(canceled)]) {
              await expectRefundable(system, none, role, at, 0n);
            }
            await time.setNextBlockTimestamp(at);
            const ofEndless = await hub.refundableOf(packed(endless), system[role], { blockTag: "pending" });
            expect(ofEndless).to.equal(role === "payee" ? 777n : 0n);
            const toOthers = offset > 100n ? 5_000n : 0n;
            await expectRefundable(system, packed(deal), role, at, role === "payee" ? 15_000n : toOthers);
          });
        }
      }
    });
  }
});
