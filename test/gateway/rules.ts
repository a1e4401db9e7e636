import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { payingFetch, type SpendingRules } from "../../packages/gateway/src/buying/payingFetch.js";
import { receiptOf } from "../../packages/gateway/src/buying/receipt.js";
import { transfer } from "../../packages/sdk/src/coin/index.js";
import { createClient } from "../../packages/sdk/src/core/client.js";
import type { ErrorArgs } from "../../packages/sdk/src/core/errors.js";
import { onANode } from "../fixtures/live.js";
import { expectPaid, PRICE, withGateway, type Selling } from "../fixtures/liveGateway.js";
import { offered } from "../fixtures/liveServices.js";
import { expectError } from "../fixtures/sdk.js";

const LIMITS = { maxPerPayment: PRICE, maxPerDay: 2n * PRICE };

onANode("gateway: spending rules", (live) => {
  const gateway = withGateway(live);
  const provider = () => gateway().client("provider");
  const shopOf = (options?: Selling) =>
    gateway().shop((request, response) => {
      response.json({ path: request.path });
    }, options);
  const payWith = (rules: Partial<SpendingRules>) => payingFetch(gateway().client("alice"), { ...LIMITS, ...rules });

  /** Expects that nothing is signed: the seller gets exactly one request, without a payment. */
  async function expectUnpaid(url: string, rules: Partial<SpendingRules>, code: string, args: ErrorArgs) {
    const headers: (string | null)[] = [];
    const spy: typeof fetch = (input, init) => {
      headers.push((input as Request).headers.get("PAYMENT-SIGNATURE"));
      return fetch(input, init);
    };
    await expectPaid(gateway(), "alice", 0, async () => {
      await expectError(payWith({ ...rules, fetch: spy })(url), code, args);
    });
    expect(headers).to.deep.equal([null]);
  }

  it("pays up to the limit, and returns a receipt that the chain confirms", async () => {
    const shop = await shopOf();
    await expectPaid(gateway(), "alice", 1, async () => {
      const response = await payWith({})(`${shop.url}/report`, { headers: { accept: "application/json" } });
      expect(await response.json()).to.deep.equal({ path: "/report" });
      const receipt = receiptOf(response);
      const [payer, payTo] = [live().wallet("alice").address, live().wallet("provider").address];
      expect(receipt).to.include({ payer, payTo, amount: PRICE, network: "eip155:31337" });
      const mined = await live().provider.getTransactionReceipt(receipt?.transaction ?? "");
      expect(mined?.logs.map(({ topics }) => topics[1]?.slice(-40))).to.include(payer.slice(2).toLowerCase());
    });
  });

  it("returns free responses and other errors unchanged", async () => {
    const pay = payWith({});
    const free = await pay(`${gateway().facilitatorUrl}/supported`);
    expect([free.status, receiptOf(free)]).to.deep.equal([200, undefined]);
    expect((await pay(`${gateway().facilitatorUrl}/nothing`)).status).to.equal(404);
  });

  it("signs nothing above the limit per payment", async () => {
    const { url } = await shopOf();
    const limit = PRICE - 1n;
    const page = `${url}/`;
    await expectUnpaid(url, { maxPerPayment: limit }, "PriceAboveLimit", { url: page, price: PRICE, limit });
  });

  it("signs nothing above the limit per day, also with concurrent requests", async () => {
    const { url } = await shopOf();
    const pay = payWith({});
    await expectPaid(gateway(), "alice", 2, async () => {
      const results = await Promise.allSettled([1, 2, 3, 4].map((page) => pay(`${url}/${page}`)));
      expect(results.filter(({ status }) => status === "fulfilled")).to.have.length(2);
      const args = { url: `${url}/5`, price: PRICE, limit: 2n * PRICE };
      await expectError(pay(`${url}/5`), "DailyLimitReached", args);
    });
  });

  it("signs nothing that the account cannot pay, and does not count it against the limit per day", async () => {
    const { url } = await shopOf();
    const account = live().wallet("poor").address;
    const balance = PRICE - 1n;
    await transfer(gateway().client("alice"), { to: account, amount: balance });
    let approvals = 0;
    const approve = () => {
      approvals++;
    };
    const pay = payingFetch(gateway().client("poor"), { ...LIMITS, maxPerDay: PRICE, approve });
    const args = { url: `${url}/`, price: PRICE, account, balance };
    await expectError(pay(url), "PriceAboveBalance", args);
    expect(approvals).to.equal(0);
    await transfer(gateway().client("alice"), { to: account, amount: 1n });
    expect((await pay(url)).status).to.equal(200);
  });

  it("pays although the node does not tell the balance", async () => {
    const { url } = await shopOf();
    const client = gateway().client("alice");
    const coin = Object.create(client.coin, {
      balanceOf: { value: () => Promise.reject(new Error("rate limit")) },
    }) as typeof client.coin;
    expect((await payingFetch({ ...client, coin }, LIMITS)(url)).status).to.equal(200);
  });

  it("does not count a payment against the limit if the wallet does not sign", async () => {
    const { url } = await shopOf();
    let isSigning = false;
    const signer = live().wallet("alice");
    const sign = signer.signTypedData.bind(signer);
    signer.signTypedData = (...data) => (isSigning ? sign(...data) : Promise.reject(new Error("user rejected")));
    const pay = payingFetch(createClient(signer, live().deployment), { ...LIMITS, maxPerDay: PRICE });
    await expectError(pay(url), "Rejected");
    isSigning = true;
    expect((await pay(url)).status).to.equal(200);
  });

  it("signs nothing that `approve` rejects, which receives the page and its price", async () => {
    const { url } = await shopOf({ description: "Rain by the hour" });
    const pages: unknown[] = [];
    const approve = (page: unknown) => {
      pages.push(page);
      throw new Error("no");
    };
    await expectPaid(gateway(), "alice", 0, async () => {
      const failed: unknown = await payWith({ approve })(url).catch((error: unknown) => error);
      expect(String(failed)).to.equal("Error: no");
    });
    const payTo = live().wallet("provider").address;
    const description = "Rain by the hour";
    expect(pages).to.deep.equal([{ url: `${url}/`, amount: PRICE, payTo, description, isUpfront: false }]);
  });

  it("signs nothing that is valid too long, in another coin, or on another chain", async () => {
    const long = await shopOf({ maxTimeout: 301 });
    await expectUnpaid(long.url, { maxTimeout: 300 }, "NoFittingOffer", { url: `${long.url}/`, chainId: 31337n });
    const { addresses, chainId } = gateway().client("alice");
    const other = { chainId, addresses: { ...addresses, ServiceCoin: addresses.ServiceVotes } };
    const shop = await shopOf({ client: other as never });
    await expectUnpaid(shop.url, {}, "NoFittingOffer", { url: `${shop.url}/`, chainId });
  });

  it("signs nothing on a public chain for a page without encryption", async () => {
    const { url } = await shopOf();
    const { status, headers } = await fetch(url);
    const requested: string[] = [];
    const priced: typeof fetch = (input) => {
      requested.push((input as Request).url);
      return Promise.resolve(new Response(null, { status, headers }));
    };
    const limits = { ...LIMITS, fetch: priced };
    const pay = payingFetch({ ...gateway().client("alice"), chainId: 1n }, limits);
    for (const page of [
      "http://shop.example/",
      "http://localhost.example/",
      "http://notlocalhost/",
      "http://127.0.0.1.example/",
    ]) {
      await expectError(pay(page), "InsecurePage", { url: page });
    }
    const own = ["http://localhost:1/", "http://a.localhost/", "http://127.0.0.1/", "http://[::1]/"];
    for (const page of ["https://shop.example/", ...own]) await expectError(pay(page), "NoFittingOffer");
    expect(requested).to.have.length(9);
    await expectError(payWith({ fetch: priced })("http://shop.example/"), "PaymentRefused");
  });

  it("throws NoSigner for a client without a signer", () => {
    const reader = createClient(live().provider, live().deployment);
    expect(() => payingFetch(reader, LIMITS))
      .to.throw()
      .with.property("code", "NoSigner");
  });

  describe("given that only registered services may be paid", () => {
    const rules = { onlyServices: true };

    it("pays a service whose origin, wallet and price match its registration", async () => {
      const { url } = await shopOf();
      await offered(provider(), { endpoint: `${url}/report`, price: PRICE });
      await expectPaid(gateway(), "alice", 1, async () => {
        expect((await payWith(rules)(`${url}/report?city=Bern`)).status).to.equal(200);
      });
    });

    it("applies the price of the service with the closest endpoint", async () => {
      const { url } = await shopOf();
      await offered(provider(), { endpoint: `${url}/dear`, price: 9n * PRICE });
      await offered(provider(), { endpoint: url, price: PRICE });
      const cheap = await offered(provider(), { endpoint: `${url}/dear/cheap/`, price: PRICE - 1n });
      expect((await payWith(rules)(`${url}/dear/rain`)).status).to.equal(200);
      expect((await payWith(rules)(`${url}/dearer`)).status).to.equal(200);
      const page = `${url}/dear/cheap`;
      const args = { url: page, price: PRICE, agentId: cheap, registered: PRICE - 1n };
      await expectUnpaid(page, rules, "PriceAboveRegistered", args);
    });

    it("pays nobody whose endpoint or wallet differs", async () => {
      const { url } = await shopOf();
      const [payTo, page] = [live().wallet("provider").address, `${url}/report`];
      const args = { url: page, payTo, origin: url };
      await expectUnpaid(page, rules, "UnknownPayee", args);
      await offered(provider(), { endpoint: "https://other.example/report", price: PRICE });
      await offered(provider(), { endpoint: "no address", price: PRICE });
      await offered(gateway().client("bob"), { endpoint: page, price: MaxUint256 });
      await expectUnpaid(page, rules, "UnknownPayee", args);
    });
  });

  it("reports why a payment was rejected, and does not repeat it", async () => {
    const shop = await shopOf();
    gateway().instead = (request, response, next) => {
      if (request.path === "/verify") response.json({ isValid: false, invalidReason: "payer_suspended" });
      else next();
    };
    await expectPaid(gateway(), "alice", 0, async () => {
      await expectError(payWith({})(shop.url), "PaymentRefused", {
        url: `${shop.url}/`,
        amount: PRICE,
        payTo: live().wallet("provider").address,
        reason: "payer_suspended",
      });
    });
    expect(shop.runs).to.equal(0);
  });
});
