import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { payingFetch } from "../../packages/gateway/src/buying/payingFetch.js";
import { paidEndpoint, type PaidEndpointOptions } from "../../packages/gateway/src/selling/paidEndpoint.js";
import { RegisteredTerms } from "../../packages/gateway/src/selling/terms.js";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import { ServiceCoinError } from "../../packages/sdk/src/core/errors.js";
import { serviceMetadata, setServiceMetadata, unsetServiceWallet } from "../../packages/sdk/src/services/index.js";
import { onANode } from "../fixtures/live.js";
import { withGateway } from "../fixtures/liveGateway.js";
import { offered } from "../fixtures/liveServices.js";
import { fetchPaymentRequired, firstRequirements, paymentFor } from "../fixtures/payments.js";
import { expectError } from "../fixtures/sdk.js";

const ORIGIN = "https://a.example";
const PAYEE = "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f";

/** Invalid options, and the code and arguments of the error. */
const INVALID: [options: Partial<PaidEndpointOptions>, code: string, args: Record<string, unknown>][] = [
  [{ price: "$0.05" }, "InvalidAmount", { amount: "$0.05" }],
  [{ price: "-1" }, "InvalidAmount", { amount: "-1" }],
  [{ price: "1e3" }, "InvalidAmount", { amount: "1e3" }],
  [{ price: "0.0000000000000000001" }, "InvalidAmount", { amount: "0.0000000000000000001" }],
  [{ price: "0" }, "InvalidArgument", { argument: "price", value: "0" }],
  [{ payTo: "bob" }, "InvalidArgument", { argument: "payTo", value: "bob" }],
  [{ payTo: PAYEE.slice(2) }, "InvalidArgument", { argument: "payTo", value: PAYEE.slice(2) }],
  [{ payTo: ZeroAddress }, "InvalidArgument", { argument: "payTo", value: ZeroAddress }],
  [{ facilitator: "shop" }, "InvalidArgument", { argument: "facilitator", value: "shop" }],
  [{ facilitator: "file:///etc" }, "InvalidArgument", { argument: "facilitator", value: "file:///etc" }],
  ...[
    "http://a.example\n",
    "http://a.example ",
    "http://a.example?k=1",
    "http://a.example/#x",
    "http://a:b@c.example",
  ].flatMap((value): typeof INVALID => [
    [{ facilitator: value }, "InvalidArgument", { argument: "facilitator", value }],
    [{ baseUrl: value }, "InvalidArgument", { argument: "baseUrl", value }],
  ]),
  [{ flow: "escrow" as "upfront" }, "InvalidArgument", { argument: "flow", value: "escrow" }],
  [{ description: 5 as unknown as string }, "InvalidArgument", { argument: "description", value: 5 }],
  [{ description: "ä".repeat(1_000) }, "InvalidArgument", { argument: "description", value: "ä".repeat(1_000) }],
  [{ mimeType: "json" }, "InvalidArgument", { argument: "mimeType", value: "json" }],
  [{ mimeType: "text/plain\n" }, "InvalidArgument", { argument: "mimeType", value: "text/plain\n" }],
  [{ origins: ["https://a.example/"] }, "InvalidArgument", { argument: "origins", value: ["https://a.example/"] }],
  [{ origins: ORIGIN as unknown as "*" }, "InvalidArgument", { argument: "origins", value: ORIGIN }],
  [{ maxTimeout: 9 }, "InvalidArgument", { argument: "maxTimeout", value: 9 }],
  [{ maxTimeout: NaN }, "InvalidArgument", { argument: "maxTimeout", value: NaN }],
  [{ handlerTimeout: -1 }, "InvalidArgument", { argument: "handlerTimeout", value: -1 }],
];

