import { expect } from "chai";
import { hexlify, parseEther, parseUnits, toUtf8Bytes, ZeroHash } from "ethers";
import { cheapestFirst, findServices, readRegistered } from "../../../packages/sdk/src/services/discovery.js";
import { queryLogs } from "../../../packages/sdk/src/logs/queryLogs.js";
import { priceMetadata, serviceMetadata, type ServiceTerms } from "../../../packages/sdk/src/services/metadata.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { packed } from "../../fixtures/deals.js";
import { AGENT_URI, paidDeal, servicesFixture, type ServiceSystem } from "../../fixtures/services.js";
import { take } from "../../fixtures/sdk.js";

const TERMS = { category: "weather", price: parseEther("2"), unit: "request", endpoint: "https://a.example" };

/** Registers a service of the provider with these terms. */
async function register(system: ServiceSystem, terms: Partial<ServiceTerms>): Promise<bigint> {
  const { registry, provider } = system;
  const agentId = await registry.agentCount();
  await registry.connect(provider)["register(string,(string,bytes)[])"](AGENT_URI, serviceMetadata(terms));
  return agentId;
}

/** A rating by the payer, for a deal of its own. */
async function rate(system: ServiceSystem, agentId: bigint, value: number, price: bigint, ref: string): Promise<void> {
  const deal = await paidDeal(system, { price, ref });
  await system.reputation.connect(system.payer).giveFeedbackForDeal(agentId, value, 0, "", "", ZeroHash, packed(deal));
}

const refs = take(
  ["11", "22", "33", "44"].map((byte) => `0x${byte.repeat(32)}`),
  4,
);

const load = () => networkHelpers.loadFixture(servicesFixture);
const idsOf = (services: { agentId: bigint }[]) => services.map(({ agentId }) => agentId);

describe("findServices", () => {
  it("reads everything about the services of a category, and of no other", async () => {
    const system = await load();
    const agentId = await register(system, TERMS);
    await register(system, { ...TERMS, category: "maps" });
    await register(system, { ...TERMS, category: "weather " });
    expect(await findServices(system, "weather")).to.deep.equal([
      {
        agentId,
        owner: system.provider.address,
        wallet: system.provider.address,
        uri: AGENT_URI,
        ...TERMS,
        rating: { count: 0n, paid: 0n, average: 0n, weightedAverage: 0n },
      },
    ]);
  });

  it("takes upper and lower case of a category for the same", async () => {
    const system = await load();
    const ids = [await register(system, TERMS), await register(system, { ...TERMS, category: "Weather" })];
    expect(idsOf(await findServices(system, "weather"))).to.deep.equal(ids);
    expect(idsOf(await findServices(system, "WEATHER"))).to.deep.equal(ids);
  });

  it("lists a service once that set its category again, and not one that left it", async () => {
    const system = await load();
    const registry = system.registry.connect(system.provider);
    const [stays, leaves] = [await register(system, TERMS), await register(system, TERMS)];
    await registry.setMetadata(stays, "category", toUtf8Bytes("weather"));
    await registry.setMetadata(leaves, "category", toUtf8Bytes("maps"));
    expect(idsOf(await findServices(system, "weather"))).to.deep.equal([stays]);
    expect(idsOf(await findServices(system, "maps"))).to.deep.equal([leaves]);
  });

  it("looks no further back than it is told", async () => {
    const system = await load();
    await register(system, TERMS);
    await networkHelpers.mine();
    const now = await networkHelpers.time.latestBlock();
    const later = await register(system, TERMS);
    expect(idsOf(await findServices(system, "weather", now + 1))).to.deep.equal([later]);
  });

  it("finds what lies more blocks back than nodes give at once", async () => {
    const system = await load();
    const first = await register(system, TERMS);
    await networkHelpers.mine(9_999);
    const second = await register(system, TERMS);
    await networkHelpers.mine(20_000);
    expect(idsOf(await findServices(system, "weather"))).to.deep.equal([first, second]);
  });

  it("survives what hostile providers write", async () => {
    const system = await load();
    const agentId = await register(system, TERMS);
    const registry = system.registry.connect(system.provider);
    await registry.setMetadata(agentId, "price", "0x01");
    await registry.setMetadata(agentId, "unit", "0xff00");
    await registry.setMetadata(agentId, "endpoint", "0x");
    const [service] = take(await findServices(system, "weather"), 1);
    expect(service.price).to.equal(undefined);
    expect(service.unit).to.equal("\ufffd\0");
    expect(service.endpoint).to.equal("");
  });
});

describe("queryLogs", () => {
  it("says that it needs a provider", async () => {
    const { registry } = await load();
    const failed: unknown = await queryLogs(registry.connect(null), []).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(TypeError).with.property("message", "The contract has no provider.");
  });
});

describe("readRegistered", () => {
  it("sums up what payers rated", async () => {
    const system = await load();
    await rate(system, system.agentId, 90, parseEther("3"), refs[0]);
    await rate(system, system.agentId, 30, parseEther("1"), refs[1]);
    expect((await readRegistered(system, system.agentId)).rating).to.deep.equal({
      count: 2n,
      paid: parseEther("4"),
      average: parseUnits("60", 18),
      weightedAverage: parseUnits("75", 18),
    });
  });

  it("fails for a service that is none", async () => {
    const system = await load();
    await expect(readRegistered(system, 7n))
      .to.be.revertedWithCustomError(system.registry, "ERC721NonexistentToken")
      .withArgs(7n);
  });
});

describe("cheapestFirst", () => {
  it("sorts by price, and takes only what payers rated well in both averages", async () => {
    const system = await load();
    const offer = (price: string) => register(system, { ...TERMS, price: parseEther(price) });
    const [dear, cheap, poor, washed, unrated] = [
      await offer("3"),
      await offer("2"),
      await offer("1"),
      await offer("0.5"),
      await offer("0.1"),
    ];
    const [a, b, c, d] = refs;
    await rate(system, dear, 100, 100n, a);
    await rate(system, cheap, 80, 100n, b);
    await rate(system, poor, 79, 100n, c);
    // One large payment that came back outweighs a small one.
    await rate(system, washed, 100, 10_000n, d);
    for (const ref of ["55", "66"]) await rate(system, washed, 0, 1n, `0x${ref.repeat(32)}`);
    const services = await findServices(system, "weather");
    expect(idsOf(services)).to.deep.equal([dear, cheap, poor, washed, unrated]);
    expect(idsOf(cheapestFirst(services, 80))).to.deep.equal([cheap, dear]);
    expect(idsOf(cheapestFirst(services, 79.5))).to.deep.equal([cheap, dear]);
    expect(idsOf(cheapestFirst(services, 79))).to.deep.equal([poor, cheap, dear]);
    expect(idsOf(cheapestFirst(services, 0))).to.deep.equal([washed, poor, cheap, dear]);
  });

  it("leaves out what has no price", async () => {
    const system = await load();
    await system.registry
      .connect(system.provider)
      .setMetadata(system.agentId, "category", hexlify(toUtf8Bytes("weather")));
    await rate(system, system.agentId, 90, 100n, refs[0]);
    expect(cheapestFirst(await findServices(system, "weather"), 0)).to.deep.equal([]);
    await system.registry.connect(system.provider).setMetadata(system.agentId, "price", priceMetadata(5n));
    expect(cheapestFirst(await findServices(system, "weather"), 0).at(0)?.price).to.equal(5n);
  });
});
