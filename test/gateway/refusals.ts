import { expect } from "chai";
import { decodePaymentRequiredHeader } from "@x402/core/http";
import { toBeHex } from "ethers";
import { cancelAuthorization } from "../../packages/sdk/src/coin/index.js";
import { as, type Client } from "../../packages/sdk/src/core/client.js";
import { onANode } from "../fixtures/live.js";
import { expectPaid, PRICE, withGateway } from "../fixtures/liveGateway.js";
import {
  fetchPaymentRequired,
  fetchWithPayment,
  firstRequirements,
  paymentFor,
  type Differences,
} from "../fixtures/payments.js";

const NONCE = toBeHex(77, 32);
const OTHER = "0x000000000000000000000000000000000000dEaD";
const unixTime = () => BigInt(Math.floor(Date.now() / 1000));

/** Faults of a payment, and the reason that the 402 reports. */
const FAULTY: Record<string, [differences: () => Differences, reason: string]> = {
  "a lower amount": [() => ({ authorization: { value: PRICE - 1n } }), "authorization_value"],
  "a higher amount": [() => ({ authorization: { value: PRICE + 1n } }), "authorization_value"],
  "another recipient": [() => ({ authorization: { to: OTHER } }), "recipient_mismatch"],
  "an expired payment": [() => ({ authorization: { validBefore: unixTime() - 1n } }), "valid_before"],
  "a payment that expires before it can be settled": [
    () => ({ authorization: { validBefore: unixTime() + 2n } }),
    "valid_before",
  ],
  "a payment that expires too soon for handler and settlement": [
    () => ({ authorization: { validBefore: unixTime() + 145n } }),
    "valid_before",
  ],
  "a payment that would hold its claim and response for too long": [
    () => ({ authorization: { validBefore: unixTime() + 1000n } }),
    "valid_before",
  ],
  "a signature of another account": [() => ({ authorization: { from: OTHER } }), "signature"],
  "an invalid signature": [() => ({ signature: `0x${"11".repeat(65)}` }), "signature"],
  "an empty signature of a key": [() => ({ signature: "0x" }), "signature"],
  "other requirements: a lower amount": [() => ({ accepted: { amount: "1" } }), "No matching"],
  "other requirements: another payee": [() => ({ accepted: { payTo: OTHER } }), "No matching"],
  "other requirements: another token": [() => ({ accepted: { asset: OTHER } }), "No matching"],
  "other requirements: another chain": [() => ({ accepted: { network: "eip155:1" } }), "No matching"],
  "other requirements: another timeout": [() => ({ accepted: { maxTimeoutSeconds: 9999 } }), "No matching"],
};

onANode("gateway: rejected payments", (live) => {
  const gateway = withGateway(live);
  const shop = () =>
    gateway().shop((_request, response) => {
      response.send("rain");
    });

  async function expectRejected(payer: Client, differences: Differences, reason: string, status = 402): Promise<void> {
    const sold = await shop();
    const header = await paymentFor(payer, await fetchPaymentRequired(sold.url), differences);
    await expectPaid(gateway(), "alice", 0, async () => {
      const response = await fetchWithPayment(sold.url, header);
      const repeated = decodePaymentRequiredHeader(response.headers.get("PAYMENT-REQUIRED") ?? "");
      expect(response.status).to.equal(status);
      expect(repeated.error).to.include(reason);
      expect(repeated.accepts).to.have.length(1);
    });
    expect([sold.runs, gateway().settles]).to.deep.equal([0, 0]);
  }

  for (const [what, [differences, reason]] of Object.entries(FAULTY)) {
    it(`rejects ${what}: ${reason}`, () => expectRejected(gateway().client("alice"), differences(), reason));
  }

  it("rejects a payment that is not valid yet for the time being: valid_after", () => {
    const authorization = { validAfter: unixTime() + 250n, validBefore: unixTime() + 290n };
    return expectRejected(gateway().client("alice"), { authorization }, "valid_after", 503);
  });

  it("accepts a payment with half of its validity left, and a shorter one in the upfront flow", async () => {
    const alice = gateway().client("alice");
    const upfront = await gateway().shop((_request, response) => void response.send("rain"), { flow: "upfront" });
    for (const [{ url }, seconds] of [
      [await shop(), 155n],
      [upfront, 30n],
    ] as const) {
      const authorization = { validBefore: unixTime() + seconds };
      expect(
        (await fetchWithPayment(url, await paymentFor(alice, await fetchPaymentRequired(url), { authorization })))
          .status,
      ).to.equal(200);
    }
  });

  it("rejects a payment that is valid for too long in the upfront flow, too", async () => {
    const alice = gateway().client("alice");
    const sold = await gateway().shop((_request, response) => void response.send("rain"), { flow: "upfront" });
    const paid = async (seconds: bigint) => {
      const authorization = { validBefore: unixTime() + seconds };
      return (
        await fetchWithPayment(
          sold.url,
          await paymentFor(alice, await fetchPaymentRequired(sold.url), { authorization }),
        )
      ).status;
    };
    await expectPaid(gateway(), "alice", 1, async () => {
      expect([await paid(1000n), await paid(850n), sold.runs]).to.deep.equal([402, 200, 1]);
    });
  });

  it("checks validity against the clock of a local chain that is ahead", async () => {
    await live().pass(86_400);
    const chainTime = await live().now();
    await expectRejected(
      gateway().client("alice"),
      { authorization: { validBefore: chainTime + 145n } },
      "valid_before",
    );
    const { url } = await shop();
    const header = await paymentFor(gateway().client("alice"), await fetchPaymentRequired(url), {
      authorization: { validBefore: chainTime + 160n },
    });
    expect((await fetchWithPayment(url, header)).status).to.equal(200);
  });

  it("rejects a payment that was signed for another chain or another coin", async () => {
    const alice = gateway().client("alice");
    const elsewhere = { ...alice, chainId: 1n };
    const other = { ...alice, addresses: { ...alice.addresses, ServiceCoin: OTHER } };
    for (const payer of [elsewhere, other]) await expectRejected(payer, {}, "signature");
  });

  it("rejects a payer with an insufficient balance", () =>
    expectRejected(gateway().client("poor"), {}, "insufficient_balance"));

  it("rejects a nonce that was canceled", async () => {
    const alice = gateway().client("alice");
    await cancelAuthorization(alice, { nonce: NONCE });
    await expectRejected(alice, { authorization: { nonce: NONCE } }, "nonce_already_used");
  });

  it("rejects a nonce that was used elsewhere", async () => {
    const alice = gateway().client("alice");
    const sold = await shop();
    await fetchWithPayment(
      sold.url,
      await paymentFor(alice, await fetchPaymentRequired(sold.url), { authorization: { nonce: NONCE } }),
    );
    await sold.stop();
    gateway().settles = 0;
    await expectRejected(alice, { authorization: { nonce: NONCE } }, "nonce_already_used");
  });

  it("sells on its own terms if the buyer adds to them", async () => {
    const sold = await shop();
    const required = await fetchPaymentRequired(sold.url);
    const extra = { ...firstRequirements(required).extra, paymentFlow: "upfront" };
    const header = await paymentFor(gateway().client("alice"), required, { accepted: { extra } });
    await expectPaid(gateway(), "alice", 1, async () => {
      expect((await fetchWithPayment(sold.url, header)).status).to.equal(200);
    });
  });

  it("demands the coin by its checksummed address", async () => {
    const required = await fetchPaymentRequired((await shop()).url);
    const { asset, payTo, network, amount, extra } = firstRequirements(required);
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
