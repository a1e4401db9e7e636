import { expect } from "chai";
import { TypedDataEncoder, ZeroAddress, type ContractTransactionResponse, type TypedDataDomain } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { Answering } from "../../fixtures/coin.js";
import { dealData, packed, packTerms, quoteData, releaseData, type Deal } from "../../fixtures/deals.js";
import { hubFixture, Status, transferAndOpen, type HubSystem } from "../../fixtures/hub.js";
import { domainOf, mirrored, sign, withParity } from "../../fixtures/signatures.js";
import { DAY } from "../../fixtures/system.js";
import { costOf, expectRefused, holdings, idOf, KINDS, movedSince, SCV } from "./waysIn.js";

type Quoted = (
  system: HubSystem,
  funder: HardhatEthersSigner,
  deal: Deal,
  quote: string,
) => Promise<ContractTransactionResponse>;

const WAYS: Readonly<Record<string, Quoted>> = {
  open: ({ hub }, funder, deal, quote) => hub.connect(funder).open(packed(deal), costOf(deal), quote),
  openMany: ({ hub }, funder, deal, quote) =>
    hub.connect(funder).openMany([{ deal: packed(deal), amount: costOf(deal), quote }]),
  onTransferReceived: (system, funder, deal, quote) => transferAndOpen(system, funder, deal, costOf(deal), quote),
};

async function quoted({ hub, payee }: HubSystem, deal: Deal, domain: TypedDataDomain = {}): Promise<string> {
  return sign(payee, quoteData({ ...(await domainOf(hub)), ...domain }, deal));
}

/** Terms with one field changed each, still sound. */
function variants({ coin }: HubSystem, deal: Deal): [field: string, deal: Deal][] {
  const period: [string, Deal][] = deal.period === 0n ? [] : [["period", { ...deal, period: deal.period + 1n }]];
  const start: [string, Deal][] = deal.period === 0n ? [] : [["start", { ...deal, start: deal.start - 1n }]];
  const window: [string, Deal][] = deal.period === 0n ? [["window", { ...deal, window: deal.window + 1n }]] : [];
  // The coin stands for any other account.
  const arbiter: [string, Deal][] =
    deal.period === 0n ? [["arbiter", { ...deal, arbiter: coin.target as string }]] : [];
  return [
    ["payee", { ...deal, payee: coin.target as string }],
    ...arbiter,
    ["price", { ...deal, price: deal.price + 1n }],
    ...period,
    ...start,
    ["deadline", { ...deal, deadline: deal.deadline + 1n }],
    ...window,
    ["ref", { ...deal, ref: ethers.id("another") }],
  ];
}

