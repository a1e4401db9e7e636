import type { PaymentPayload } from "@x402/core/types";
import { expect } from "chai";
import { AbiCoder, concat, id, Signature, toBeHex, Wallet } from "ethers";
import { isByKey, payloadOf, paymentIn } from "../../../packages/gateway/src/facilitator/payload.js";
import { transferAuthorizationData } from "../../../packages/sdk/src/coin/typedData.js";

const COIN = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const DOMAIN = { name: "ServiceCoin", version: "1", chainId: 31337n, verifyingContract: COIN };
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const payer = new Wallet(id("payer"));

const AUTHORIZATION = {
  from: payer.address,
  to: new Wallet(id("payee")).address,
  value: "1000",
  validAfter: "0",
  validBefore: "2000000000",
  nonce: id("nonce"),
};

function payloadWith(payload: Record<string, unknown>): PaymentPayload {
  const accepted = {
    scheme: "exact",
    network: "eip155:31337" as const,
    asset: COIN,
    amount: "1000",
    payTo: AUTHORIZATION.to,
    maxTimeoutSeconds: 300,
    extra: {},
  };
  return { x402Version: 2, accepted, payload };
}

async function signed(): Promise<Signature> {
  const { domain, types, message } = transferAuthorizationData(DOMAIN, {
    ...AUTHORIZATION,
    value: 1000n,
    validAfter: 0n,
    validBefore: 2_000_000_000n,
  });
  return Signature.from(await payer.signTypedData(domain, types, { ...message }));
}

const read = (signature: string, changes: object = {}) =>
  paymentIn(payloadWith({ signature, authorization: { ...AUTHORIZATION, ...changes } }), DOMAIN);

describe("paymentIn", () => {
  it("reads a payment signed by a key", async () => {
    const { serialized } = await signed();
    expect(read(serialized)).to.deep.equal({
      ...AUTHORIZATION,
      value: 1000n,
      validAfter: 0n,
      validBefore: 2_000_000_000n,
      signature: serialized,
      alone: false,
    });
  });

  it("converts other forms of a key's signature to the one that the coin accepts from keys", async () => {
    const signature = await signed();
    const { serialized, compactSerialized, r, s, yParity } = signature;
    const forms = [
      compactSerialized,
      concat([r, s, toBeHex(yParity, 1)]),
      serialized.toUpperCase().replace("0X", "0x"),
    ];
    for (const form of forms) expect(read(form)).to.include({ signature: serialized, alone: false });
  });

  it("returns the same for other spellings of addresses and nonce", async () => {
    const { serialized } = await signed();
    const { from, to, nonce } = AUTHORIZATION;
    const upper = `0x${nonce.slice(2).toUpperCase()}`;
    const spelled = read(serialized, { from: from.toLowerCase(), to: to.toLowerCase(), nonce: upper });
    expect(spelled).to.deep.equal(read(serialized));
  });

  it("marks a signature that is not of the payer's key as going alone", async () => {
    const { r, s, v } = await signed();
    const highS = toBeHex(ORDER - BigInt(s), 32);
    const forms = [
      concat([r, highS, toBeHex(v === 27 ? 28 : 27, 1)]),
      `0x${"ab".repeat(64)}05`,
      `0x${"cd".repeat(200)}`,
      "0x01",
      "0x",
    ];
    for (const form of forms) expect(read(form)).to.include({ signature: form, alone: true });
  });

  it("unwraps a signature with deployment instructions (ERC-6492)", () => {
    const inner = `0x${"cd".repeat(200)}`;
    const wrapped = AbiCoder.defaultAbiCoder().encode(["address", "bytes", "bytes"], [COIN, "0x1234", inner]);
    expect(read(concat([wrapped, `0x${"6492".repeat(16)}`]))).to.include({ signature: inner, alone: true });
  });

  it("rejects a wrapper that other code might unwrap differently", () => {
    const wrap = (bytes: string) => {
      const wrapper = AbiCoder.defaultAbiCoder().encode(["address", "bytes", "bytes"], [COIN, "0x1234", bytes]);
      return concat([wrapper, `0x${"6492".repeat(16)}`]);
    };
    const long = `0x${"cd".repeat(65)}`;
    const once = wrap(long);
    expect(read(once)).to.include({ signature: long });
    const unpadded = `${once.slice(0, -64 - 62)}${"6492".repeat(16)}`;
    for (const odd of [wrap(once), wrap("0x"), unpadded, `0x${"6492".repeat(16)}`]) {
      expect(read(odd), odd).to.equal(undefined);
    }
  });

  it("rejects a payload with a second payment, which might be verified instead", async () => {
    const { serialized: signature } = await signed();
    for (const more of [{ permit2Authorization: {} }, { transaction: "0x" }, { toString: 1 }]) {
      expect(paymentIn(payloadWith({ signature, authorization: AUTHORIZATION, ...more }), DOMAIN)).to.equal(undefined);
    }
    expect(read(signature, { salt: "0x" })).to.equal(undefined);
  });

  it("rejects malformed payloads", async () => {
    const { serialized } = await signed();
    const faults = {
      from: ["0x12", 5, null],
      value: ["1e3", "-1", "0x10", "", 1000, "1".repeat(79), String(2n ** 256n)],
      validBefore: [2_000_000_000, "soon"],
      nonce: ["0x12", `${AUTHORIZATION.nonce}00`],
    };
    for (const [name, values] of Object.entries(faults)) {
      for (const value of values) {
        expect(read(serialized, { [name]: value }), `${name} ${String(value)}`).to.equal(undefined);
      }
    }
    for (const signature of ["", "abc", "0x123", `0x${"00".repeat(2049)}`]) expect(read(signature)).to.equal(undefined);
    for (const payload of [{}, { authorization: AUTHORIZATION }, { signature: serialized }]) {
      expect(paymentIn(payloadWith(payload), DOMAIN)).to.equal(undefined);
    }
  });
});

describe("isByKey", () => {
  it("accepts only the payer's key", async () => {
    const { serialized } = await signed();
    const payment = read(serialized);
    if (payment === undefined) throw new Error("expected a payment");
    expect(isByKey(payment, DOMAIN)).to.equal(true);
    expect(isByKey({ ...payment, value: 1001n }, DOMAIN)).to.equal(false);
    expect(isByKey({ ...payment, from: COIN }, DOMAIN)).to.equal(false);
    for (const signature of ["0x01", "0x"]) expect(isByKey({ ...payment, signature }, DOMAIN)).to.equal(false);
    expect(isByKey(payment, { ...DOMAIN, chainId: 1n })).to.equal(false);
  });
});

describe("payloadOf", () => {
  it("contains only the payment", async () => {
    const { serialized, compactSerialized } = await signed();
    const payload = payloadWith({ signature: compactSerialized, authorization: AUTHORIZATION });
    const payment = paymentIn(payload, DOMAIN);
    if (payment === undefined) throw new Error("expected a payment");
    expect(payloadOf(payload, payment)).to.deep.equal(
      payloadWith({ signature: serialized, authorization: AUTHORIZATION }),
    );
  });
});
