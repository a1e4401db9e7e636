import { expect } from "chai";
import { id, MaxUint256, ZeroAddress } from "ethers";
import {
  approve,
  burn,
  readAllowance,
  readBalance,
  transfer,
  transferBatch,
} from "../../packages/sdk/src/coin/index.js";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import { createClient } from "../../packages/sdk/src/core/client.js";
import * as sdk from "../../packages/sdk/src/index.js";
import { onEveryNode } from "../fixtures/live.js";
import { expectError, take } from "../fixtures/sdk.js";

onEveryNode("sdk: coin", (live) => {
  describe("transfer", () => {
    it("sends, and tells hash, receipt and events", async () => {
      const alice = await live().client("alice");
      const bob = live().wallet("bob").address;
      const { hash, receipt, events } = await transfer(alice, { to: bob, amount: parseScv("1.5") });
      expect(receipt.hash).to.equal(hash);
      expect(events).to.have.length(1);
      const [{ contract, name, args }] = take(events, 1);
      expect([contract, name, args]).to.deep.equal([
        "ServiceCoin",
        "Transfer",
        { from: live().wallet("alice").address, to: bob, value: parseScv("1.5") },
      ]);
      expect(await alice.coin.balanceOf(bob)).to.equal(parseScv("17.5"));
    });

    it("is simulated, estimated and populated without sending", async () => {
      const alice = await live().client("alice");
      const params = { to: live().wallet("bob").address, amount: 1n };
      expect(await transfer.simulate(alice, params)).to.equal(true);
      expect(await transfer.estimateGas(alice, params))
        .to.be.above(21_000n)
        .and.below(60_000n);
      const { to, data } = await transfer.populate(alice, params);
      expect(to).to.equal(alice.addresses.ServiceCoin);
      expect(data).to.equal(alice.coin.interface.encodeFunctionData("transfer", [params.to, 1n]));
      expect(await alice.coin.balanceOf(params.to)).to.equal(parseScv("16"));
    });

    it("says who has too little", async () => {
      const alice = await live().client("alice");
      const params = { to: live().wallet("bob").address, amount: parseScv("17") };
      const args = { sender: live().wallet("alice").address, balance: parseScv("16"), needed: parseScv("17") };
      for (const form of [transfer, transfer.simulate, transfer.estimateGas]) {
        const error = await expectError(form(alice, params), "ERC20InsufficientBalance", args);
        expect(error.message).to.equal(`${args.sender} has 16 SCV, but 17 SCV are needed.`);
      }
    });
  });

  describe("transfer with a reference", () => {
    it("sends with a reference", async () => {
      const alice = await live().client("alice");
      const bob = live().wallet("bob").address;
      const params = { to: bob, amount: parseScv("2"), reference: id("invoice 7") };
      const { events } = await transfer(alice, params);
      expect(events.map(({ name }) => name)).to.deep.equal(["TransferReference", "Transfer"]);
      expect(events.at(0)?.args).to.deep.equal({ loggedReference: id("invoice 7") });
      expect(await readBalance(alice, { account: bob })).to.equal(parseScv("18"));
    });

    it("takes 32 bytes only", async () => {
      const alice = await live().client("alice");
      const params = { to: live().wallet("bob").address, amount: 1n, reference: "0x07" };
      await expectError(transfer(alice, params), "InvalidArgument");
    });

    it("has an older name", () => {
      expect(new Map(Object.entries(sdk)).get("transferWithReference")).to.equal(transfer);
    });
  });

  describe("transferBatch", () => {
    it("pays all, in order", async () => {
      const alice = await live().client("alice");
      const [bob, carol] = [live().wallet("bob").address, live().wallet("carol").address];
      const { events } = await transferBatch(alice, [
        { to: carol, amount: 3n },
        { to: bob, amount: parseScv("4") },
      ]);
      const from = live().wallet("alice").address;
      expect(events.map(({ args }) => args)).to.deep.equal([
        { from, to: carol, value: 3n },
        { from, to: bob, value: parseScv("4") },
      ]);
      expect(await readBalance(alice, { account: from })).to.equal(parseScv("12") - 3n);
      expect(await readBalance(alice, { account: bob })).to.equal(parseScv("20"));
      expect(await readBalance(alice, { account: carol })).to.equal(parseScv("16") + 3n);
    });

    it("pays nobody when the sum is too much", async () => {
      const alice = await live().client("alice");
      const [bob, carol] = [live().wallet("bob").address, live().wallet("carol").address];
      const payouts = [bob, carol].map((to) => ({ to, amount: parseScv("9") }));
      await expectError(transferBatch(alice, payouts), "ERC20InsufficientBalance", {
        sender: live().wallet("alice").address,
        balance: parseScv("7"),
        needed: parseScv("9"),
      });
      expect(await readBalance(alice, { account: bob })).to.equal(parseScv("16"));
    });

    it("refuses amounts that do not fit, and accounts that are none, before it sends", async () => {
      const alice = await live().client("alice");
      const to = live().wallet("bob").address;
      for (const amount of [-1n, 2n ** 96n]) {
        const args = { argument: "amount", value: amount };
        await expectError(transferBatch(alice, [{ to, amount }]), "InvalidArgument", args);
      }
      await expectError(transferBatch(alice, [{ to: "bob", amount: 1n }]), "InvalidArgument");
      await expectError(transferBatch.simulate(alice, [{ to, amount: 2n ** 96n - 1n }]), "ERC20InsufficientBalance");
    });
  });

  describe("approve", () => {
    it("sets what a spender may move, and no more", async () => {
      const alice = await live().client("alice");
      const [owner, spender] = [live().wallet("alice").address, live().wallet("bob").address];
      expect(await readAllowance(alice, { owner, spender })).to.equal(0n);
      await approve(alice, { spender, amount: MaxUint256 });
      expect(await readAllowance(alice, { owner, spender })).to.equal(MaxUint256);
      await approve(alice, { spender, amount: 5n });
      expect(await readAllowance(alice, { owner, spender })).to.equal(5n);
      expect(await alice.coin.allowance(owner, spender)).to.equal(5n);
      expect(await readAllowance(alice, { owner: spender, spender: owner })).to.equal(0n);
    });

    it("approves nobody but an account", async () => {
      const alice = await live().client("alice");
      const args = { spender: ZeroAddress };
      await expectError(approve(alice, { spender: ZeroAddress, amount: 1n }), "ERC20InvalidSpender", args);
    });
  });

  describe("burn", () => {
    it("destroys the client's coins", async () => {
      const alice = await live().client("alice");
      const supply = await alice.coin.totalSupply();
      await burn(alice, { amount: parseScv("1.25") });
      expect(await readBalance(alice, { account: live().wallet("alice").address })).to.equal(parseScv("14.75"));
      expect(await alice.coin.totalSupply()).to.equal(supply - parseScv("1.25"));
    });

    it("takes no more than there is", async () => {
      const alice = await live().client("alice");
      const args = { sender: live().wallet("alice").address, balance: parseScv("16"), needed: parseScv("16") + 1n };
      await expectError(burn(alice, { amount: parseScv("16") + 1n }), "ERC20InsufficientBalance", args);
    });
  });

  describe("readBalance", () => {
    it("is what the chain says, without a signer", async () => {
      const reader = createClient(live().provider, live().deployment);
      const account = reader.addresses.Treasury;
      expect(await readBalance(reader, { account })).to.equal(parseScv("20"));
      await expectError(readBalance(reader, { account: "0x12" }), "InvalidArgument");
    });
  });
});
