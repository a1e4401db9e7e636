import { expect } from "chai";
import { toBeHex, ZeroHash } from "ethers";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import type { Client } from "../../packages/sdk/src/core/client.js";
import { ServiceCoinError } from "../../packages/sdk/src/core/errors.js";
import type { Mandate } from "../../packages/sdk/src/deals.js";
import {
  acceptMandate,
  charge,
  chargeMany,
  draftMandate,
  findMandate,
  listMandates,
  mandateIdOf,
  readMandate,
  revokeMandate,
  signMandate,
  type MandateDraft,
} from "../../packages/sdk/src/mandates/index.js";
import { at } from "../fixtures/at.js";
import { onEveryNode } from "../fixtures/live.js";
import { balances, DAY, expectNow, seenBy, setFee } from "../fixtures/liveHub.js";
import { numbers } from "../fixtures/random.js";
import { expectError, take } from "../fixtures/sdk.js";

const HELD = parseScv("16");
const LIMIT = 10_000n;
const MONTH = 30n * DAY;

onEveryNode("sdk: mandates", (live) => {
  let alice: Client;
  let bob: Client;
  let carol: Client;
  let [a, b, c, hub] = ["", "", "", ""];

  beforeEach(async () => {
    [alice, bob, carol] = [seenBy(live(), "alice"), seenBy(live(), "bob"), seenBy(live(), "carol")];
    [a, b, c] = take(
      (["alice", "bob", "carol"] as const).map((who) => live().wallet(who).address),
      3,
    );
    hub = alice.addresses.PaymentHub;
    await setFee(live(), 100n);
    await (await alice.coin.approve(hub, parseScv("1"))).wait();
  });

  /** Lets Bob charge Alice. */
  const draft = (terms: Partial<MandateDraft> = {}) =>
    draftMandate(alice, { payee: b, limit: LIMIT, period: MONTH, ...terms });

  async function accepted(terms?: Partial<MandateDraft>): Promise<Mandate> {
    const mandate = await draft(terms);
    await acceptMandate(alice, { mandate });
    return mandate;
  }

  const refusal = (mandate: Mandate, args: object) => ({ index: 0n, id: mandateIdOf(alice, mandate), ...args });

  describe("draftMandate", () => {
    it("fills in what was not said, and keeps what was", async () => {
      const { ref, start, ...mandate } = await draft();
      expect(ref).to.have.length(66);
      await expectNow(live(), start);
      expect(mandate).to.deep.equal({ payer: a, payee: b, limit: LIMIT, period: MONTH, end: 0n, feeBps: 100n });
      const said = { payer: c, start: 5n, end: 6n, ref: ZeroHash };
      expect(await draft(said)).to.include(said);
      await expectError(draft({ limit: 0n }), "InvalidArgument", { argument: "limit", value: 0n });
      await expectError(draft({ period: 0n }), "InvalidArgument", { argument: "period", value: 0n });
    });
  });

  describe("mandateIdOf", () => {
    it("is what the hub computes, for any mandate", async () => {
      const next = numbers("mandates");
      const mandates = Array.from({ length: 25 }, (): Mandate => {
        const [payer, payee] = [toBeHex(next(160n), 20), toBeHex(next(160n), 20)];
        const [limit, period, start, end] = [next(96n), next(32n), next(40n), next(40n)];
        return { payer, payee, limit, period, start, end, feeBps: next(16n), ref: toBeHex(next(256n), 32) };
      });
      const ids = await Promise.all(mandates.map((mandate) => alice.hub.idOfMandate(mandate)));
      expect(mandates.map((mandate) => mandateIdOf(alice, mandate))).to.deep.equal(ids);
    });
  });

  describe("signMandate and charge", () => {
    it("charge with the payer's signature, then without", async () => {
      const mandate = await draft();
      const signed = await signMandate(alice, { mandate });
      expect(await charge(bob, { ...signed, amount: 1_000n })).to.include({ amount: 1_000n, fee: 10n });
      expect(await charge(bob, { mandate, amount: 9_000n })).to.include({ amount: 9_000n, fee: 90n });
      expect(await balances(alice, [a, b, hub])).to.deep.equal([HELD - 10_000n, HELD + 9_900n, 100n]);
      const none = refusal(mandate, { amount: 1n, available: 0n });
      await expectError(charge(bob, { mandate, amount: 1n }), "HubInvalidAmount", none);
      await live().pass(Number(MONTH));
      expect(await charge(bob, { mandate, amount: LIMIT })).to.include({ amount: LIMIT, fee: 100n });
    });

    it("refuse another caller, another signer, and other limits", async () => {
      const mandate = await draft();
      const signed = await signMandate(alice, { mandate });
      const unauthorized = refusal(mandate, { caller: c });
      await expectError(charge(carol, { ...signed, amount: 1n }), "HubUnauthorized", unauthorized);
      const dear = { ...mandate, limit: LIMIT + 1n };
      for (const wrong of [{ ...signed, mandate: dear }, await signMandate(bob, { mandate }), { mandate }]) {
        const args = refusal(wrong.mandate, { signer: a });
        await expectError(charge(bob, { ...wrong, amount: 1n }), "HubInvalidSignature", args);
      }
    });

    it("refuse what comes too early or too late", async () => {
      const start = (await live().now()) + 1_000n;
      const mandate = await accepted({ start, end: start + 1_000n });
      await expectError(charge(bob, { mandate, amount: 1n }), "HubTooEarly", refusal(mandate, { time: start - 1n }));
      await live().pass(2_100);
      await expectError(charge(bob, { mandate, amount: 1n }), "HubTooLate", refusal(mandate, { time: start + 999n }));
    });

    it("say why the coin refused", async () => {
      const mandate = await accepted();
      await (await alice.coin.approve(hub, 50n)).wait();
      const error = await expectError(charge(bob, { mandate, amount: 100n }), "HubChargeFailed");
      expect(error.args).to.include(refusal(mandate, { payer: a, amount: 99n }));
      expect(error.args["reason"]).to.be.instanceOf(ServiceCoinError);
      const reason = error.args["reason"] as ServiceCoinError;
      expect([reason.code, reason.args]).to.deep.equal([
        ...["ERC20InsufficientAllowance", { spender: hub, allowance: 50n, needed: 99n }],
      ]);
    });
  });

  describe("acceptMandate", () => {
    it("is for the payer, once", async () => {
      const mandate = await draft();
      await expectError(acceptMandate(bob, { mandate }), "HubUnauthorized", refusal(mandate, { caller: b }));
      const { mandateId } = await acceptMandate(alice, { mandate });
      expect(mandateId).to.equal(await alice.hub.idOfMandate(mandate));
      expect((await alice.hub.mandateState(mandateId)).status).to.equal(1n);
      await expectError(acceptMandate(alice, { mandate }), "HubAlreadyAccepted", refusal(mandate, {}));
    });
  });

  describe("chargeMany", () => {
    it("charges all or none", async () => {
      await (await carol.coin.approve(hub, 1_000n)).wait();
      const mine = await accepted();
      const theirs = await signMandate(carol, { mandate: await draft({ payer: c }) });
      const charges = [
        { mandate: mine, amount: 300n },
        { ...theirs, amount: 500n },
      ];
      const { charged } = await chargeMany(bob, { charges });
      expect(charged).to.deep.equal([
        { mandateId: mandateIdOf(alice, mine), amount: 300n, fee: 3n },
        { mandateId: mandateIdOf(alice, theirs.mandate), amount: 500n, fee: 5n },
      ]);
      expect(await balances(alice, [a, b, c])).to.deep.equal([HELD - 300n, HELD + 792n, HELD - 500n]);
      const tooMuch = [at(charges, 0), { ...theirs, amount: LIMIT }];
      const args = { index: 1n, id: mandateIdOf(alice, theirs.mandate), amount: LIMIT, available: LIMIT - 500n };
      await expectError(chargeMany(bob, { charges: tooMuch }), "HubInvalidAmount", args);
      expect(await balances(alice, [a])).to.deep.equal([HELD - 300n]);
      await expectError(chargeMany(bob, { charges: [] }), "HubEmptyBatch", {});
    });
  });

  describe("revokeMandate", () => {
    it("ends it for ever, for either side", async () => {
      const mandate = await accepted();
      await expectError(revokeMandate(carol, { mandate }), "HubUnauthorized", refusal(mandate, { caller: c }));
      await revokeMandate(alice, { mandate });
      await expectError(charge(bob, { mandate, amount: 1n }), "HubRevoked", refusal(mandate, {}));
      await expectError(revokeMandate(bob, { mandate }), "HubRevoked", refusal(mandate, {}));
      const unused = await signMandate(alice, { mandate: await draft() });
      await revokeMandate(bob, unused);
      await expectError(charge(bob, { ...unused, amount: 1n }), "HubRevoked", refusal(unused.mandate, {}));
      expect(await readMandate(alice, mandate)).to.include({ state: "revoked", chargeable: 0n, nextPeriod: undefined });
    });
  });

  describe("readMandate, findMandate, listMandates", () => {
    it("tell what can be charged now", async () => {
      const mandate = await draft();
      const mandateId = mandateIdOf(alice, mandate);
      const nextPeriod = mandate.start + MONTH;
      const none = { mandateId, mandate, charged: 0n, chargeable: 0n, payable: 0n };
      expect(await readMandate(alice, mandate)).to.deep.include({ ...none, state: "none" });
      await acceptMandate(alice, { mandate });
      await charge(bob, { mandate, amount: 4_000n });
      await (await alice.coin.approve(hub, 50n)).wait();
      const standing = { mandateId, mandate, state: "accepted" };
      const left = { charged: 4_000n, chargeable: 6_000n, payable: 50n, nextPeriod };
      expect(await readMandate(alice, mandateId)).to.deep.equal({ ...standing, ...left });
      await (await alice.coin.approve(hub, LIMIT)).wait();
      expect(await readMandate(alice, mandateId)).to.include({ payable: 6_000n });
      await live().pass(Number(MONTH));
      const all = { charged: 0n, chargeable: LIMIT, payable: LIMIT, nextPeriod: nextPeriod + MONTH };
      expect(await readMandate(alice, mandate)).to.deep.equal({ ...standing, ...all });
      expect(await alice.hub.chargeableOf(mandate)).to.equal(LIMIT);
    });

    it("tell when the first period begins, and that there is no other", async () => {
      const start = (await live().now()) + 1_000n;
      const mandate = await accepted({ start, end: start + MONTH });
      expect(await readMandate(alice, mandate)).to.include({ chargeable: 0n, nextPeriod: start });
      await live().pass(1_100);
      expect(await readMandate(alice, mandate)).to.include({ chargeable: LIMIT, nextPeriod: undefined });
    });

    it("tell what a charge would find, although no block has been mined since", async () => {
      const mandate = await accepted();
      await charge(bob, { mandate, amount: LIMIT });
      await live().node.request("evm_increaseTime", [Number(MONTH)]);
      expect(await readMandate(alice, mandate)).to.include({
        charged: 0n,
        chargeable: LIMIT,
        nextPeriod: mandate.start + 2n * MONTH,
      });
      await charge(bob, { mandate, amount: LIMIT });
    });

    it("read mandates back from their events", async () => {
      const mine = await accepted({ end: 2n ** 40n - 1n });
      const mandate = await draft({ payer: c, payee: a });
      await acceptMandate(carol, { mandate });
      expect(await findMandate(bob, mandateIdOf(alice, mine))).to.deep.equal(mine);
      const found = async (filter: { payer?: string; payee?: string }) =>
        (await listMandates(bob, filter)).map((row) => row.mandate);
      expect(await found({})).to.deep.equal([mine, mandate]);
      expect(await found({ payer: a })).to.deep.equal([mine]);
      expect(await found({ payee: a })).to.deep.equal([mandate]);
      expect(await found({ payer: a, payee: a })).to.deep.equal([]);
      await expectError(findMandate(bob, ZeroHash), "MandateNotFound", { id: ZeroHash });
    });
  });
});
