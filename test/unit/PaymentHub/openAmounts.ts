import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { packed } from "../../fixtures/deals.js";
import { hubFixture, MAX_UINT256, MAX_UINT96, Status } from "../../fixtures/hub.js";
import { expectRefused, FUNDING, holdings, idOf, KINDS, movedSince, richFixture, SCV } from "./waysIn.js";

const LATER = ["stream", "subscription"] as const;

for (const [way, run] of Object.entries(FUNDING)) {
  /** With ERC-1363 the coin itself refuses what nobody has. */
  const tooMuch = way === "onTransferReceived" ? [] : [2n ** 96n, MAX_UINT256];

  /** In 96 bits this is the price. */
  const wrapping = tooMuch.length === 0 ? [] : [2n ** 96n + 10n * SCV];

  describe(`PaymentHub.${way}: amounts`, () => {
    for (const amount of [0n, 1n, 10n * SCV - 1n, 10n * SCV + 1n, ...tooMuch, ...wrapping]) {
      it(`rejects ${amount} for an order of 10 SCV`, async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const deal = await KINDS.order(system);
        const args = [0n, await idOf(system, deal), amount, 10n * SCV];
        await expectRefused(system, deal, () => run(system, deal, amount), "HubWrongAmount", args);
      });
    }

    for (const kind of LATER) {
      for (const amount of [0n, ...tooMuch]) {
        it(`rejects to open a ${kind} with ${amount}`, async () => {
          const system = await networkHelpers.loadFixture(hubFixture);
          const deal = await KINDS[kind](system);
          const args = [0n, await idOf(system, deal), amount, MAX_UINT96];
          await expectRefused(system, deal, () => run(system, deal, amount), "HubInvalidAmount", args);
        });
      }

      for (const amount of [1n, MAX_UINT96]) {
        it(`opens a ${kind} with ${amount}, whatever it will owe`, async () => {
          const system = await networkHelpers.loadFixture(richFixture);
          const deal = await KINDS[kind](system, { deadline: 0n });
          const before = await holdings(system);
          await run(system, deal, amount);
          const books = [amount, 0n, 0n, Status.Open];
          expect(await system.hub.escrowOf(await idOf(system, deal))).to.deep.equal(books);
          expect(await movedSince(system, before)).to.deep.equal({ payer: -amount, hub: amount });
        });
      }

      it(`tops a ${kind} up to the last base unit of 96 bits`, async () => {
        const system = await networkHelpers.loadFixture(richFixture);
        const deal = await KINDS[kind](system, { deadline: 0n });
        const id = await idOf(system, deal);
        await system.hub.connect(system.payer).open(packed(deal), 7n, "0x");
        await run(system, deal, MAX_UINT96 - 7n);
        expect(await system.hub.escrowOf(id)).to.deep.equal([MAX_UINT96, 0n, 0n, Status.Open]);
        expect(await system.coin.balanceOf(system.hub)).to.equal(MAX_UINT96);
      });

      it(`rejects 1 more for a ${kind} that is full, although some of it was paid and came back`, async () => {
        const system = await networkHelpers.loadFixture(richFixture);
        const { hub, coin, payer, payee } = system;
        const deal = await KINDS[kind](system, { deadline: 0n });
        const id = await idOf(system, deal);
        await hub.connect(payer).open(packed(deal), MAX_UINT96, "0x");
        await hub.claim(packed(deal));
        const paid = await coin.balanceOf(payee);
        expect(paid > 0n).to.equal(true);
        await coin.connect(payee).transfer(payer, paid);
        expect(await hub.escrowOf(id)).to.deep.equal([MAX_UINT96, paid, 0n, Status.Open]);
        await expectRefused(system, deal, () => run(system, deal, 1n), "HubInvalidAmount", [0n, id, 1n, 0n]);
      });

      it(`takes as much more for a ${kind} as was refunded, and not 1 more`, async () => {
        const system = await networkHelpers.loadFixture(richFixture);
        const { hub, coin, payer, payee } = system;
        const deal = await KINDS[kind](system, { deadline: 0n });
        const id = await idOf(system, deal);
        await hub.connect(payer).open(packed(deal), MAX_UINT96, "0x");
        await hub.claim(packed(deal));
        const paid = await coin.balanceOf(payee);
        await coin.connect(payee).transfer(payer, paid);
        await hub.connect(payee).refund(packed(deal), 5n);
        await expectRefused(system, deal, () => run(system, deal, 6n), "HubInvalidAmount", [0n, id, 6n, 5n]);
        await run(system, deal, 5n);
        expect(await hub.escrowOf(id)).to.deep.equal([MAX_UINT96, paid, 0n, Status.Open]);
      });

      for (const amount of [0n, ...tooMuch]) {
        it(`rejects to top a ${kind} up with ${amount}`, async () => {
          const system = await networkHelpers.loadFixture(hubFixture);
          const deal = await KINDS[kind](system);
          const id = await idOf(system, deal);
          await system.hub.connect(system.payer).open(packed(deal), 7n, "0x");
          const args = [0n, id, amount, MAX_UINT96 - 7n];
          await expectRefused(system, deal, () => run(system, deal, amount), "HubInvalidAmount", args);
        });
      }
    }
  });
}
