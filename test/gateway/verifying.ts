import path from "node:path";
import { HTTPFacilitatorClient } from "@x402/core/server";
import type { PaymentRequirements } from "@x402/core/types";
import { expect } from "chai";
import { id, Signature, Wallet, type Provider } from "ethers";
import { startFacilitator, type RunningFacilitator } from "../../packages/gateway/src/facilitator/start.js";
import { transfer } from "../../packages/sdk/src/coin/index.js";
import { transferAuthorizationData } from "../../packages/sdk/src/coin/typedData.js";
import { providerOf } from "../../packages/sdk/src/core/client.js";
import { domainOf } from "../../packages/sdk/src/domain.js";
import { SmartWallet__factory } from "../../packages/sdk/src/typechain/factories/mocks/SmartWallet__factory.js";
import { inFlight, Payer, PRICE, withFolder, type Paid } from "../fixtures/facilitator.js";
import { until } from "../fixtures/gateway.js";
import { onANode } from "../fixtures/live.js";

const INSUFFICIENT = "invalid_exact_evm_insufficient_balance";
const NONCE_USED = "invalid_exact_evm_nonce_already_used";

/** Milliseconds in which payments reach one batch while another one is in flight, however busy the machine is. */
const TOGETHER = 10_000;

/** Placeholder values: only the types are used. */
const ZERO = { value: 0n, validAfter: 0n, validBefore: 0n };

