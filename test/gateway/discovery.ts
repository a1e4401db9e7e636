import type { DiscoveryResource } from "@x402/extensions/bazaar";
import { expect } from "chai";
import { buildRegistration } from "../../packages/sdk/src/registration/index.js";
import {
  setServiceMetadata,
  setServiceUri,
  transferService,
  updateService,
} from "../../packages/sdk/src/services/index.js";
import { serve } from "../fixtures/endpoints.js";
import { onANode } from "../fixtures/live.js";
import { CHECKS, closeAll, discoveryScene, infoOf, PRICE, type DiscoveryScene } from "../fixtures/liveDiscovery.js";
import { rated } from "../fixtures/liveServices.js";
import { PARAMS } from "../fixtures/registration.js";

onANode("gateway: discovery", (live) => {
  let scene: DiscoveryScene;

  beforeEach(async () => {
    scene = await discoveryScene(live());
  });

  afterEach(async () => closeAll(scene));

  it("lists a service as soon as it is registered, in the format of the official client", async () => {
    const { provider, payTo, discover, official, shop, register, waitForItem } = scene;
    const endpoint = await shop();
    const discovery = await discover({ checks: { ...CHECKS, every: 1e9 } });
    expect(await official.listResources()).to.deep.equal({
      x402Version: 2,
      items: [],
      pagination: { limit: 20, offset: 0, total: 0 },
    });

    const file = buildRegistration({ ...PARAMS, name: "Rain radar", description: "Where it rains." });
    const agentId = await register(provider, { file, endpoint: `${endpoint.url}rain#map` });

    const item = await waitForItem({ status: "answering" });
    const checkedAt = infoOf(item).checkedAt;
    expect(item).to.deep.equal({
      resource: `${endpoint.url}rain`,
      type: "http",
      x402Version: 2,
      accepts: [
        {
          scheme: "exact",
          network: "eip155:31337",
          asset: provider.addresses.ServiceCoin,
          amount: "300",
          payTo,
          maxTimeoutSeconds: 60,
          extra: { name: "ServiceCoin", version: "1" },
        },
      ],
      lastUpdated: new Date(Number(await live().now()) * 1000).toISOString(),
      description: "Where it rains.",
      serviceName: "Rain radar",
      tags: ["weather", "forecast"],
      extensions: {
        servicecoin: {
          agentId: String(agentId),
          owner: payTo,
          category: "weather",
          unit: "forecast",
          price: "300",
          wallet: payTo,
          name: "Rain radar",
          rating: { count: "0", paid: "0", average: "0.0", weightedAverage: "0.0" },
          status: "answering",
          checkedAt,
          asks: { amount: "300", payTo },
          asRegistered: true,
        },
      },
    });
    expect(discovery.stats()).to.deep.equal({
      services: 1,
      answering: 1,
      notAnswering: 0,
      unchecked: 0,
      turnedAway: 0,
      lastBlock: await live().provider.getBlockNumber(),
      source: "chain",
    });
  });

  it("lists services that were registered before it started", async () => {
    const { provider, discover, register } = scene;
    const agentId = await register(provider, { endpoint: "http://127.0.0.1:1/" });

    const { catalog } = await discover();

    expect(catalog.get(agentId)?.listing.price).to.equal(PRICE);
  });

  it("searches services by words, with responding endpoints first, page by page", async () => {
    const { provider, discover, official, shop, register, waitForItem, get } = scene;
    const endpoint = await shop();
    const file = (name: string) => buildRegistration({ ...PARAMS, name });
    const down = await register(provider, { file: file("Rain A"), endpoint: "http://127.0.0.1:1/", price: 1n });
    const up = await register(provider, { file: file("Rain B"), endpoint: endpoint.url });
    await register(provider, { file: file("Sun"), endpoint: `${endpoint.url}sun` });
    await discover();
    await waitForItem({ agentId: String(down), status: "notAnswering" });
    await waitForItem({ agentId: String(up), status: "answering" });

    const first = await official.search({ query: "RAIN weather", limit: 1 });
    const second = await official.search({ query: "RAIN weather", limit: 1, cursor: first.pagination?.cursor ?? "" });

    expect(first.resources.map((item) => infoOf(item).agentId)).to.deep.equal([String(up)]);
    expect(first).to.deep.include({ x402Version: 2, partialResults: true });
    expect(first.pagination?.limit).to.equal(1);
    expect(second.resources.map((item) => infoOf(item).agentId)).to.deep.equal([String(down)]);
    expect(second).to.deep.include({ partialResults: false, pagination: { limit: 1, cursor: null } });
    const found = (await (await get(`search?query=sun`)).json()) as Record<string, unknown>;
    expect(found["items"]).to.deep.equal(found["resources"]).and.to.have.lengthOf(1);
  });

  it("filters lists by the parameters of the official client and by our own", async () => {
    const { provider, payTo, discover, official, register, get } = scene;
    await register(provider, { endpoint: "http://127.0.0.1:1/" });
    await register(await live().client("bob"), { endpoint: "http://127.0.0.1:1/b", category: "news", price: 9n });
    await discover();
    const ids = async (query: string) => {
      const { items } = (await (await get(`resources?${query}`)).json()) as {
        items: DiscoveryResource[];
      };
      return items.map((item) => infoOf(item).agentId);
    };

    const { items, pagination } = await official.listResources({ payTo: payTo.toLowerCase(), type: "http", limit: 1 });
    expect(items.map((item) => infoOf(item).agentId)).to.deep.equal(["0"]);
    expect(pagination).to.deep.equal({ limit: 1, offset: 0, total: 1 });
    const all = { network: "eip155:31337", scheme: "exact", extensions: "servicecoin", offset: 1 };
    expect((await official.listResources(all)).items.map((item) => infoOf(item).agentId)).to.deep.equal(["1"]);
    for (const none of [{ type: "mcp" }, { network: "eip155:1" }, { scheme: "upto" }, { extensions: "other" }]) {
      expect((await official.listResources(none)).pagination.total).to.equal(0);
    }
    expect(await ids("category=news")).to.deep.equal(["1"]);
    expect(await ids("category=NEWS")).to.deep.equal(["1"]);
    expect(await ids("maxPrice=9")).to.deep.equal(["1"]);
    expect(await ids("maxPrice=300")).to.deep.equal(["0", "1"]);
  });

  it("reports which query parameter is invalid", async () => {
    const { discover, get } = scene;
    await discover();

    const response = await get(`resources?limit=101`);

    expect(response.status).to.equal(400);
    expect(await response.json()).to.deep.equal({
      error: 'limit is "101": expected a whole number from 1 to 100.',
      parameter: "limit",
    });
    expect((await get(`search`)).status).to.equal(400);
  });

  it("marks a service while its endpoint does not respond", async () => {
    const { provider, discover, shop, register, waitForItems, waitForItem } = scene;
    const first = await shop();
    await register(provider, { endpoint: first.url });
    await discover();
    await waitForItem({ status: "answering" });

    await first.close();
    const { since } = infoOf(await waitForItem({ status: "notAnswering", reason: "unreachable" }));
    const later = await waitForItems(([item]) => infoOf(item).checkedAt !== since);
    expect(infoOf(later[0])).to.include({ status: "notAnswering", since });
    expect(later[0]?.accepts[0]?.amount).to.equal("300");

    await shop(undefined, first.port);
    expect(infoOf(await waitForItem({ status: "answering" }))).not.to.have.any.keys("since", "reason");
  });

  it("shows a new registered price, and that the endpoint still demands the old one", async () => {
    const { provider, payTo, discover, shop, register, waitForItem } = scene;
    let price = PRICE;
    const endpoint = await shop(() => price);
    const agentId = await register(provider, { endpoint: endpoint.url });
    await discover();
    await waitForItem({ asRegistered: true });

    await updateService(provider, { agentId, price: 500n });
    const item = await waitForItem({ price: "500" });
    expect(item.accepts[0]?.amount).to.equal("500");
    expect(infoOf(item)).to.deep.include({ asks: { amount: "300", payTo }, asRegistered: false });

    price = 500n;
    await waitForItem({ asRegistered: true });
  });

  it("follows changed endpoints, removed endpoints, and ratings", async () => {
    const { provider, discover, shop, register, waitForItems, waitForItem } = scene;
    const endpoint = await shop();
    const agentId = await register(provider, { endpoint: endpoint.url });
    await discover();
    await waitForItem({ status: "answering" });

    await rated(await live().client("alice"), agentId, 1000n, 80n);
    await waitForItems(([item]) => infoOf(item).rating.average === "80.0");
    await updateService(provider, { agentId, endpoint: "http://127.0.0.1:1/" });
    expect((await waitForItem({ status: "notAnswering" })).resource).to.equal("http://127.0.0.1:1/");
    await setServiceMetadata(provider, { agentId, metadataKey: "endpoint", metadataValue: "0x" });
    await waitForItems((items) => items.length === 0);
  });

  it("follows a transfer, which removes the wallet, and then takes the payee from the endpoint", async () => {
    const { provider, payTo, discover, shop, register, waitForItem } = scene;
    const agentId = await register(provider, { endpoint: "http://127.0.0.1:1/" });
    await discover();
    const to = live().wallet("bob").address;

    await transferService(provider, { agentId, to });
    const item = await waitForItem({ owner: to });
    expect(infoOf(item).wallet).to.equal(null);
    expect(item.accepts).to.deep.equal([]);

    const endpoint = await shop();
    await updateService(await live().client("bob"), { agentId, endpoint: endpoint.url });
    expect((await waitForItem({ status: "answering" })).accepts[0]).to.include({ payTo, amount: "300" });
  });

  it("downloads a registration file from a server, and again when its URI changes", async () => {
    const { provider, closing, discover, register, waitForItem } = scene;
    const files = await serve((request, response) => {
      const name = request.url === "/a" ? "File A" : "File B";
      response.end(JSON.stringify(buildRegistration({ ...PARAMS, name })));
    });
    closing.push(files.close);
    const agentId = await register(provider, { endpoint: "http://127.0.0.1:1/", uri: `${files.url}a` });
    await discover();

    expect((await waitForItem({ name: "File A" })).serviceName).to.equal("File A");
    await setServiceUri(provider, { agentId, uri: `${files.url}b` });
    await waitForItem({ name: "File B" });
  });

  it("sanitizes hostile registrations", async () => {
    const { provider, discover, register, waitForItems, waitForItem } = scene;
    const long = "x".repeat(5_000);
    for (const endpoint of [
      "javascript:alert(1)",
      "data:text/html,x",
      "http://a:b@127.0.0.1/",
      "no url",
      `http://127.0.0.1/${long}`,
    ]) {
      await register(provider, { endpoint });
    }
    const text = `\u202Egnp.exe\u0000\u001b[2J\u2028"}],"</script>${long}`;
    await register(provider, { endpoint: `http://127.0.0.1:1/"\u202E<script>`, category: text, unit: text });
    const key = { agentId: 5n, metadataKey: "category", metadataValue: "0xff41" };
    await discover();

    const [item, ...others] = await waitForItems((items) => items.length > 0);
    expect(others).to.deep.equal([]);
    expect(item?.resource).to.equal("http://127.0.0.1:1/%22%E2%80%AE%3Cscript%3E");
    expect(infoOf(item).category)
      .to.match(/^gnp\.exe \[2J "\}\],"<\/script>x+…$/)
      .and.have.lengthOf(64);
    expect(item?.tags).to.equal(undefined);

    await setServiceMetadata(provider, key);
    await waitForItem({ category: "\uFFFDA" });
  });

  it("checks private addresses by default on local chains only, and reports whether it does", async () => {
    const { provider, discover, register, waitForItems } = scene;
    const client = { ...provider, chainId: 1n };
    await register(provider, { endpoint: "http://127.0.0.1:1/" });

    expect((await discover()).allowsPrivate).to.equal(true);
    await waitForItems((items) => items.length === 1);
    expect((await discover({ client })).allowsPrivate).to.equal(false);
    expect((await discover({ checks: { ...CHECKS, allowPrivate: false } })).stats().services).to.equal(0);
  });
});
