import { expect } from "chai";
import { parseScv } from "../../src/sdk/core/amounts.js";
import { transfer } from "../../src/sdk/coin/transfer.js";
import { onEveryNode } from "../fixtures/live.js";
import { expectError } from "../fixtures/sdk.js";

onEveryNode("sdk: coin", (live) => {
  describe("transfer", () => {
    it("sends, and tells hash, receipt and events", async () => {
      const alice = await live().client("alice");
      const bob = live().wallet("bob").address;
      const { hash, receipt, events } = await transfer(alice, { to: bob, amount: parseScv("1.5") });
      expect(receipt.hash).to.equal(hash);
      expect(events).to.have.length(1);
      const [{ contract, name, args }] = events;
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
        expect(error.message).to.equal(`${args.sender} has 16 SCV, and 17 SCV are needed.`);
      }
    });
  });
});
