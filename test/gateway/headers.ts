import { expect } from "chai";
import { onANode } from "../fixtures/live.js";
import { expectPaid, withGateway } from "../fixtures/liveGateway.js";
import { fetchPaymentRequired, fetchWithPayment, paymentFor } from "../fixtures/payments.js";

type Json = Record<string, unknown>;

const base64 = (text: string) => Buffer.from(text).toString("base64");
const decoded = (header: string) => JSON.parse(Buffer.from(header, "base64").toString()) as Json;
/** Replaces one part of a payment, given by its path. */
function changed(header: string, path: string, value: unknown): string {
  const payment = decoded(header);
  const names = path.split(".");
  const last = names.pop() ?? "";
  const owner = names.reduce((part, name) => part[name] as Json, payment);
  Object.defineProperty(owner, last, { value, enumerable: true, configurable: true });
  return base64(JSON.stringify(payment));
}

/** Headers that contain no payment. */
const MALFORMED: Record<string, string> = {
  "a header that is not base64": "%%%",
  "base64 that is not JSON": base64("{"),
  "an empty header": base64(""),
  null: base64("null"),
  "a number": base64("5"),
  "a text": base64('"x402Version"'),
  "a list": base64("[]"),
  "an empty object": base64("{}"),
  "version 1": base64('{"x402Version":1,"payload":{}}'),
  "empty fields": base64('{"x402Version":2,"payload":{"authorization":{}},"accepted":{}}'),
  "names of the object prototype": base64(
    '{"__proto__":{"isValid":true},"constructor":{"prototype":{"isValid":true}},"x402Version":2,"payload":{},"accepted":{"__proto__":{"amount":"0"}}}',
  ),
};

/** Invalid values for parts of a valid payment. */
const PARTS: [path: string, value: unknown][] = [
  ["x402Version", "2"],
  ["x402Version", 3],
  ["payload", null],
  ["payload", "x"],
  ["payload.signature", 5],
  ["payload.signature", "0xzz"],
  ["payload.authorization", []],
  ["payload.authorization.from", "alice"],
  ["payload.authorization.nonce", "0x01"],
  ["payload.authorization.value", 5],
  ["payload.authorization.value", "-1"],
  ["payload.authorization.value", "1e18"],
  ["payload.authorization.validBefore", "9".repeat(79)],
  ["accepted", null],
  ["accepted", []],
  ["accepted.extra", null],
  ["extensions", "x"],
  ["extensions.payment-identifier", 5],
];

onANode("gateway: headers", (live) => {
  const gateway = withGateway(live);
  const shop = () =>
    gateway().shop((_request, response) => {
      response.send("rain");
    });

  for (const [what, header] of Object.entries(MALFORMED)) {
    it(`responds 402 to ${what}`, async () => {
      const sold = await shop();
      const response = await fetchWithPayment(sold.url, header);
      expect([response.status, sold.runs]).to.deep.equal([402, 0]);
      expect(response.headers.get("PAYMENT-REQUIRED")).not.to.equal(null);
      expect(({} as Json)["isValid"]).to.equal(undefined);
    });
  }

  it("responds 402 to a payment with an invalid part", async () => {
    const sold = await shop();
    const valid = await paymentFor(gateway().client("alice"), await fetchPaymentRequired(sold.url));
    await expectPaid(gateway(), "alice", 0, async () => {
      for (const [path, value] of PARTS) {
        const response = await fetchWithPayment(sold.url, changed(valid, path, value));
        expect(response.status, `${path} ${String(value)}`).to.equal(402);
      }
    });
    expect([sold.runs, gateway().settles]).to.deep.equal([0, 0]);
  });

  it("accepts a payment once, however its payer is spelled", async () => {
    const sold = await shop();
    const alice = live().wallet("alice").address;
    const valid = await paymentFor(gateway().client("alice"), await fetchPaymentRequired(sold.url));
    const spellings = [alice.toLowerCase(), alice.slice(2), `0X${alice.slice(2)}`, `0x${alice.slice(2).toUpperCase()}`];
    await expectPaid(gateway(), "alice", 1, async () => {
      const headers = [valid, ...spellings.map((from) => changed(valid, "payload.authorization.from", from))];
      const responses = await Promise.all(headers.map((header) => fetchWithPayment(sold.url, header)));
      expect(responses.filter(({ status }) => status === 200)).to.have.length(1);
    });
    expect(sold.runs).to.equal(1);
  });

  it("responds 431 to a header that is too large, and leaves large bodies to the body parser", async () => {
    const sold = await shop();
    const valid = await paymentFor(gateway().client("alice"), await fetchPaymentRequired(sold.url));
    await expectPaid(gateway(), "alice", 0, async () => {
      expect((await fetchWithPayment(sold.url, base64("x".repeat(20_000)))).status).to.equal(431);
      const body = JSON.stringify({ text: "x".repeat(200_000) });
      const post = { method: "POST", headers: { "content-type": "application/json" }, body };
      expect((await fetchWithPayment(sold.url, valid, post)).status).to.be.within(400, 500);
    });
    expect(sold.runs).to.equal(0);
  });
});
