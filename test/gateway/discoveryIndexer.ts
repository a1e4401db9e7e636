import { expect } from "chai";
import { parseEther, toBeHex } from "ethers";
import { setTimeout as wait } from "node:timers/promises";
import type { Entry } from "../../packages/gateway/src/discovery/listing.js";
import {
  startDiscovery,
  type Discovery,
  type DiscoveryOptions,
} from "../../packages/gateway/src/discovery/startDiscovery.js";
import { createClient } from "../../packages/sdk/src/core/client.js";
import { isServiceCoinError } from "../../packages/sdk/src/core/errors.js";
import { sayReady, serveStory, type ServedStory } from "../fixtures/api.js";
import { at } from "../fixtures/at.js";
import { ethers } from "../fixtures/chain.js";
import { until } from "../fixtures/gateway.js";
import { withoutLogs } from "../fixtures/withoutLogs.js";

/** No endpoint of the story exists. */
const CHECKS = { every: 1e9, resolve: () => Promise.reject(new Error("no names here")) };

describe("gateway: discovery from an indexer", function () {
  let served: ServedStory;
  const running: Discovery[] = [];

  before(async () => {
    served = await serveStory();
  });

  afterEach(async () => {
    for (const one of running.splice(0)) await one.stop();
    await sayReady(served.indexer);
  });

  after(async () => served.close());

  async function discover(indexer?: string, options: Partial<DiscoveryOptions> = {}): Promise<Discovery> {
    const { deployment } = served.story;
    const provider = indexer === undefined ? ethers.provider : withoutLogs();
    const client = createClient(provider, deployment, { indexer });
    const discovery = await startDiscovery({ client, poll: 20, checks: CHECKS, ...options });
    running.push(discovery);
    return discovery;
  }

  const listed = ({ catalog }: Discovery) =>
    [...catalog.all()]
      .map(({ listing, file }: Readonly<Entry>) => ({ listing, file }))
      .sort((a, b) => Number(a.listing.agentId - b.listing.agentId));

  it("lists what the chain lists, through changes and reorganizations, without a search of the chain", async () => {
    const { story, api, follow } = served;
    const [chain, index] = [await discover(), await discover(api.url)];
    const caughtUp = async () => {
      await follow();
      const block = await ethers.provider.getBlockNumber();
      await until(() => [chain, index].every(({ catalog }) => catalog.lastBlock === block));
    };
    const isSame = async () => {
      await caughtUp();
      expect(listed(index)).to.deep.equal(listed(chain));
      return listed(index);
    };
    const first = await isSame();
    expect(first.map(({ listing }) => listing.agentId)).to.deep.equal([0n, 1n]);
    expect(index.stats()).to.deep.include({ services: 2, source: "indexer" });
    expect(chain.stats()).to.deep.include({ services: 2, source: "chain" });

    const { registry, reputation, alice, others } = story;
    const provider = at(others, 1);
    const snapshot: unknown = await ethers.provider.send("evm_snapshot", []);
    await registry.connect(provider).setMetadata(1n, "price", toBeHex(parseEther("0.3"), 32));
    await registry
      .connect(provider)
      ["register(string,(string,bytes)[])"]("", [
        { metadataKey: "endpoint", metadataValue: new TextEncoder().encode("https://d.example") },
      ]);
    await reputation.connect(alice).revokeFeedback(0n, 1n);
    const changed = await isSame();
    expect(changed).to.have.length(3);
    expect(changed[1]?.listing.price).to.equal(parseEther("0.3"));
    expect(changed[0]?.listing.rating.count).to.equal((first[0]?.listing.rating.count ?? 0n) - 1n);

    await ethers.provider.send("evm_revert", [snapshot]);
    for (let blocks = 0; blocks < 5; blocks++) await ethers.provider.send("evm_mine", []);
    await caughtUp();
    expect(listed(index)).to.deep.equal(first);
    expect(listed(chain)).to.have.length(2);
  });

  it("keeps its list while the indexer does not respond, says so once, and continues afterwards", async () => {
    const first = await served.start({ port: 0 });
    const reasons: string[] = [];
    const discovery = await discover(first.url, { onError: (_error, reason) => reasons.push(reason) });
    await until(() => discovery.stats().services === 2);
    await first.close();
    await until(() => discovery.stats().outdated !== undefined);
    await wait(100);
    expect(discovery.stats().services).to.equal(2);
    expect(reasons).to.have.length(1);
    expect(discovery.stats().outdated)
      .to.equal(reasons[0])
      .and.to.match(/^The indexer at \S+:\d+ is unavailable: /);
    await served.start({ port: Number(new URL(first.url).port) });
    await until(() => discovery.stats().outdated === undefined);
    expect(reasons).to.have.length(1);
  });

  it("lists what an indexer has that is behind, and says that it is", async () => {
    await sayReady(served.indexer, { ready: false, reason: "its node does not respond" });
    const reasons: string[] = [];
    const discovery = await discover(served.api.url, { onError: (_error, reason) => reasons.push(reason) });
    await until(() => reasons.length > 0);
    expect(reasons[0]).to.match(/ is at block \d+, and not up to date: its node does not respond/);
    expect(discovery.stats()).to.deep.include({ services: 2, outdated: reasons[0] });
    await sayReady(served.indexer);
    await until(() => discovery.stats().outdated === undefined);
  });

  it("does not start with the index of another system", async () => {
    const { story, api } = served;
    const contracts = { ...story.deployment.contracts, PaymentBatch: { address: story.alice.address } };
    const client = createClient(ethers.provider, { ...story.deployment, contracts }, { indexer: api.url });
    const error = await startDiscovery({ client, checks: CHECKS }).catch((reason: unknown) => reason);
    expect(isServiceCoinError(error, "WrongIndex") && error.args.what).to.equal("PaymentBatch");
  });
});