for (const [way, run] of Object.entries(WAYS)) {
  describe(`PaymentHub.${way}: quotes`, () => {
    async function refuses(system: HubSystem, deal: Deal, quote: string): Promise<void> {
      const args = [0n, await idOf(system, deal), deal.payee];
      await expectRefused(system, deal, () => run(system, system.payer, deal, quote), "HubInvalidSignature", args);
    }

    for (const [kind, make] of Object.entries(KINDS)) {
      describe(`given a quote of a deal of kind ${kind}`, () => {
        it("opens it for any payer, each as a separate deal", async () => {
          const system = await networkHelpers.loadFixture(hubFixture);
          const { hub, payer, sponsor } = system;
          const deal = await make(system, { payer: ZeroAddress });
          const quote = await quoted(system, deal);
          const [before, cost] = [await holdings(system), costOf(deal)];
          for (const buyer of [payer, sponsor]) {
            const bought = { ...deal, payer: buyer.address };
            await expect(run(system, buyer, bought, quote))
              .to.emit(hub, "Opened")
              .withArgs(await idOf(system, bought), buyer, deal.payee, cost, packTerms(deal), deal.arbiter, deal.ref);
            expect(await hub.escrowOf(await idOf(system, bought))).to.deep.equal([cost, 0n, 0n, Status.Open]);
          }
          expect(await movedSince(system, before)).to.deep.equal({ payer: -cost, sponsor: -cost, hub: 2n * cost });
        });

        it("rejects any other terms", async () => {
          const system = await networkHelpers.loadFixture(hubFixture);
          const deal = await make(system);
          const quote = await quoted(system, deal);
          for (const [field, variant] of variants(system, deal)) {
            expect(await idOf(system, variant), field).not.to.equal(await idOf(system, deal));
            await refuses(system, variant, quote);
          }
        });

        it("rejects another fee, even if it is the hub's current one", async () => {
          const system = await networkHelpers.loadFixture(hubFixture);
          const deal = await make(system);
          const quote = await quoted(system, deal);
          await system.hub.connect(system.owner).setFee(1n);
          await refuses(system, { ...deal, feeBps: 1n }, quote);
        });
      });
    }

    describe("given a signature that is not the payee's on the quote", () => {
      it("rejects other signers", async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const { hub, payer, arbiter, stranger, owner } = system;
        const deal = await KINDS.order(system);
        const data = quoteData(await domainOf(hub), deal);
        for (const signer of [payer, arbiter, stranger, owner]) await refuses(system, deal, await sign(signer, data));
      });

      it("rejects another hub, chain, name and version", async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const deal = await KINDS.order(system);
        const other = { verifyingContract: system.coin.target as string };
        for (const domain of [other, { chainId: 1n }, { name: "ServiceCoin" }, { version: "2" }]) {
          await refuses(system, deal, await quoted(system, deal, domain));
        }
      });

      it("rejects a quote that names the payer", async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const deal = await KINDS.order(system);
        const data = quoteData(await domainOf(system.hub), deal);
        await refuses(system, deal, await sign(system.payee, { ...data, message: { deal } }));
      });

      it("rejects what the payee signed for something else", async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const { hub, payee } = system;
        const deal = await KINDS.order(system);
        const anyPayer = { ...deal, payer: ZeroAddress };
        const domain = await domainOf(hub);
        for (const data of [dealData(domain, deal), dealData(domain, anyPayer)]) {
          await refuses(system, deal, await sign(payee, data));
        }
        await refuses(system, deal, await sign(payee, releaseData(domain, anyPayer, deal.price)));
      });

      it("rejects broken bytes", async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const deal = await KINDS.order(system);
        const quote = await quoted(system, deal);
        const broken = ["0x00", quote.slice(0, -2), `${quote}00`, mirrored(quote), withParity(quote)];
        for (const bytes of broken) await refuses(system, deal, bytes);
        await run(system, system.payer, deal, quote);
      });

      it("rejects a deal without payee", async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const deal = await KINDS.order(system, { payee: ZeroAddress });
        await refuses(system, deal, await quoted(system, deal));
      });
    });

    describe("given a payee that is a smart wallet", () => {
      async function walletFixture() {
        const system = await networkHelpers.loadFixture(hubFixture);
        const wallet = await ethers.deployContract("SmartWallet", [system.payee]);
        const deal = await KINDS.order(system, { payee: wallet.target as string });
        return { system, wallet, deal, quote: await quoted(system, deal) };
      }

      it("takes what the wallet calls valid, and the wallet gets paid", async () => {
        const { system, wallet, deal, quote } = await walletFixture();
        await run(system, system.payer, deal, quote);
        expect(await system.hub.escrowOf(await idOf(system, deal))).to.deep.equal([10n * SCV, 0n, 0n, Status.Open]);
        await system.hub.connect(system.payer).release(packed(deal), 10n * SCV);
        expect(await system.coin.balanceOf(wallet)).to.equal(10n * SCV);
      });

      for (const answer of ["Invalid", "WrongMagic", "ShortReturn", "Reverting"] as const) {
        it(`rejects when the wallet returns ${answer}`, async () => {
          const { system, wallet, deal, quote } = await walletFixture();
          await wallet.setMode(Answering[answer]);
          await refuses(system, deal, quote);
        });
      }
    });

    describe("given a quote that was used", () => {
      it("rejects the same order of the same payer", async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const deal = await KINDS.order(system);
        const quote = await quoted(system, deal);
        await run(system, system.payer, deal, quote);
        const again = () => run(system, system.payer, deal, quote);
        await expectRefused(system, deal, again, "HubWrongStatus", [0n, idOf(system, deal), Status.Open]);
      });

      it("tops up the same stream of the same payer", async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const deal = await KINDS.stream(system);
        const quote = await quoted(system, deal);
        for (let i = 0; i < 2; i++) await run(system, system.payer, deal, quote);
        const books = [2n * costOf(deal), 0n, 0n, Status.Open];
        expect(await system.hub.escrowOf(await idOf(system, deal))).to.deep.equal(books);
      });

      it("checks a quote that comes with a top-up", async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const deal = await KINDS.stream(system);
        await run(system, system.payer, deal, await quoted(system, deal));
        await refuses(system, deal, await quoted(system, { ...deal, price: 1n }));
      });
    });

    describe("given a quote that the payee made void", () => {
      it("rejects it for every payer, used before or not", async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const { hub, payer, sponsor, payee } = system;
        const deal = await KINDS.stream(system);
        const quote = await quoted(system, deal);
        const anyPayer = { ...deal, payer: ZeroAddress };
        await run(system, payer, deal, quote);
        await hub.connect(payee).void(packed(anyPayer));
        const args = [0n, await idOf(system, anyPayer), Status.Closed];
        for (const buyer of [payer, sponsor]) {
          const bought = { ...deal, payer: buyer.address };
          await expectRefused(system, bought, () => run(system, buyer, bought, quote), "HubWrongStatus", args);
        }
      });

      it("still opens the deal without a quote, and with another one", async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const deal = await KINDS.order(system, { deadline: BigInt((await networkHelpers.time.latest()) + 9 * DAY) });
        await system.hub.connect(system.payee).void(packed({ ...deal, payer: ZeroAddress }));
        await run(system, system.payer, deal, "0x");
        expect(await system.hub.escrowOf(await idOf(system, deal))).to.deep.equal([10n * SCV, 0n, 0n, Status.Open]);
        const other = { ...deal, ref: ethers.id("another") };
        await run(system, system.payer, other, await quoted(system, other));
        expect(await system.hub.escrowOf(await idOf(system, other))).to.deep.equal([10n * SCV, 0n, 0n, Status.Open]);
      });
    });
  });
}

