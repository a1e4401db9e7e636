import { expect } from "chai";
import express from "express";
import { paidEndpoint } from "../../packages/gateway/src/selling/paidEndpoint.js";
import { onANode } from "../fixtures/live.js";
import { close, expectPaid, listen, withGateway, type Selling } from "../fixtures/liveGateway.js";
import { fetchPaymentRequired, fetchWithPayment, firstRequirements, paymentFor } from "../fixtures/payments.js";

const FORWARDED = { "X-Forwarded-Host": "shop.example:8443", "X-Forwarded-Proto": "https" };
const ORIGIN = "https://app.example";
const PREFLIGHT = {
  method: "OPTIONS",
  headers: {
    Origin: ORIGIN,
    "Access-Control-Request-Method": "GET",
    "Access-Control-Request-Headers": "payment-signature",
  },
};

onANode("gateway: mounted endpoints", (live) => {
  const gateway = withGateway(live);
  const alice = () => gateway().client("alice");
  let runs = 0;

  /** Runs with an app that sells everything below /api. */
  async function withApp(options: Selling, run: (url: string) => Promise<void>, trustProxy = true): Promise<void> {
    runs = 0;
    const app = express().set("trust proxy", trustProxy);
    const { flow, baseUrl, origins } = options;
    const paid = paidEndpoint({
      ...{ client: alice(), price: "0.05", payTo: live().wallet("provider").address },
      facilitator: gateway().facilitatorUrl,
      ...(flow && { flow }),
      ...(baseUrl !== undefined && { baseUrl }),
      ...(origins && { origins }),
    });
    app.use("/api", paid, (request, response) => {
      runs++;
      response.json({ host: request.get("host"), url: request.originalUrl });
    });
    const { url, server } = await listen(app);
    try {
      await run(`${url}/api/report?city=Bern`);
    } finally {
      await close(server);
    }
  }

  const resourceOf = async (url: string) => (await fetchPaymentRequired(url, { headers: FORWARDED })).resource.url;

  it("names the resource by the host and protocol of a trusted proxy", () =>
    withApp({}, async (url) => {
      expect(await resourceOf(url)).to.equal("https://shop.example:8443/api/report?city=Bern");
    }));

  it("names the resource by the Host header if no proxy is trusted", () =>
    withApp(
      {},
      async (url) => {
        expect(await resourceOf(url)).to.equal(url);
      },
      false,
    ));

  it("names the resource by the base URL, and leaves the request unchanged for the handler", () =>
    withApp({ baseUrl: "https://shop.example/v1/" }, async (url) => {
      const required = await fetchPaymentRequired(url);
      expect(required.resource.url).to.equal("https://shop.example/v1/api/report?city=Bern");
      await expectPaid(gateway(), "alice", 1, async () => {
        const sold = await fetchWithPayment(url, await paymentFor(alice(), required));
        expect(await sold.json()).to.deep.equal({ host: new URL(url).host, url: "/api/report?city=Bern" });
      });
    }));

  it("responds to a browser's preflight, and lets pages of that origin read price and receipt", () =>
    withApp({ origins: [ORIGIN] }, async (url) => {
      const preflight = await fetch(url, PREFLIGHT);
      const allowed = ["origin", "methods", "headers"].map((name) =>
        preflight.headers.get(`access-control-allow-${name}`),
      );
      expect([preflight.status, ...allowed, runs]).to.deep.equal([204, ORIGIN, "GET", "payment-signature", 0]);
      const fromPage = { headers: { Origin: ORIGIN } };
      const header = await paymentFor(alice(), await fetchPaymentRequired(url));
      for (const response of [await fetch(url, fromPage), await fetchWithPayment(url, header, fromPage)]) {
        expect(response.headers.get("access-control-allow-origin")).to.equal(ORIGIN);
        expect(response.headers.get("access-control-expose-headers")).to.include("PAYMENT-REQUIRED, PAYMENT-RESPONSE");
        expect(response.headers.get("vary")).to.include("Origin");
      }
      expect(runs).to.equal(1);
    }));

  it("lets a page read the response that was kept for a page of another origin", () =>
    withApp({ origins: [ORIGIN, "https://other.example"] }, async (url) => {
      const identifier = "an_identifier_of_alice";
      const header = await paymentFor(alice(), await fetchPaymentRequired(url), { identifier });
      for (const Origin of [ORIGIN, "https://other.example"]) {
        const response = await fetchWithPayment(url, header, { headers: { Origin } });
        expect([response.status, response.headers.get("access-control-allow-origin")]).to.deep.equal([200, Origin]);
      }
      expect(runs).to.equal(1);
    }));

  it("responds to a preflight of a page that is sold for one method only", async () => {
    const payTo = live().wallet("provider").address;
    const fixed = { client: alice(), price: "0.05", payTo, facilitator: gateway().facilitatorUrl };
    const paid = paidEndpoint({ ...fixed, origins: [ORIGIN] });
    const { url, server } = await listen(express().options("/report", paid).get("/report", paid));
    try {
      const preflight = await fetch(`${url}/report`, PREFLIGHT);
      expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).to.deep.equal([204, ORIGIN]);
    } finally {
      await close(server);
    }
  });

  it("lets pages of every origin read price and receipt", () =>
    withApp({ origins: "*" }, async (url) => {
      const preflight = await fetch(url, PREFLIGHT);
      expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).to.deep.equal([204, "*"]);
    }));

  for (const [what, options, headers] of [
    ["of another origin", { origins: [ORIGIN] }, { ...PREFLIGHT.headers, Origin: "https://other.example" }],
    ["if no origin may buy", {}, PREFLIGHT.headers],
  ] as const) {
    it(`does not run the handler for a preflight ${what}`, () =>
      withApp(options, async (url) => {
        const preflight = await fetch(url, { method: "OPTIONS", headers });
        const allowed = preflight.headers.get("access-control-allow-origin");
        expect([preflight.status, allowed, runs]).to.deep.equal([402, null, 0]);
      }));
  }

  for (const flow of ["authorization", "upfront"] as const) {
    it(`accepts its own requirements with addresses in lower case and members that are null (${flow})`, () =>
      withApp({ flow }, async (url) => {
        const required = await fetchPaymentRequired(url);
        const { asset, payTo, extra } = firstRequirements(required);
        const spelled = { asset: asset.toLowerCase(), payTo: payTo.toLowerCase(), extra: { ...extra, note: null } };
        const accepted = { ...spelled, outputSchema: null } as object;
        const header = await paymentFor(alice(), required, { accepted, identifier: "an_identifier_of_alice" });
        await expectPaid(gateway(), "alice", 1, async () => {
          for (let repetition = 1; repetition <= 2; repetition++) {
            expect([(await fetchWithPayment(url, header)).status, runs]).to.deep.equal([200, 1]);
          }
        });
      }));
  }
});
