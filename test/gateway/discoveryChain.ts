import { expect } from "chai";
import { JsonRpcProvider } from "ethers";
import { setTimeout as wait } from "node:timers/promises";
import { connect, createClient } from "../../packages/sdk/src/core/client.js";
import { relay, serve } from "../fixtures/endpoints.js";
import { onANode } from "../fixtures/live.js";
import { closeAll, discoveryScene, type DiscoveryScene } from "../fixtures/liveDiscovery.js";

onANode("gateway: discovery given an unreliable chain or node", (live) => {
  let scene: DiscoveryScene;

  beforeEach(async () => {
    scene = await discoveryScene(live());
  });

  afterEach(async () => closeAll(scene));

  it("removes services of a reorganized branch", async () => {
    const { provider, discover, register, waitForItems } = scene;
    const snapshot = await live().node.request("evm_snapshot");
    await register(provider, { endpoint: "http://127.0.0.1:1/" });
    await register(provider, { endpoint: "http://127.0.0.1:2/" });
    await discover();
    await waitForItems((items) => items.length === 2);

    await live().node.request("evm_revert", [snapshot]);
    for (let blocks = 0; blocks < 3; blocks++) await live().pass(1);

    await waitForItems((items) => items.length === 0);
  });

  it("removes services after the chain was reset", async () => {
    const { provider, discover, register, waitForItems } = scene;
    const snapshot = await live().node.request("evm_snapshot");
    await register(provider, { endpoint: "http://127.0.0.1:1/" });
    for (let blocks = 0; blocks < 20; blocks++) await live().pass(1);
    await discover();
    await waitForItems((items) => items.length === 1);

    await live().node.request("evm_revert", [snapshot]);

    await waitForItems((items) => items.length === 0);
  });

  it("keeps its list while the node is unreachable, and continues afterwards", async () => {
    const { provider, closing, discover, official, register, waitForItems } = scene;
    const proxy = await serve(relay(live().node.url));
    const reader = new JsonRpcProvider(proxy.url, 31337, { staticNetwork: true, cacheTimeout: -1 });
    await register(provider, { endpoint: "http://127.0.0.1:1/" });
    const errors: unknown[] = [];
    const client = await connect(reader, live().deployment);
    await discover({ client, onError: (error) => errors.push(error) });
    await waitForItems((items) => items.length === 1);

    await proxy.close();
    await register(provider, { endpoint: "http://127.0.0.1:2/" });
    while (errors.length === 0) await wait(20);
    // Let more reads fail, which must not be reported again.
    await wait(200);
    expect((await official.listResources()).pagination.total).to.equal(1);

    const again = await serve(relay(live().node.url), "127.0.0.1", proxy.port);
    closing.push(again.close);
    await waitForItems((items) => items.length === 2);
    expect(errors).to.have.lengthOf(1);
  });

  it("reads from a node that limits the range of blocks", async () => {
    const { provider, closing, discover, register, waitForItems } = scene;
    const maxRange = 10;
    let refused = 0;
    const blocksIn = ([range]: { fromBlock: string; toBlock: string }[]) =>
      Number(range?.toBlock) - Number(range?.fromBlock);
    const isRefused = (body: string) => {
      const { method, params } = JSON.parse(body) as {
        method: string;
        params: { fromBlock: string; toBlock: string }[];
      };
      if (method !== "eth_getLogs" || blocksIn(params) < maxRange) return false;
      refused++;
      return true;
    };
    const proxy = await serve(relay(live().node.url, isRefused));
    closing.push(proxy.close);
    const reader = new JsonRpcProvider(proxy.url, 31337, { staticNetwork: true, cacheTimeout: -1, batchMaxCount: 1 });
    await register(provider, { endpoint: "http://127.0.0.1:1/" });
    for (let blocks = 0; blocks < 30; blocks++) await live().pass(1);
    const errors: unknown[] = [];

    await discover({
      client: createClient(reader, live().deployment),
      onError: (error) => errors.push(error),
    });

    await waitForItems((items) => items.length === 1);
    expect(refused).to.be.greaterThan(0);
    expect(errors).to.deep.equal([]);
  });

  it("retries services that could not be read", async () => {
    const { provider, closing, discover, register, waitForItems } = scene;
    let isFailing = true;
    const proxy = await serve(relay(live().node.url, (body) => isFailing && body.includes('"eth_call"')));
    closing.push(proxy.close);
    const reader = new JsonRpcProvider(proxy.url, 31337, { staticNetwork: true, cacheTimeout: -1, batchMaxCount: 1 });
    await register(provider, { endpoint: "http://127.0.0.1:1/" });
    const errors: unknown[] = [];

    await discover({ client: createClient(reader, live().deployment), onError: (error) => errors.push(error) });
    while (errors.length === 0) await wait(20);
    isFailing = false;

    await waitForItems((items) => items.length === 1);
  });

  it("starts while the node is unreachable", async () => {
    const { discover, official } = scene;
    const reader = new JsonRpcProvider("http://127.0.0.1:1", 31337, { staticNetwork: true });
    const client = createClient(reader, live().deployment);

    await discover({ client });

    expect((await official.listResources()).items).to.deep.equal([]);
  });
});
