import { expect } from "chai";
import { concat, parseEther, toBeHex, ZeroAddress, type Wallet } from "ethers";
import type { Payment } from "../../../packages/gateway/src/settlement/payment.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { batchFixture, madeBy, packed, paymentBy, settle, type BatchSystem } from "../../fixtures/paymentBatch.js";
import { mirrored, withParity } from "../../fixtures/signatures.js";

const HEAD = 22;
const PAYMENT = 139;

describe("PaymentBatch.settle", () => {
  let system: BatchSystem;

  beforeEach(async () => {
    system = await networkHelpers.loadFixture(batchFixture);
  });

  const pay = (payer: Wallet, changes?: Partial<Payment>) => paymentBy(system, payer, system.payee, changes);

  describe("given payments that are good", () => {
    it("makes each, with its two events one behind the other, in order", async () => {
      const { coin, alice, bob, payee } = system;
      const payments = [
        await pay(alice, { value: 5n }),
        await pay(bob, { value: 7n }),
        await pay(alice, { value: 5n }),
      ];
      const events = await eventsOf(await settle(system, payments), coin);
      expect(events).to.deep.equal(
        payments.flatMap(({ from, to, value, nonce }) => [
          ["AuthorizationUsed", from, nonce],
          ["Transfer", from, to, value],
        ]),
      );
      expect(await coin.balanceOf(payee)).to.equal(17n);
    });

    it("pays each payee what is signed for it", async () => {
      const { coin, alice, bob, carol, payee, other } = system;
      const payments = [
        await pay(alice, { value: 1n }),
        await paymentBy(system, bob, other, { value: 20n }),
        await paymentBy(system, carol, other, { value: 300n }),
        await pay(carol, { value: 4_000n }),
      ];
      expect(await madeBy(system, settle(system, payments), payments)).to.deep.equal([0, 1, 2, 3]);
      expect(await coin.balanceOf(payee)).to.equal(4_001n);
      expect(await coin.balanceOf(other)).to.equal(320n);
    });

    it("takes the same payee in two groups", async () => {
      const payments = [await pay(system.alice), await pay(system.bob)];
      const groups = concat(payments.map((payment) => packed([payment])));
      const sent = system.batch.connect(system.caller).settle(groups);
      expect(await madeBy(system, sent, payments)).to.deep.equal([0, 1]);
    });

    it("takes one alone, and times up to the width of their fields", async () => {
      const now = BigInt(await networkHelpers.time.latest());
      const payments = [await pay(system.alice, { validAfter: now, validBefore: 2n ** 40n - 1n })];
      expect(await madeBy(system, settle(system, payments), payments)).to.deep.equal([0]);
    });

    it("takes the largest amount that a coin can have", async () => {
      const all = 2n ** 96n - 1n;
      const { deployer, alice, payee, caller } = system;
      const coin = await ethers.deployContract("ServiceCoin", [deployer, alice, all, all]);
      const batch = await ethers.deployContract("PaymentBatch", [coin]);
      await settle({ batch, caller }, [await paymentBy({ coin }, alice, payee, { value: all })]);
      expect(await coin.balanceOf(payee)).to.equal(all);
    });

    it("keeps nothing", async () => {
      await settle(system, [await pay(system.alice)]);
      expect(await system.coin.balanceOf(system.batch)).to.equal(0n);
    });
  });

  describe("given a payment among others that the coin refuses", () => {
    const bad: Record<string, () => Promise<Payment>> = {
      "a nonce that was used": async () => {
        const used = await pay(system.alice);
        await settle(system, [used]);
        return pay(system.alice, { nonce: used.nonce });
      },
      "more than the payer has": () => pay(system.alice, { value: parseEther("10") + 1n }),
      "the widest amount": () => pay(system.alice, { value: 2n ** 96n - 1n }),
      "a time that is over": async () => pay(system.alice, { validBefore: BigInt(await networkHelpers.time.latest()) }),
      "a time to come": () => pay(system.alice, { validAfter: 2n ** 40n - 2n, validBefore: 2n ** 40n - 1n }),
      "another payer's signature": () => pay(system.bob, { from: system.alice.address }),
      "a signature on another amount": async () => ({ ...(await pay(system.alice)), value: 2n }),
      "a signature on another payee": async () => ({ ...(await pay(system.alice)), to: system.stranger.address }),
      "the mirrored signature": async () => {
        const payment = await pay(system.alice);
        return { ...payment, signature: mirrored(payment.signature) };
      },
      "the payee zero": () => paymentBy(system, system.alice, ZeroAddress),
      "the payer zero": () => pay(system.alice, { from: ZeroAddress }),
    };
    for (const [what, payment] of Object.entries(bad)) {
      it(`passes over ${what}, and makes the others`, async () => {
        const payments = [await pay(system.bob), await payment(), await pay(system.carol)];
        expect(await madeBy(system, settle(system, payments), payments)).to.deep.equal([0, 2]);
        expect(await madeBy(system, settle(system, payments), payments)).to.deep.equal([]);
      });
    }

    it("passes over v of 0 or 1", async () => {
      const payment = await pay(system.alice);
      const bytes = packed([payment]);
      const v = withParity(payment.signature).slice(-2);
      const at = 2 + 2 * (HEAD + 74);
      const changed = bytes.slice(0, at) + v + bytes.slice(at + 2);
      expect(await madeBy(system, system.batch.settle(changed), [payment])).to.deep.equal([]);
      expect(await madeBy(system, system.batch.settle(bytes), [payment])).to.deep.equal([0]);
    });

    it("makes the first of two with one nonce", async () => {
      const first = await pay(system.alice, { value: 3n });
      const second = await pay(system.alice, { value: 4n, nonce: first.nonce });
      expect(await madeBy(system, settle(system, [first, second, first]), [first])).to.deep.equal([0]);
      expect(await system.coin.balanceOf(system.payee)).to.equal(3n);
    });

    it("makes those that the balance covers, in order", async () => {
      const payments = [
        await pay(system.alice, { value: parseEther("9") }),
        await pay(system.alice, { value: parseEther("2") }),
        await pay(system.alice, { value: parseEther("1") }),
      ];
      expect(await madeBy(system, settle(system, payments), payments)).to.deep.equal([0, 2]);
    });
  });

  describe("given bytes that are no groups", () => {
    let good: string;

    beforeEach(async () => {
      good = packed([await pay(system.alice), await pay(system.bob)]);
    });

    async function expectMalformed(bytes: string, offset: number): Promise<void> {
      await expectRevert(system.batch.settle(bytes), system.batch, "PaymentBatchMalformed", [
        offset,
        ethers.dataLength(bytes),
      ]);
      expect(await system.coin.balanceOf(system.payee)).to.equal(0n);
    }
    const whole = HEAD + 2 * PAYMENT;
    const withCount = (count: number) => concat([good.slice(0, 42), toBeHex(count, 2), `0x${good.slice(46)}`]);

    it("rejects nothing at all", () => expectMalformed("0x", 0));

    it("rejects a group without payments", async () => {
      await expectMalformed(withCount(0), 0);
      await expectMalformed(`${good}${"11".repeat(20)}0000`, whole);
    });

    it("rejects a group that is cut off anywhere", async () => {
      for (const length of [1, 20, 21, HEAD, HEAD + 1, HEAD + PAYMENT, whole - 1]) {
        await expectMalformed(ethers.dataSlice(good, 0, length), 0);
      }
    });

    it("rejects a second group that is cut off, and undoes the first", async () => {
      for (const length of [1, 21, HEAD, whole - 1]) {
        await expectMalformed(concat([good, ethers.dataSlice(good, 0, length)]), whole);
      }
    });

    it("rejects a count beyond the end", async () => {
      for (const count of [3, 256, 65_535]) await expectMalformed(withCount(count), 0);
    });

    it("rejects what is left when the count is too low", () => expectMalformed(withCount(1), HEAD + PAYMENT));
  });

  it("takes no ether", async () => {
    const data = system.batch.interface.encodeFunctionData("settle", [packed([await pay(system.alice)])]);
    await expect(system.caller.sendTransaction({ to: system.batch, data, value: 1n })).to.revert(ethers);
  });

  it("knows its coin", async () => {
    expect(await system.batch.coin()).to.equal(system.coin.target);
  });
});