for (const [way, run] of Object.entries(WAYS)) {
  describe(`PaymentHub.${way}: old quotes`, () => {
    for (const kind of ["stream", "subscription"] as const) {
      it(`opens a ${kind} until seven days after its start, and not a second later`, async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const { start } = await KINDS[kind](system);
        const deal = await KINDS[kind](system, { deadline: start + BigInt(80 * DAY) });
        const quote = await quoted(system, deal);
        const last = Number(deal.start) + 7 * DAY;
        const second = { ...deal, payer: system.sponsor.address };
        await networkHelpers.time.setNextBlockTimestamp(last);
        await run(system, system.payer, deal, quote);
        const args = [0n, await idOf(system, second), BigInt(last)];
        await expectRefused(system, second, () => run(system, system.sponsor, second, quote), "HubTooLate", args);
        await run(system, system.sponsor, second, "0x");
      });
    }

    it("opens an order until its deadline, without a start", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const now = await networkHelpers.time.latest();
      const deal = await KINDS.order(system, { deadline: BigInt(now + 90 * DAY) });
      const quote = await quoted(system, deal);
      await networkHelpers.time.increaseTo(now + 80 * DAY);
      await run(system, system.payer, deal, quote);
      expect((await system.hub.escrowOf(await idOf(system, deal))).status).to.equal(Status.Open);
    });
  });
}

describe("PaymentHub.quoteOf", () => {
  it("is the digest that a wallet makes, for any payer", async () => {
    const system = await networkHelpers.loadFixture(hubFixture);
    const deal = await KINDS.subscription(system);
    const { domain, types, message } = quoteData(await domainOf(system.hub), deal);
    const digest = TypedDataEncoder.hash(domain, types, message);
    for (const payer of [ZeroAddress, system.payer.address, system.stranger.address]) {
      expect(await system.hub.quoteOf(packed({ ...deal, payer }))).to.equal(digest);
    }
  });
});