/** Faults of payments other than the signature, and attempts to make a facilitator work for nothing. */
onANode("gateway: verifying", (live) => {
  let facilitator: RunningFacilitator;
  let asking: HTTPFacilitatorClient;
  let payer: Wallet;
  /** The provider of the facilitator. */
  let gasProvider: Provider;
  const payee = Wallet.createRandom().address;

  /** Runs with a facilitator, and a payer with this balance. */
  const withPayer = (amount: bigint, run: () => Promise<void>, linger = 250) =>
    withFolder(async (folder) => {
      const client = await live().client("stranger");
      gasProvider = providerOf(client);
      facilitator = await startFacilitator({ client, journal: path.join(folder, "journal"), port: 0, linger });
      asking = new HTTPFacilitatorClient({ url: facilitator.url });
      payer = new Wallet(Wallet.createRandom().privateKey);
      await transfer(await live().client("alice"), { to: payer.address, amount });
      try {
        await run();
      } finally {
        await facilitator.stop();
      }
    });

  const pay = (changes: Partial<PaymentRequirements> = {}) => new Payer(payer, live().deployment).pay(payee, changes);
  const sent = (block = "latest") => live().provider.getTransactionCount(facilitator.account, block);
  const inFlightCount = async () =>
    ((await (await fetch(`${facilitator.url}/healthz`)).json()) as { payments: number }).payments;
  /** Runs while the node mines on request only. */
  const withoutMining = async <Result>(run: (mine: () => Promise<unknown>) => Promise<Result>): Promise<Result> => {
    await live().node.request("evm_setAutomine", [false]);
    try {
      return await run(() => live().node.request("evm_mine"));
    } finally {
      await live().node.request("evm_setAutomine", [true]);
    }
  };
  const verify = async ({ payload, requirements }: Paid) => {
    const { isValid, invalidReason } = await asking.verify(payload, requirements);
    return isValid ? "valid" : invalidReason;
  };
  const settle = async ({ payload, requirements }: Paid) => {
    const { success, errorReason } = await asking.settle(payload, requirements);
    return success ? "settled" : errorReason;
  };
  /** Returns the payment with other members in the payload of the scheme. */
  const altered = ({ payload, requirements }: Paid, members: object): Paid => ({
    requirements,
    payload: { ...payload, payload: { ...payload.payload, ...members } },
  });

  it("rejects a second payment in the payload, which might be verified instead", () =>
    withPayer(PRICE, async () => {
      const paid = await pay();
      const victim = (await live().client("bob")).coin.runner as Wallet;
      const stolen = altered(paid, {
        authorization: {
          ...(paid.payload.payload["authorization"] as object),
          from: victim.address,
          nonce: id("next"),
        },
        permit2Authorization: { from: payer.address },
      });
      const before = await sent();
      expect(await verify(stolen)).to.equal("unsupported_payload_type");
      expect(await settle(stolen)).to.equal("unsupported_payload_type");
      expect(await sent()).to.equal(before);
    }));

  it("reserves a balance for one payment, however many are verified at once", () =>
    withPayer(PRICE, async () => {
      const payments = await Promise.all(Array.from({ length: 10 }, () => pay()));
      const answers = await Promise.all(payments.map(verify));
      expect(answers.filter((answer) => answer === "valid")).to.have.length(1);
      expect(answers.filter((answer) => answer === INSUFFICIENT)).to.have.length(9);
      const outcomes = await Promise.all(payments.map(settle));
      expect(outcomes.filter((outcome) => outcome === "settled")).to.have.length(1);
      expect(outcomes.filter((outcome) => outcome === INSUFFICIENT)).to.have.length(9);
      // Nothing was sent for the nine.
      expect(await sent()).to.equal(1);
    }));

  it("lets a payer spend everything, one payment after the other and many at once", () =>
    withPayer(PRICE * 30n, async () => {
      for (let number = 0; number < 3; number++) expect(await settle(await pay())).to.equal("settled");
      const payments = await Promise.all(Array.from({ length: 27 }, () => pay()));
      await inFlight(payments, 9, async (payment) => {
        expect(await verify(payment)).to.equal("valid");
        expect(await settle(payment)).to.equal("settled");
      });
      expect(await (await live().client("alice")).coin.balanceOf(payer.address)).to.equal(0n);
    }));

  it("accepts one of two payments with the same nonce", () =>
    withPayer(PRICE * 3n, async () => {
      const { nonce } = (await pay()).payload.payload["authorization"] as { nonce: string };
      const other = Wallet.createRandom().address;
      const [first, second] = await Promise.all([signedWith(nonce, payee), signedWith(nonce, other)]);
      expect(await verify(first)).to.equal("valid");
      expect(await verify(second)).to.equal(NONCE_USED);
      expect(await verify(first)).to.equal("valid");
      expect(await settle(second)).to.equal(NONCE_USED);
      expect(await settle(first)).to.equal("settled");
    }));

  it("accepts other forms of a key's signature, and settles them in one batch", () =>
    withPayer(
      PRICE * 4n,
      async () => {
        const payments = await Promise.all([pay(), pay(), pay()]);
        const forms = payments.map((paid, at) => {
          const signature = Signature.from(paid.payload.payload["signature"] as string);
          const { r, s, yParity } = signature;
          const zeroBased = `${r}${s.slice(2)}0${yParity}`;
          return altered(paid, { signature: [signature.serialized, signature.compactSerialized, zeroBased][at] });
        });
        const outcomes = await withoutMining(async (mine) => {
          const earlier = settle(await pay());
          await until(async () => (await sent("pending")) === 1);
          const settled = Promise.all(forms.map(settle));
          await until(async () => (await inFlightCount()) === 4);
          await mine();
          await earlier;
          await until(async () => (await sent("pending")) === 2);
          await mine();
          return settled;
        });
        expect(outcomes).to.deep.equal(["settled", "settled", "settled"]);
        expect(await sent()).to.equal(2);
      },
      TOGETHER,
    ));

  it("settles one payment once that is requested at the same time in several spellings", () =>
    withPayer(PRICE * 2n, async () => {
      const paid = await pay();
      const { signature, authorization } = paid.payload.payload as { signature: string; authorization: object };
      const { from, to, nonce } = authorization as Record<"from" | "to" | "nonce", string>;
      const { r, s, yParity, compactSerialized } = Signature.from(signature);
      const spelled = { from: from.toLowerCase(), to: to.toLowerCase(), nonce: `0x${nonce.slice(2).toUpperCase()}` };
      const spellings = [
        paid,
        altered(paid, { signature: compactSerialized }),
        altered(paid, { signature: `${r}${s.slice(2)}0${yParity}` }),
        altered(paid, { signature: `0x${signature.slice(2).toUpperCase()}` }),
        altered(paid, { authorization: { ...authorization, ...spelled } }),
        altered(paid, { authorization: { ...authorization, value: `000${String(PRICE)}` } }),
      ];
      const before = await sent();
      const requests = [...spellings, ...spellings].map(({ payload, requirements }) =>
        asking.settle(payload, requirements),
      );
      const answers = await Promise.all(requests);
      expect(new Set(answers.map(({ success, transaction }) => `${success} ${transaction}`))).to.have.property(
        "size",
        1,
      );
      expect(answers[0]).to.include({ success: true });
      expect(await sent()).to.equal(before + 1);
      const { coin } = await live().client("bob");
      expect(await coin.balanceOf(payer.address)).to.equal(PRICE);
    }));

  it("rejects malformed requirements with invalid_payment_requirements", () =>
    withPayer(PRICE, async () => {
      const paid = await pay();
      for (const change of [{ amount: "x" }, { amount: "1e3" }, { amount: "-1" }, { payTo: "y" }]) {
        const asked = { payload: paid.payload, requirements: { ...paid.requirements, ...change } };
        expect(await verify(asked), JSON.stringify(change)).to.equal("invalid_payment_requirements");
        expect(await settle(asked), JSON.stringify(change)).to.equal("invalid_payment_requirements");
      }
      expect(await verify({ payload: paid.payload, requirements: { ...paid.requirements, asset: payee } })).to.equal(
        "asset_not_supported",
      );
    }));

  it("suspends a smart wallet whose payment passed the simulation and failed on chain", () =>
    withPayer(PRICE, async () => {
      const alice = live().wallet("alice");
      const wallet = await (await new SmartWallet__factory(alice).deploy(payer.address)).waitForDeployment();
      const from = await wallet.getAddress();
      await transfer(await live().client("alice"), { to: from, amount: PRICE * 3n });
      const signature = `0x${"cd".repeat(100)}`;
      await (await wallet.setSecret(signature)).wait();
      const byWallet = async () => {
        const paid = await pay();
        const authorization = { ...(paid.payload.payload["authorization"] as object), from };
        return altered(paid, { authorization, signature });
      };
      const good = await byWallet();
      expect(await verify(good)).to.equal("valid");
      expect(await settle(good)).to.equal("settled");
      const bad = await byWallet();
      expect(await verify(bad)).to.equal("valid");
      await (await wallet.setMode(2)).wait();
      expect(await settle(bad)).to.equal("invalid_exact_evm_signature");
      await (await wallet.setSecret(signature)).wait();
      expect(await verify(await byWallet())).to.equal("payer_suspended");
      // Other payers are not suspended.
      expect(await verify(await pay())).to.equal("valid");
    }));

  it("queries the node once per second for health and metrics, so that a flood of requests cannot use it up", () =>
    withPayer(PRICE, async () => {
      const methods: string[] = [];
      const count = (event: { action: string; payload?: { method: string } | { method: string }[] }) => {
        if (event.action === "sendRpcPayload")
          methods.push(...[event.payload ?? []].flat().map(({ method }) => method));
      };
      await gasProvider.on("debug", count);
      const ask = async (path: string) => (await fetch(facilitator.url + path)).status;
      const asked = Array.from({ length: 50 }, () => ["/healthz", "/metrics"]).flat();
      const start = performance.now();
      const statuses = await Promise.all(asked.map(ask));
      const seconds = Math.ceil((performance.now() - start) / 1_000);
      await gasProvider.off("debug", count);
      expect(new Set(statuses)).to.deep.equal(new Set([200]));
      const counted = (method: string) => methods.filter((sent) => sent === method).length;
      expect(counted("eth_chainId")).to.be.within(1, seconds);
      expect(counted("eth_getBalance")).to.be.within(2, 2 * seconds);
    }));

  async function signedWith(nonce: string, to: string): Promise<Paid> {
    const paid = await pay({ payTo: to });
    const { validAfter, validBefore } = paid.payload.payload["authorization"] as Record<string, string>;
    const authorization = { from: payer.address, to, value: String(PRICE), validAfter, validBefore, nonce };
    const domain = domainOf(await live().client("alice"), "ServiceCoin");
    const { types } = transferAuthorizationData(domain, { ...authorization, ...ZERO });
    return altered(paid, { authorization, signature: await payer.signTypedData(domain, types, authorization) });
  }
});
