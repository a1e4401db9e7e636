import { expect } from "chai";
import { ZeroAddress, type TypedDataDomain } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { Answering } from "../../fixtures/coin.js";
import { dealData, packed, packTerms, quoteData, releaseData, type Deal } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { hubFixture, MAX_UINT96, Status, type HubSystem } from "../../fixtures/hub.js";
import { DAY } from "../../fixtures/system.js";
import { domainOf, mirrored, permitData, sign, split, withParity } from "../../fixtures/signatures.js";
import {
  costOf,
  expectRefused,
  holdings,
  idOf,
  KINDS,
  movedSince,
  NEVER,
  richFixture,
  SCV,
  signedDeal,
} from "./waysIn.js";

async function signedFixture() {
  const system = await networkHelpers.loadFixture(hubFixture);
  const deal = await KINDS.order(system);
  return { system, deal, id: await idOf(system, deal), signature: await signedDeal(system, deal) };
}

function submit({ hub, stranger }: HubSystem, deal: Deal, signature: string) {
  return hub.connect(stranger).openSigned(packed(deal), signature);
}

async function refuses(system: HubSystem, deal: Deal, signature: string): Promise<void> {
  const args = [0n, await idOf(system, deal), deal.payer];
  await expectRefused(system, deal, () => submit(system, deal, signature), "HubInvalidSignature", args);
}

/** Expects what the deal takes from the payer. */
async function takes(system: HubSystem, deal: Deal, amount: bigint): Promise<void> {
  const before = await holdings(system);
  await submit(system, deal, await signedDeal(system, deal));
  expect(await movedSince(system, before)).to.deep.equal({ payer: -amount, hub: amount });
  const usedAt = deal.period === 0n ? 0n : BigInt(await networkHelpers.time.latest());
  expect(await system.hub.escrowOf(await idOf(system, deal))).to.deep.equal([amount, 0n, usedAt, Status.Open]);
}