onANode("gateway: terms", (live) => {
  const gateway = withGateway(live);
  const provider = () => gateway().client("provider");
  const sold = (agentId: bigint) =>
    gateway().shop(
      (_request, response) => {
        response.send("rain");
      },
      { client: provider(), agentId },
    );

  for (const [options, code, args] of INVALID) {
    const [[name, value] = ["nothing", undefined]] = Object.entries(options);
    it(`rejects the option ${name} ${JSON.stringify(value).slice(0, 40)} with ${code}`, () => {
      const valid = { client: provider(), price: "0.05", payTo: PAYEE, facilitator: "http://127.0.0.1:1" };
      try {
        paidEndpoint({ ...valid, ...options } as PaidEndpointOptions);
        expect.fail("the options were accepted");
      } catch (error) {
        expect(error).to.be.instanceOf(ServiceCoinError).and.to.include({ code });
        expect((error as ServiceCoinError).args).to.deep.equal(args);
      }
    });
  }

  it("sells with the longest texts in headers of 8 KB, also to a wallet with a signature of 1,000 bytes", async () => {
    const baseUrl = "https://shop.example";
    // As JSON, 2,000 bytes: quotes, the base URL, and two bytes for each letter.
    const description = "ä".repeat((2_000 - 2 - baseUrl.length - 2) / 2);
    const shop = await gateway().shop((_request, response) => void response.send("rain"), { baseUrl, description });
    const url = `${shop.url}/${"a".repeat(1_000)}`;
    const offer = (await fetch(url)).headers.get("PAYMENT-REQUIRED") ?? "";
    const wallet = { signature: `0x${"ab".repeat(1_000)}`, identifier: "a".repeat(128) };
    const payment = await paymentFor(gateway().client("alice"), await fetchPaymentRequired(url), wallet);
    expect(offer.length).to.be.within(4_000, 8_000);
    expect("PAYMENT-SIGNATURE: ".length + payment.length).to.be.within(8_000, 8_190);
  });

  it("sells a registered service at its registered price, paid to its wallet", async () => {
    const shop = await sold(await offered(provider(), { price: parseScv("0.03") }));
    const { amount, payTo } = firstRequirements(await fetchPaymentRequired(shop.url));
    expect([amount, payTo]).to.deep.equal([String(parseScv("0.03")), live().wallet("provider").address]);
    const before = await gateway().balance("provider");
    const pay = payingFetch(gateway().client("alice"), { maxPerPayment: parseScv("1"), maxPerDay: parseScv("1") });
    expect((await pay(shop.url)).status).to.equal(200);
    expect((await gateway().balance("provider")) - before).to.equal(parseScv("0.03"));
  });

  it("responds 503 with Retry-After while a service has no wallet", async () => {
    const agentId = await offered(provider(), { price: parseScv("0.03") });
    await unsetServiceWallet(provider(), { agentId });
    const shop = await sold(agentId);
    const response = await fetch(shop.url);
    expect([response.status, await response.json()]).to.deep.equal([503, { error: "price_unavailable" }]);
    expect(response.headers.get("Retry-After")).to.equal("1");
  });

  it("reads price and wallet every minute, and keeps the last ones while the registry is unreachable", async () => {
    const agentId = await offered(provider(), { price: 5n });
    let [now, isUnreachable] = [0, false];
    const errors: unknown[] = [];
    const { registry, ...rest } = provider();
    const client = {
      ...rest,
      get registry() {
        if (isUnreachable) throw new Error("no connection");
        return registry;
      },
    };
    const terms = new RegisteredTerms(
      client,
      agentId,
      (error) => errors.push(error),
      () => now,
    );
    await Promise.all([terms.refresh(), terms.refresh()]);
    const [priceMetadata] = serviceMetadata({ price: 7n });
    if (priceMetadata === undefined) throw new Error("There is no metadata for the price.");
    await setServiceMetadata(provider(), { agentId, ...priceMetadata });
    now = 59_999;
    await terms.refresh();
    expect(terms.current().price).to.equal(5n);
    now = 60_000;
    await terms.refresh();
    expect(terms.current().price).to.equal(7n);
    expect(errors).to.deep.equal([]);
    [now, isUnreachable] = [120_000, true];
    await terms.refresh();
    expect([terms.current().price, String(errors[0])]).to.deep.equal([7n, "ServiceCoinError: no connection"]);
    isUnreachable = false;
    await unsetServiceWallet(provider(), { agentId });
    await expectError(terms.refresh(), "NotForSale", { agentId });
  });

  it("responds 503 if the service does not exist", async () => {
    const shop = await sold(99n);
    expect((await fetch(shop.url)).status).to.equal(503);
  });
});
