import { expect } from "chai";
import { decodePaymentRequiredHeader } from "@x402/core/http";
import { toBeHex } from "ethers";
import { cancelAuthorization } from "../../packages/sdk/src/coin/index.js";
import { as, type Client } from "../../packages/sdk/src/core/client.js";
import { onANode } from "../fixtures/live.js";
import { expectPaid, PRICE, withGateway } from "../fixtures/liveGateway.js";
import { askedBy, askWith, paymentFor, type Differences } from "../fixtures/payments.js";

const NONCE = toBeHex(77, 32);
const OTHER = "0x000000000000000000000000000000000000dEaD";
const wall = () => BigInt(Math.floor(Date.now() / 1000));

/** What is wrong with a payment, and what the 402 says. */
const WRONG: Record<string, [wrong: () => Differences, reason: string]> = {
  "too little": [() => ({ authorization: { value: PRICE - 1n } }), "authorization_value"],
  "too much": [() => ({ authorization: { value: PRICE + 1n } }), "authorization_value"],
  "another recipient": [() => ({ authorization: { to: OTHER } }), "recipient_mismatch"],
  "a payment that is over": [() => ({ authorization: { validBefore: wall() - 1n } }), "valid_before"],
  "a payment that is over before it can be settled": [
    () => ({ authorization: { validBefore: wall() + 2n } }),
    "valid_before",
  ],
  "a payment that leaves no time for handler and settlement": [
    () => ({ authorization: { validBefore: wall() + 145n } }),
    "valid_before",
  ],
  "a payment that would hold claim and answer for long": [
    () => ({ authorization: { validBefore: wall() + 1000n } }),
    "valid_before",
  ],
  "a payment that does not count yet": [
    () => ({ authorization: { validAfter: wall() + 250n, validBefore: wall() + 290n } }),
    "valid_after",
  ],
  "another payer's money": [() => ({ authorization: { from: OTHER } }), "signature"],
  "a signature that is none": [() => ({ signature: `0x${"11".repeat(65)}` }), "signature"],
  "an empty signature": [() => ({ signature: "0x" }), "unsupported_payload_type"],
  "other terms: less": [() => ({ accepted: { amount: "1" } }), "No matching"],
  "other terms: another payee": [() => ({ accepted: { payTo: OTHER } }), "No matching"],
  "other terms: another token": [() => ({ accepted: { asset: OTHER } }), "No matching"],
  "other terms: another chain": [() => ({ accepted: { network: "eip155:1" } }), "No matching"],
  "other terms: another time": [() => ({ accepted: { maxTimeoutSeconds: 9999 } }), "No matching"],
};

onANode("gateway: refusals", (live) => {
  const gateway = withGateway(live);
  const shop = () =>
    gateway().shop((_request, response) => {
      response.send("rain");
    });

  async function expectRefused(payer: Client, wrong: Differences, reason: string): Promise<void> {
    const sold = await shop();
    const header = await paymentFor(payer, await askedBy(sold.url), wrong);
    await expectPaid(gateway(), "alice", 0, async () => {
      const answer = await askWith(sold.url, header);
      const again = decodePaymentRequiredHeader(answer.headers.get("PAYMENT-REQUIRED") ?? "");
      expect(answer.status).to.equal(402);
      expect(again.error).to.include(reason);
      expect(again.accepts).to.have.length(1);
    });
    expect([sold.runs, gateway().settles]).to.deep.equal([0, 0]);
  }

  for (const [what, [wrong, reason]] of Object.entries(WRONG)) {
    it(`refuses ${what}`, () => expectRefused(gateway().client("alice"), wrong(), reason));
  }

  it("takes a payment that leaves half of its time, and any that is settled first", async () => {
    const alice = gateway().client("alice");
    const upfront = await gateway().shop((_request, response) => void response.send("rain"), { flow: "upfront" });
    for (const [{ url }, seconds] of [
      [await shop(), 155n],
      [upfront, 30n],
    ] as const) {
      const authorization = { validBefore: wall() + seconds };
      expect((await askWith(url, await paymentFor(alice, await askedBy(url), { authorization }))).status).to.equal(200);
    }
  });

  it("refuses a payment that counts for long where it is settled first, too", async () => {
    const alice = gateway().client("alice");
    const sold = await gateway().shop((_request, response) => void response.send("rain"), { flow: "upfront" });
    const paid = async (seconds: bigint) => {
      const authorization = { validBefore: wall() + seconds };
      return (await askWith(sold.url, await paymentFor(alice, await askedBy(sold.url), { authorization }))).status;
    };
    await expectPaid(gateway(), "alice", 1, async () => {
      expect([await paid(1000n), await paid(850n), sold.runs]).to.deep.equal([402, 200, 1]);
    });
  });

  it("goes by the clock of a local chain that is ahead", async () => {
    await live().pass(86_400);
    const there = await live().now();
    await expectRefused(gateway().client("alice"), { authorization: { validBefore: there + 145n } }, "valid_before");
    const { url } = await shop();
    const header = await paymentFor(gateway().client("alice"), await askedBy(url), {
      authorization: { validBefore: there + 160n },
    });
    expect((await askWith(url, header)).status).to.equal(200);
  });

  it("refuses a payment for another chain, or for another coin", async () => {
    const alice = gateway().client("alice");
    const elsewhere = { ...alice, chainId: 1n };
    const other = { ...alice, addresses: { ...alice.addresses, ServiceCoin: OTHER } };
    for (const payer of [elsewhere, other]) await expectRefused(payer, {}, "signature");
  });

  it("refuses who has too little", () => expectRefused(gateway().client("poor"), {}, "insufficient_balance"));

  it("refuses a nonce that was canceled", async () => {
    const alice = gateway().client("alice");
    await cancelAuthorization(alice, { nonce: NONCE });
    await expectRefused(alice, { authorization: { nonce: NONCE } }, "nonce_already_used");
  });

  it("refuses a nonce that was used elsewhere", async () => {
    const alice = gateway().client("alice");
    const sold = await shop();
    await askWith(sold.url, await paymentFor(alice, await askedBy(sold.url), { authorization: { nonce: NONCE } }));
    await sold.stop();
    gateway().settles = 0;
    await expectRefused(alice, { authorization: { nonce: NONCE } }, "nonce_already_used");
  });

  it("sells by its own terms to who adds some", async () => {
    const sold = await shop();
    const required = await askedBy(sold.url);
    const extra = { ...required.accepts[0].extra, paymentFlow: "upfront" };
    const header = await paymentFor(gateway().client("alice"), required, { accepted: { extra } });
    await expectPaid(gateway(), "alice", 1, async () => {
      expect((await askWith(sold.url, header)).status).to.equal(200);
    });
  });

  it("asks for the coin by its checksummed address", async () => {
    const [{ asset, payTo, network, amount, extra }] = (await askedBy((await shop()).url)).accepts;
    const alice = as(gateway().client("alice"), live().wallet("alice"));
    expect({ asset, payTo, network, amount, extra }).to.deep.equal({
      asset: alice.addresses.ServiceCoin,
      payTo: live().wallet("provider").address,
      network: "eip155:31337",
      amount: String(PRICE),
      extra: { name: "ServiceCoin", version: "1" },
    });
    expect(asset).to.match(/[A-F]/);
  });
});