// What all ways in have in common is in openKinds and openTerms.
describe("PaymentHub.openSigned", () => {
  describe("given a signed deal that the payee keeps", () => {
    for (const kind of ["stream", "subscription"] as const) {
      it(`opens a ${kind} until seven days after its start, and not a second later`, async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const { start } = await KINDS[kind](system);
        const deal = await KINDS[kind](system, { deadline: start + BigInt(365 * DAY) });
        const second = { ...deal, ref: ethers.id("another") };
        const last = Number(deal.start) + 7 * DAY;
        await networkHelpers.time.setNextBlockTimestamp(last);
        await submit(system, deal, await signedDeal(system, deal));
        const signature = await signedDeal(system, second);
        const args = [0n, await idOf(system, second), BigInt(last)];
        await expectRefused(system, second, () => submit(system, second, signature), "HubTooLate", args);
      });
    }
  });

  describe("given the payer's signature", () => {
    it("opens the deal for any submitter, from the payer's allowance", async () => {
      for (const name of ["stranger", "payee", "payer", "sponsor"] as const) {
        const { system, deal, id, signature } = await signedFixture();
        const { hub, coin, payer } = system;
        await coin.connect(payer).approve(hub, deal.price);
        const before = await holdings(system);
        const as = hub.connect(system[name]);
        expect(await as.openSigned.staticCall(packed(deal), signature)).to.equal(id);
        await as.openSigned(packed(deal), signature);
        expect(await movedSince(system, before)).to.deep.equal({ payer: -deal.price, hub: deal.price });
        expect(await coin.allowance(payer, hub)).to.equal(0n);
        expect(await hub.escrowOf(id)).to.deep.equal([deal.price, 0n, 0n, Status.Open]);
      }
    });

    it("passes on the coin's error about the allowance", async () => {
      const { system, deal, id, signature } = await signedFixture();
      const { hub, coin, payer } = system;
      for (const allowance of [0n, deal.price - 1n]) {
        await coin.connect(payer).approve(hub, allowance);
        await expectRevert(submit(system, deal, signature), coin, "ERC20InsufficientAllowance", [
          hub,
          allowance,
          deal.price,
        ]);
      }
      expect(await hub.escrowOf(id)).to.deep.equal([0n, 0n, 0n, Status.None]);
      await coin.connect(payer).approve(hub, deal.price);
      await submit(system, deal, signature);
    });

    it("opens with a permit that a stranger brought to the coin before", async () => {
      const { system, deal, id, signature } = await signedFixture();
      const { hub, coin, payer, stranger } = system;
      await coin.connect(payer).approve(hub, 0n);
      const permit = { owner: payer.address, spender: hub.target as string, value: deal.price, nonce: 0n };
      const consent = await sign(payer, permitData(await domainOf(coin), { ...permit, deadline: NEVER }));
      const use = () => coin.connect(stranger).permit(payer, hub, deal.price, NEVER, ...split(consent));
      await use();
      await expectRevert(use(), coin, "ERC2612InvalidSigner");
      const transaction = await submit(system, deal, signature);
      expect(await eventsOf(transaction, hub, coin)).to.deep.equal([
        ["Opened", id, deal.payer, deal.payee, deal.price, packTerms(deal), deal.arbiter, deal.ref],
        ["Transfer", deal.payer, hub.target, deal.price],
      ]);
    });
  });

  describe("given a signature that is not the payer's on this deal", () => {
    it("rejects other signers", async () => {
      const { system, deal } = await signedFixture();
      const { hub, payee, arbiter, sponsor, stranger, owner } = system;
      const data = dealData(await domainOf(hub), deal);
      for (const signer of [payee, arbiter, sponsor, stranger, owner]) {
        await refuses(system, deal, await sign(signer, data));
      }
    });

    it("rejects another hub, chain, name and version", async () => {
      const { system, deal } = await signedFixture();
      const domain = await domainOf(system.hub);
      const others: TypedDataDomain[] = [
        { verifyingContract: system.coin.target as string },
        { chainId: 1n },
        { name: "ServiceCoin" },
        { version: "2" },
      ];
      for (const other of others) {
        await refuses(system, deal, await sign(system.payer, dealData({ ...domain, ...other }, deal)));
      }
    });

    it("rejects what the payer signed for something else", async () => {
      const { system, deal } = await signedFixture();
      const { hub, payer } = system;
      const domain = await domainOf(hub);
      await refuses(system, deal, await sign(payer, quoteData(domain, deal)));
      await refuses(system, deal, await sign(payer, { ...quoteData(domain, deal), message: { deal } }));
      await refuses(system, deal, await sign(payer, releaseData(domain, deal, deal.price)));
      await refuses(system, deal, await sign(payer, dealData(domain, { ...deal, payer: ZeroAddress })));
    });

    it("rejects any other terms", async () => {
      const { system, deal, signature } = await signedFixture();
      const { sponsor, stranger } = system;
      const variants: Partial<Deal>[] = [
        { payer: sponsor.address },
        { payee: stranger.address },
        { arbiter: stranger.address },
        { arbiter: ZeroAddress },
        { price: deal.price + 1n },
        { deadline: deal.deadline + 1n },
        { window: deal.window - 1n },
        { ref: ethers.ZeroHash },
      ];
      for (const variant of variants) await refuses(system, { ...deal, ...variant }, signature);
      const stream = await KINDS.stream(system);
      const consent = await signedDeal(system, stream);
      const others: Partial<Deal>[] = [{ period: 2n }, { start: stream.start - 1n }, { start: stream.start + 1n }];
      for (const variant of others) await refuses(system, { ...stream, ...variant }, consent);
      await system.hub.connect(system.owner).setFee(1n);
      await refuses(system, { ...deal, feeBps: 1n }, signature);
    });

    it("rejects broken bytes", async () => {
      const { system, deal, signature } = await signedFixture();
      const broken = [
        "0x",
        "0x00",
        signature.slice(0, -2),
        `${signature}00`,
        mirrored(signature),
        withParity(signature),
      ];
      for (const bytes of broken) await refuses(system, deal, bytes);
    });
  });

  describe("given a deal that is not new", () => {
    it("rejects a signature that was used, while it is open and when it is closed", async () => {
      for (const make of Object.values(KINDS)) {
        const { system } = await signedFixture();
        const { hub, payee } = system;
        const deal = await make(system);
        const [id, signature] = [await idOf(system, deal), await signedDeal(system, deal)];
        await submit(system, deal, signature);
        const again = () => submit(system, deal, signature);
        await expectRefused(system, deal, again, "HubWrongStatus", [0n, id, Status.Open]);
        if (deal.period === 0n) await hub.connect(payee).refund(packed(deal), deal.price);
        else await hub.connect(payee).cancel(packed(deal));
        await expectRefused(system, deal, again, "HubWrongStatus", [0n, id, Status.Closed]);
      }
    });

    for (const by of ["payer", "payee"] as const) {
      it(`rejects a deal that the ${by} made void`, async () => {
        const { system, deal, id, signature } = await signedFixture();
        await system.hub.connect(system[by]).void(packed(deal));
        const attempt = () => submit(system, deal, signature);
        await expectRefused(system, deal, attempt, "HubWrongStatus", [0n, id, Status.Closed]);
      });
    }
  });

  describe("given a stream or subscription", () => {
    for (const kind of ["stream", "subscription"] as const) {
      it(`rejects a ${kind} without a deadline`, async () => {
        const { system } = await signedFixture();
        const deal = await KINDS[kind](system, { deadline: 0n });
        const signature = await signedDeal(system, deal);
        const args = [0n, await idOf(system, deal), packTerms(deal)];
        await expectRefused(system, deal, () => submit(system, deal, signature), "HubInvalidTerms", args);
      });
    }

    for (const [period, length, times] of [
      [1n, 1_000n, 1_000n],
      [1n, 500_001n, 500_001n],
      [2n, 1_000n, 500n],
      [2n, 1_001n, 501n],
      [1_000n, 999n, 1n],
      [1_000n, 1_000n, 1n],
      [1_000n, 1_001n, 2n],
      [1_000n, 2_000n, 2n],
      [1_000n, 2_001n, 3n],
      [2n ** 32n - 1n, 1_000n, 1n],
    ] as const) {
      it(`takes ${times} prices for ${length} s in periods of ${period} s`, async () => {
        const { system } = await signedFixture();
        const now = BigInt(await networkHelpers.time.latest());
        // Before, around and after the opening: it is the whole life that counts.
        for (const start of [now - length + 900n, now, now + 10_000n]) {
          await takes(
            system,
            await KINDS.stream(system, { period, start, deadline: start + length, price: 7n }),
            7n * times,
          );
        }
      });
    }

    it("takes the highest total of 96 bits, and refuses 1 more", async () => {
      const system = await networkHelpers.loadFixture(richFixture);
      const start = BigInt(await networkHelpers.time.latest()) + 100n;
      // 2**96 - 1 has a divisor of 3.
      const price = MAX_UINT96 / 3n;
      expect(price * 3n).to.equal(MAX_UINT96);
      const length = { start, deadline: start + 3n };
      const over = await KINDS.stream(system, { ...length, price: 2n ** 94n, deadline: start + 4n });
      const args = [0n, await idOf(system, over), 2n ** 96n, MAX_UINT96];
      const signature = await signedDeal(system, over);
      await expectRefused(system, over, () => submit(system, over, signature), "HubInvalidAmount", args);
      await takes(system, await KINDS.stream(system, { ...length, price }), MAX_UINT96);
    });

    it("rejects totals beyond 96 bits, up to the longest life at the highest price", async () => {
      const system = await networkHelpers.loadFixture(richFixture);
      const start = BigInt(await networkHelpers.time.latest()) + 100n;
      for (const terms of [
        { start, deadline: start + 2n, price: MAX_UINT96 },
        { start: 1n, deadline: NEVER, price: MAX_UINT96 },
        { start: 1n, deadline: NEVER, price: MAX_UINT96, period: 2n },
        { start, deadline: start + 3n, price: MAX_UINT96, period: 2n },
      ]) {
        const deal = await KINDS.stream(system, terms);
        const args = [0n, await idOf(system, deal), costOf(deal), MAX_UINT96];
        const signature = await signedDeal(system, deal);
        await expectRefused(system, deal, () => submit(system, deal, signature), "HubInvalidAmount", args);
      }
    });
  });

  describe("given a payer that is a smart wallet", () => {
    async function walletFixture() {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { coin, hub, payer } = system;
      const wallet = await ethers.deployContract("SmartWallet", [payer]);
      await coin.connect(system.deployer).transfer(wallet, 10n * SCV);
      const approve = coin.interface.encodeFunctionData("approve", [hub.target, 10n * SCV]);
      await wallet.execute([coin], [approve]);
      const deal = await KINDS.order(system, { payer: wallet.target as string });
      return { system, wallet, deal, signature: await signedDeal(system, deal) };
    }

    it("takes what the wallet calls valid, with its coins", async () => {
      const { system, wallet, deal, signature } = await walletFixture();
      await submit(system, deal, signature);
      expect(await system.coin.balanceOf(wallet)).to.equal(0n);
      expect(await system.hub.escrowOf(await idOf(system, deal))).to.deep.equal([deal.price, 0n, 0n, Status.Open]);
    });

    for (const answer of ["Invalid", "WrongMagic", "ShortReturn", "Reverting"] as const) {
      it(`rejects when the wallet returns ${answer}`, async () => {
        const { system, wallet, deal, signature } = await walletFixture();
        await wallet.setMode(Answering[answer]);
        await refuses(system, deal, signature);
      });
    }

    it("hands the wallet the bytes as they are", async () => {
      const { system, wallet, deal } = await walletFixture();
      await wallet.setSecret("0x6f70656e");
      await refuses(system, deal, "0x6f70656f");
      await submit(system, deal, "0x6f70656e");
      expect(await system.coin.balanceOf(wallet)).to.equal(0n);
    });
  });
});
