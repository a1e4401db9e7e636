import { expect } from "chai";
import { concat, id, parseEther, toBeHex, zeroPadValue } from "ethers";
import type { IndexerClient } from "../../packages/indexer/src/client.js";
import { type Look, type Mark, takeLook } from "../../packages/monitor/src/look.js";
import { RULE_NAMES, RULES, ruleOf, type RuleName } from "../../packages/monitor/src/rules/index.js";
import type { Finding } from "../../packages/monitor/src/rules/rule.js";
import { CONTRACTS } from "../../packages/sdk/src/core/contracts.js";
import { serveStory, type ServedStory } from "../fixtures/api.js";
import { ethers, networkHelpers } from "../fixtures/chain.js";

describe("monitor: rules", function () {
  let served: ServedStory;
  let healthy: Awaited<ReturnType<typeof networkHelpers.takeSnapshot>>;
  let marks: Mark[];
  let hashes: Record<string, string>;

  before(async () => {
    served = await serveStory();
    hashes = {};
    for (const name of CONTRACTS) {
      hashes[name] = ethers.keccak256(await ethers.provider.getCode(served.story.client.addresses[name]));
    }
    const { number, hash } = await latest();
    marks = [[number, hash]];
    healthy = await networkHelpers.takeSnapshot();
  });

  after(() => served.close());

  afterEach(async () => {
    await healthy.restore();
  });

  const latest = async () => {
    const block = await ethers.provider.getBlock("latest");
    return { number: block?.number ?? 0, hash: block?.hash ?? "" };
  };

  /** Looks after the index has followed. */
  const look = async (index: IndexerClient | undefined = served.client, follows = true): Promise<Look> => {
    if (follows) await served.follow();
    const { client } = served.story;
    const contracts = Object.fromEntries(
      CONTRACTS.map((name) => [name, { address: client.addresses[name], codeHash: hashes[name] }]),
    );
    const expected = { contracts } as Look["expected"];
    return takeLook({ client, provider: ethers.provider, expected, index }, marks);
  };

  const find = async (name: RuleName, settings: object = {}, at?: Look): Promise<Finding[]> => {
    const rule = ruleOf(name);
    return rule.find(at ?? (await look()), rule.settings.parse(settings));
  };

  const as = async (address: string) => {
    await networkHelpers.impersonateAccount(address);
    await networkHelpers.setBalance(address, parseEther("10"));
    return ethers.getSigner(address);
  };

  it("find nothing in a system where nearly everything happened", async () => {
    // The story's times are not those of this machine's clock, and some of its proposals change power on purpose.
    const silent = RULE_NAMES.filter((name) => !["stalled", "powerProposals"].includes(name));
    const at = await look();
    for (const name of silent) expect(await find(name, {}, at), name).to.deep.equal([]);
  });

  it("compare with what the index says the hub holds, which is what it holds", async () => {
    const { coin, hub } = served.story;
    const { data } = await served.client.get("/escrow", {});
    expect(BigInt(data.amount) + (await hub.fees())).to.equal(await coin.balanceOf(hub));
    expect(data.deals > 0).to.equal(true);
  });

  it("hubSolvent: the hub lost coins that it owes", async () => {
    const { coin, hub, stranger } = served.story;
    const thief = await as(await hub.getAddress());
    await coin.connect(thief).transfer(stranger, parseEther("0.01"));
    const [found] = await find("hubSolvent");
    expect(found?.facts["missing"]).to.equal(String(parseEther("0.01")));
    expect(found?.message).to.match(/but owes .* 0\.01 SCV are missing\.$/);
  });

  it("hubSolvent: stays silent when somebody sends coins to the hub", async () => {
    const { coin, hub, dave } = served.story;
    await coin.connect(dave).transfer(hub, 1n);
    expect(await find("hubSolvent")).to.deep.equal([]);
  });

  it("supply: more coins than the cap allows", async () => {
    const { coin } = served.story;
    const total = await coin.totalSupply();
    // OpenZeppelin keeps the supply in the slot that has its value.
    for (let slot = 0; slot < 20; slot++) {
      const value = await ethers.provider.getStorage(coin, slot);
      if (BigInt(value) === total) await networkHelpers.setStorageAt(await coin.getAddress(), slot, 2n ** 90n);
    }
    await networkHelpers.mine();
    const [found] = await find("supply", {}, await look(served.client, false));
    expect(found?.facts["supply"]).to.equal(String(2n ** 90n));
  });

  it("minted: coins that no proposal created", async () => {
    const { coin, dao, stranger } = served.story;
    const thief = await as(await dao.getAddress());
    await coin.connect(thief).mint(stranger, parseEther("3"));
    const [found] = await find("minted");
    expect(found?.facts).to.include({ to: stranger.address, amount: String(parseEther("3")) });
  });

  it("treasuryCaps: a treasury that pays more than its cap", async () => {
    const { treasury, coin, dao, stranger, alice } = served.story;
    const owner = await as(await dao.getAddress());
    await treasury.connect(owner).setCap(coin, parseEther("1"), 86_400);
    expect(await find("treasuryCaps")).to.deep.equal([]);
    // A mutated treasury, which says that it paid 5 SCV.
    const word = (value: string | bigint) => zeroPadValue(typeof value === "bigint" ? toBeHex(value) : value, 32);
    const push = (value: string | bigint) => concat(["0x7f", word(value)]);
    const paid = [id("mutant"), stranger.address, await coin.getAddress(), id("Paid(address,address,uint256,bytes32)")];
    const code = concat([push(parseEther("5")), "0x5f52", ...paid.map(push), "0x60205f", "0xa4"]);
    await networkHelpers.setCode(await treasury.getAddress(), code);
    await alice.sendTransaction({ to: treasury });
    const [found] = await find("treasuryCaps", {}, await look());
    expect(found?.facts).to.include({ left: String(parseEther("5")), cap: String(parseEther("1")) });
  });

  it("owners: the hub belongs to somebody else", async () => {
    const { hub, dao, stranger } = served.story;
    await hub.connect(await as(await dao.getAddress())).transferOwnership(stranger);
    const found = await find("owners");
    expect(found.map(({ facts }) => [facts["contract"], facts["owner"]])).to.deep.equal([
      ["PaymentHub", stranger.address],
    ]);
  });

  it("code: other code at an address", async () => {
    const { ServiceRegistry } = served.story.client.addresses;
    await networkHelpers.setCode(ServiceRegistry, "0x00");
    await networkHelpers.mine();
    const found = await find("code", {}, await look(served.client, false));
    expect(found.map(({ cause }) => cause)).to.deep.equal(["ServiceRegistry"]);
  });

  it("guardian: another one than expected", async () => {
    const { guardian, stranger } = served.story;
    expect(await find("guardian", { expected: guardian.address })).to.deep.equal([]);
    const [found] = await find("guardian", { expected: stranger.address });
    expect(found?.facts).to.deep.equal({ actual: guardian.address, expected: stranger.address });
  });

  it("powerProposals: a proposal that gives the treasury away, in words, until it has ended", async () => {
    const { dao, treasury, stranger, alice } = served.story;
    const before = (await find("powerProposals")).map(({ cause }) => cause);
    const call = treasury.interface.encodeFunctionData("transferOwnership", [stranger.address]);
    const pay = treasury.interface.encodeFunctionData("pay", [
      ethers.ZeroAddress,
      stranger.address,
      1n,
      ethers.ZeroHash,
    ]);
    await dao.connect(alice).propose([treasury], [0], [pay], "harmless");
    expect((await find("powerProposals")).map(({ cause }) => cause)).to.deep.equal(before);
    await dao.connect(alice).propose([treasury], [0], [call], "give it away");
    const found = (await find("powerProposals")).filter(({ cause }) => !before.includes(cause));
    expect(found).to.have.length(1);
    expect(found[0]?.message).to.include(`Makes ${stranger.address} the owner of Treasury`);
    await dao.connect(alice).cancel([treasury], [0], [call], id("give it away"));
    expect((await find("powerProposals")).map(({ cause }) => cause)).to.deep.equal(before);
  });

  it("powerProposals: reads the past once, and then only what is new", async () => {
    const { dao, treasury, stranger, alice } = served.story;
    const give = treasury.interface.encodeFunctionData("transferOwnership", [stranger.address]);
    const propose = (reason: string) => dao.connect(alice).propose([treasury], [0], [give], reason);
    const follow = async (): Promise<string[]> => {
      const at = await look();
      marks = [...marks, [at.at.block, at.at.hash]];
      return (await find("powerProposals", {}, at)).map(({ cause }) => cause);
    };
    const kept = marks;
    const before = await follow();
    await propose("first");
    const [first] = (await follow()).filter((cause) => !before.includes(cause));
    expect(first).to.be.a("string");

    const getLogs = ethers.provider.getLogs.bind(ethers.provider);
    const from: unknown[] = [];
    ethers.provider.getLogs = (filter) => {
      if ("fromBlock" in filter) from.push(filter.fromBlock);
      return getLogs(filter);
    };
    try {
      const mined = await ethers.provider.getBlockNumber();
      await networkHelpers.mine(3);
      expect(await follow()).to.deep.equal([...before, first]);
      expect(Math.min(...from.map(Number))).to.equal(mined + 1);
    } finally {
      ethers.provider.getLogs = getLogs;
    }
    await dao.connect(alice).cancel([treasury], [0], [give], id("first"));
    await propose("second");
    const after = await follow();
    expect(after).to.not.include(first);
    expect(after).to.have.length(before.length + 1);
    marks = kept;
  });

  it("largePayments: only those of the least amount and above", async () => {
    const { coin, dave, stranger } = served.story;
    await coin.connect(dave).transfer(stranger, parseEther("0.2"));
    await coin.connect(dave).transfer(stranger, parseEther("0.3"));
    const found = await find("largePayments", { least: "0.3" });
    expect(found.map(({ facts }) => facts["amount"])).to.deep.equal([String(parseEther("0.3"))]);
  });

  it("fee: the DAO changed it", async () => {
    const { hub, dao } = served.story;
    await hub.connect(await as(await dao.getAddress())).setFee(77);
    const [found] = await find("fee");
    expect(found?.facts["feeBps"]).to.equal(77);
  });

  it("gas: an account below its least balance", async () => {
    const { stranger, alice } = served.story;
    await networkHelpers.setBalance(stranger.address, parseEther("0.01"));
    await networkHelpers.mine();
    const accounts = [stranger, alice].map(({ address }, index) => ({ name: `keeper ${index}`, address }));
    const [found, ...others] = await find("gas", { accounts });
    expect(found?.message).to.equal(`keeper 0 (${stranger.address}) has 0.01 ether, less than 0.05 ether.`);
    expect(others).to.deep.equal([]);
  });

  it("indexer: behind, and out of reach", async () => {
    await served.follow();
    await networkHelpers.mine(30);
    const [behind] = await find("indexer", {}, await look(served.client, false));
    expect(behind?.facts["behind"]).to.equal(30);
    expect(await find("indexer", { blocks: 30 }, await look(served.client, false))).to.deep.equal([]);
    const lost = { ...served.client, get: () => Promise.reject(new Error("connect ECONNREFUSED")) } as never;
    const [unreachable] = await find("indexer", {}, await look(lost, false));
    expect(unreachable?.message).to.equal("The index does not answer: connect ECONNREFUSED");
  });

  it("stalled: the last block is old", async () => {
    const at = await look();
    expect(await find("stalled", { seconds: 300 }, { ...at, now: at.at.time + 300 })).to.deep.equal([]);
    const [found] = await find("stalled", { seconds: 300 }, { ...at, now: at.at.time + 301 });
    expect(found?.facts["age"]).to.equal(301);
  });

  it("reorganized: other blocks took the place of those that were seen", async () => {
    const { coin, dave, stranger } = served.story;
    const fork = await networkHelpers.takeSnapshot();
    await networkHelpers.mine(5);
    const { number, hash } = await latest();
    const before = marks;
    marks = [...before, [number, hash]];
    try {
      expect(await find("reorganized")).to.deep.equal([]);
      await fork.restore();
      await coin.connect(dave).transfer(stranger, parseEther("0.4"));
      await networkHelpers.mine(6);
      const at = await look();
      const [found] = await find("reorganized", {}, at);
      expect(found?.facts["replaced"]).to.equal(5);
      // What happened in the new blocks is not lost.
      expect(await find("largePayments", { least: "0.4" }, at)).to.have.length(1);
      expect(await find("reorganized", { deeperThan: 5 }, at)).to.deep.equal([]);
    } finally {
      marks = before;
    }
  });

  it("each have a title, and settings with defaults", () => {
    for (const name of RULE_NAMES) {
      expect(RULES[name].name).to.equal(name);
      expect(() => ruleOf(name).settings.parse({}), name).to.not.throw();
    }
  });
});
