import { expect } from "chai";
import { onANode } from "../fixtures/live.js";
import { expectPaid, withGateway } from "../fixtures/liveGateway.js";
import { askedBy, askWith, paymentFor } from "../fixtures/payments.js";

type Json = Record<string, unknown>;

const base64 = (text: string) => Buffer.from(text).toString("base64");
const decoded = (header: string) => JSON.parse(Buffer.from(header, "base64").toString()) as Json;
/** Changes a part of a payment by its path. */
function changed(header: string, path: string, value: unknown): string {
  const payment = decoded(header);
  const names = path.split(".");
  const last = names.pop() ?? "";
  const owner = names.reduce((part, name) => part[name] as Json, payment);
  Object.defineProperty(owner, last, { value, enumerable: true, configurable: true });
  return base64(JSON.stringify(payment));
}

/** Headers that are no payment. */
const MALFORMED: Record<string, string> = {
  "no base64": "%%%",
  "base64 of no JSON": base64("{"),
  nothing: base64(""),
  null: base64("null"),
  "a number": base64("5"),
  "a text": base64('"x402Version"'),
  "a list": base64("[]"),
  "an empty object": base64("{}"),
  "version 1": base64('{"x402Version":1,"payload":{}}'),
  "only the names": base64('{"x402Version":2,"payload":{"authorization":{}},"accepted":{}}'),
  "names of the prototype": base64(
    '{"__proto__":{"isValid":true},"constructor":{"prototype":{"isValid":true}},"x402Version":2,"payload":{},"accepted":{"__proto__":{"amount":"0"}}}',
  ),
};

/** Values in place of parts of a good payment. */
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
    it(`takes ${what} for no payment`, async () => {
      const sold = await shop();
      const answer = await askWith(sold.url, header);
      expect([answer.status, sold.runs]).to.deep.equal([402, 0]);
      expect(answer.headers.get("PAYMENT-REQUIRED")).not.to.equal(null);
      expect(({} as Json)["isValid"]).to.equal(undefined);
    });
  }

  it("refuses a payment of which a part is something else", async () => {
    const sold = await shop();
    const good = await paymentFor(gateway().client("alice"), await askedBy(sold.url));
    await expectPaid(gateway(), "alice", 0, async () => {
      for (const [path, value] of PARTS) {
        const answer = await askWith(sold.url, changed(good, path, value));
        expect(answer.status, `${path} ${String(value)}`).to.equal(402);
      }
    });
    expect([sold.runs, gateway().settles]).to.deep.equal([0, 0]);
  });

  it("takes one payment once, however its parts are written", async () => {
    const sold = await shop();
    const alice = live().wallet("alice").address;
    const good = await paymentFor(gateway().client("alice"), await askedBy(sold.url));
    const ways = [alice.toLowerCase(), alice.slice(2), `0X${alice.slice(2)}`, `0x${alice.slice(2).toUpperCase()}`];
    await expectPaid(gateway(), "alice", 1, async () => {
      const headers = [good, ...ways.map((from) => changed(good, "payload.authorization.from", from))];
      const answers = await Promise.all(headers.map((header) => askWith(sold.url, header)));
      expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    });
    expect(sold.runs).to.equal(1);
  });

  it("refuses a header that is too large, and leaves bodies to the parser before it", async () => {
    const sold = await shop();
    const good = await paymentFor(gateway().client("alice"), await askedBy(sold.url));
    await expectPaid(gateway(), "alice", 0, async () => {
      expect((await askWith(sold.url, base64("x".repeat(20_000)))).status).to.equal(431);
      const body = JSON.stringify({ text: "x".repeat(200_000) });
      const post = { method: "POST", headers: { "content-type": "application/json" }, body };
      expect((await askWith(sold.url, good, post)).status).to.be.within(400, 500);
    });
    expect(sold.runs).to.equal(0);
  });
});
