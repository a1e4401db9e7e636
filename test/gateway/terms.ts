import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { payingFetch } from "../../packages/gateway/src/buying/payingFetch.js";
import { RegisteredOffer } from "../../packages/gateway/src/selling/offer.js";
import { paidEndpoint, type PaidEndpointOptions } from "../../packages/gateway/src/selling/paidEndpoint.js";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import { ServiceCoinError } from "../../packages/sdk/src/core/errors.js";
import { serviceMetadata, setServiceMetadata, unsetServiceWallet } from "../../packages/sdk/src/services/index.js";
import { onANode } from "../fixtures/live.js";
import { withGateway } from "../fixtures/liveGateway.js";
import { offered } from "../fixtures/liveServices.js";
import { askedBy } from "../fixtures/payments.js";
import { expectError } from "../fixtures/sdk.js";

const PAYEE = "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f";

/** Options that nobody can mean, the error's code and its arguments. */
const INVALID: [options: Partial<PaidEndpointOptions>, code: string, args: Record<string, unknown>][] = [
  [{ price: "$0.05" }, "InvalidAmount", { amount: "$0.05" }],
  [{ price: "-1" }, "InvalidAmount", { amount: "-1" }],
  [{ price: "1e3" }, "InvalidAmount", { amount: "1e3" }],
  [{ price: "0.0000000000000000001" }, "InvalidAmount", { amount: "0.0000000000000000001" }],
  [{ price: "0" }, "InvalidArgument", { argument: "price", value: "0" }],
  [{ payTo: "bob" }, "InvalidArgument", { argument: "payTo", value: "bob" }],
  [{ payTo: ZeroAddress }, "InvalidArgument", { argument: "payTo", value: ZeroAddress }],
  [{ facilitator: "shop" }, "InvalidArgument", { argument: "facilitator", value: "shop" }],
  [{ facilitator: "file:///etc" }, "InvalidArgument", { argument: "facilitator", value: "file:///etc" }],
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
    const [[name, value]] = Object.entries(options);
    it(`refuses ${name} ${String(value)} before anything is sold`, () => {
      const valid = { client: provider(), price: "0.05", payTo: PAYEE, facilitator: "http://127.0.0.1:1" };
      try {
        paidEndpoint({ ...valid, ...options } as PaidEndpointOptions);
        expect.fail("it was taken");
      } catch (error) {
        expect(error).to.be.instanceOf(ServiceCoinError).and.to.include({ code });
        expect((error as ServiceCoinError).args).to.deep.equal(args);
      }
    });
  }

  it("sells a registered service at its price to its wallet", async () => {
    const shop = await sold(await offered(provider(), { price: parseScv("0.03") }));
    const [{ amount, payTo }] = (await askedBy(shop.url)).accepts;
    expect([amount, payTo]).to.deep.equal([String(parseScv("0.03")), live().wallet("provider").address]);
    const before = await gateway().balance("provider");
    const pay = payingFetch(gateway().client("alice"), { maxPerPayment: parseScv("1"), maxPerDay: parseScv("1") });
    expect((await pay(shop.url)).status).to.equal(200);
    expect((await gateway().balance("provider")) - before).to.equal(parseScv("0.03"));
  });

  it("says to try again while a service has no wallet, and sells when it has", async () => {
    const agentId = await offered(provider(), { price: parseScv("0.03") });
    await unsetServiceWallet(provider(), { agentId });
    const shop = await sold(agentId);
    const answer = await fetch(shop.url);
    expect([answer.status, await answer.json()]).to.deep.equal([503, { error: "price_unavailable" }]);
    expect(answer.headers.get("Retry-After")).to.equal("1");
  });

  it("reads price and wallet again after a minute, and keeps the last when the registry is silent", async () => {
    const agentId = await offered(provider(), { price: 5n });
    let [now, isSilent] = [0, false];
    const errors: unknown[] = [];
    const { registry, ...rest } = provider();
    const client = {
      ...rest,
      get registry() {
        if (isSilent) throw new Error("no connection");
        return registry;
      },
    };
    const offer = new RegisteredOffer(
      client,
      agentId,
      (error) => errors.push(error),
      () => now,
    );
    await Promise.all([offer.refresh(), offer.refresh()]);
    await setServiceMetadata(provider(), { agentId, ...serviceMetadata({ price: 7n })[0] });
    now = 59_999;
    await offer.refresh();
    expect(offer.terms().price).to.equal(5n);
    now = 60_000;
    await offer.refresh();
    expect(offer.terms().price).to.equal(7n);
    expect(errors).to.deep.equal([]);
    [now, isSilent] = [120_000, true];
    await offer.refresh();
    expect([offer.terms().price, String(errors[0])]).to.deep.equal([7n, "ServiceCoinError: no connection"]);
    isSilent = false;
    await unsetServiceWallet(provider(), { agentId });
    await expectError(offer.refresh(), "NotForSale", { agentId });
  });

  it("is not for sale when there is no such service", async () => {
    const shop = await sold(99n);
    expect((await fetch(shop.url)).status).to.equal(503);
  });
});
