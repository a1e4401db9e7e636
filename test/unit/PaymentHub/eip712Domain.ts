import { expect } from "chai";
import { ethers as tools, ZeroHash } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { dealData, mandateData, packed, quoteData, releaseData } from "../../fixtures/deals.js";
import { hubFixture, mandateOf, MAX_UINT96, orderOf } from "../../fixtures/hub.js";
import { domainOf, type TypedData } from "../../fixtures/signatures.js";

const ONES = "0xFFfFfFffFFfffFFfFFfFFFFFffFFFffffFfFFFfF";

/** What a wallet would sign. */
function digestOf<Message extends object>({ domain, types, message }: TypedData<Message>): string {
  return tools.TypedDataEncoder.hash(domain, types, { ...message });
}

/** The part of it that does not depend on the chain or the contract. */
function structHashOf<Message extends object>(type: string, { types, message }: TypedData<Message>): string {
  return tools.TypedDataEncoder.hashStruct(type, types, { ...message });
}

async function domainFixture() {
  const system = await hubFixture();
  return { ...system, domain: await domainOf(system.hub) };
}

const highestTimes = { period: 2n ** 32n - 1n, start: 2n ** 40n - 1n, feeBps: 65_535n };
const highestDeal = { ...highestTimes, price: MAX_UINT96, deadline: 2n ** 40n - 1n, window: 2n ** 32n - 1n };
const highestMandate = { ...highestTimes, limit: MAX_UINT96, end: 2n ** 40n - 1n };
const ref = `0x${"ff".repeat(32)}`;

describe("PaymentHub.eip712Domain", () => {
  it("returns name, version, chain and contract, and no more (ERC-5267)", async () => {
    const { hub } = await networkHelpers.loadFixture(hubFixture);
    const { chainId } = await ethers.provider.getNetwork();
    expect(await hub.eip712Domain()).to.deep.equal(["0x0f", "PaymentHub", "1", chainId, hub.target, ZeroHash, []]);
  });

  describe("given a mandate", () => {
    it("has the struct hash that wallets sign as its id, each field by its name", async () => {
      const system = await networkHelpers.loadFixture(domainFixture);
      const { hub, domain, stranger } = system;
      const mandate = await mandateOf(system);
      const ids = new Set<string>();
      for (const terms of [
        {},
        { payer: stranger.address },
        { payee: stranger.address },
        { limit: MAX_UINT96 },
        { period: highestMandate.period },
        { start: highestMandate.start },
        { end: highestMandate.end },
        { feeBps: 65_535n },
        { ref },
        { ...highestMandate, payer: ONES, payee: ONES, ref },
      ]) {
        const changed = { ...mandate, ...terms };
        const id = await hub.idOfMandate(changed);
        expect(id).to.equal(structHashOf("Mandate", mandateData(domain, changed)));
        ids.add(id);
      }
      expect(ids.size).to.equal(10);
    });
  });

  describe("given a deal", () => {
    it("has its struct hash as id, and the digests of quote and release, each field by its name", async () => {
      const system = await networkHelpers.loadFixture(domainFixture);
      const { hub, domain, stranger } = system;
      const order = await orderOf(system);
      const ids = new Set<string>();
      for (const terms of [
        {},
        { payer: stranger.address },
        { payee: stranger.address },
        { arbiter: stranger.address },
        ...Object.entries(highestDeal).map(([field, value]) => ({ [field]: value })),
        { ref },
        { ...highestDeal, payer: ONES, payee: ONES, arbiter: ONES, ref },
      ]) {
        const deal = { ...order, ...terms };
        const id = await hub.idOf(packed(deal));
        expect(id).to.equal(structHashOf("Deal", dealData(domain, deal)));
        expect(await hub.quoteOf(packed(deal))).to.equal(digestOf(quoteData(domain, deal)));
        for (const total of [0n, 1n, MAX_UINT96]) {
          expect(await hub.releaseOf(packed(deal), total)).to.equal(digestOf(releaseData(domain, deal, total)));
        }
        ids.add(id);
      }
      expect(ids.size).to.equal(12);
    });
  });
});
