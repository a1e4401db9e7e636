import { expect } from "chai";
import { ZeroAddress, id } from "ethers";
import { readBalance } from "../../packages/sdk/src/coin/index.js";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import { createClient } from "../../packages/sdk/src/core/client.js";
import { removeCapCall, setBudgetCall, setCapCall } from "../../packages/sdk/src/proposals/index.js";
import { applyCap, ETHER, readBudget, readCap, readTreasury, spend } from "../../packages/sdk/src/treasury/index.js";
import { lock } from "../../packages/sdk/src/votes/index.js";
import { onEveryNode } from "../fixtures/live.js";
import { govern } from "../fixtures/proposals.js";
import { expectError } from "../fixtures/sdk.js";

const DAY = 86_400n;

onEveryNode("sdk: treasury", (live) => {
  const addressOf = (who: "alice" | "bob" | "carol") => live().wallet(who).address;
  const reader = () => createClient(live().provider, live().deployment);

  describe("readTreasury", () => {
    it("tells ether, SCV and other tokens", async () => {
      const client = reader();
      const { Treasury, ServiceVotes } = client.addresses;
      expect(await readTreasury(client)).to.deep.equal({
        ether: 0n,
        scv: parseScv("20"),
        tokens: [],
        cappedAssets: [],
      });
      await (await live().wallet("bob").sendTransaction({ to: Treasury, value: 5n })).wait();
      const alice = await live().client("alice");
      await lock(alice, { amount: 9n });
      await (await alice.votes.transfer(Treasury, 4n)).wait();
      const { ether, tokens } = await readTreasury(client, { assets: [ServiceVotes] });
      expect([ether, tokens]).to.deep.equal([5n, [{ asset: ServiceVotes, balance: 4n }]]);
    });

    it("refuses what is no token", async () => {
      for (const value of [addressOf("bob"), reader().addresses.ServiceDAO, "token"]) {
        const { args } = await expectError(readTreasury(reader(), { assets: [value] }), "InvalidArgument");
        if (value !== "token") expect(args).to.deep.equal({ argument: "asset", value });
      }
    });
  });

  describe("spend", () => {
    it("pays out of a steward's budget, and no more", async () => {
      const bob = await live().client("bob");
      const { ServiceCoin: asset } = bob.addresses;
      const steward = addressOf("bob");
      await govern(live(), setBudgetCall(bob, { steward, asset, amount: parseScv("2"), period: 365n * DAY }));
      const full = { amount: parseScv("2"), period: 365n * DAY, available: parseScv("2") };
      expect(await readBudget(bob, { steward, asset })).to.deep.equal(full);

      const carol = addressOf("carol");
      const { events } = await spend(bob, { asset, to: carol, amount: parseScv("1.5"), ref: id("invoice 7") });
      expect(events.map(({ name, args }) => [name, args])[0]).to.deep.equal([
        "Spent",
        { steward, asset, to: carol, amount: parseScv("1.5"), ref: id("invoice 7") },
      ]);
      expect(await readBalance(bob, { account: carol })).to.equal(parseScv("17.5"));
      expect((await readTreasury(bob)).scv).to.equal(parseScv("18.5"));
      const [left, chain] = await Promise.all([
        readBudget(bob, { steward, asset }),
        bob.treasury.budgetOf(steward, asset),
      ]);
      expect(left).to.deep.equal({ amount: chain.amount, period: chain.period, available: chain.available });
      expect(left.available).to.be.at.least(parseScv("0.5")).and.below(parseScv("0.6"));

      const { args } = await expectError(
        spend(bob, { asset, to: carol, amount: parseScv("1") }),
        "TreasuryBudgetExceeded",
      );
      expect(args).to.include({ steward, asset, amount: parseScv("1") });
      expect(args["available"]).to.be.at.least(left.available).and.below(parseScv("0.6"));
      const nobody = { asset, to: ZeroAddress, amount: 1n };
      await expectError(spend(bob, nobody), "TreasuryInvalidRecipient", { asset, to: ZeroAddress });
    });

    it("is for stewards", async () => {
      const carol = await live().client("carol");
      const args = { steward: addressOf("carol"), asset: ETHER, amount: 1n, available: 0n };
      const payment = { asset: ETHER, to: addressOf("carol"), amount: 1n };
      await expectError(spend(carol, payment), "TreasuryBudgetExceeded", args);
      const none = { amount: 0n, period: 0n, available: 0n };
      expect(await readBudget(carol, { steward: addressOf("carol"), asset: ETHER })).to.deep.equal(none);
    });
  });

  describe("readCap and applyCap", () => {
    it("tell and lift a cap, seven days later", async () => {
      const client = reader();
      const { ServiceCoin: asset } = client.addresses;
      expect(await readCap(client, { asset })).to.be.undefined;
      const terms = { asset, amount: parseScv("3"), period: 30n * DAY };
      await govern(live(), setCapCall(client, terms), removeCapCall(client, { asset }));

      const { effectiveAt } = await client.treasury.scheduledCapOf(asset);
      expect(await readCap(client, { asset })).to.deep.equal({
        amount: parseScv("3"),
        period: 30n * DAY,
        available: parseScv("3"),
        scheduled: { amount: 0n, period: 0n, effectiveAt },
      });
      expect((await readTreasury(client)).cappedAssets).to.deep.equal([asset]);
      const carol = await live().client("carol");
      await expectError(applyCap(carol, { asset }), "TreasuryNoCapDue", { asset, effectiveAt });
      // No block is mined meanwhile, as on an idle local chain.
      await live().node.request("evm_increaseTime", [Number(7n * DAY)]);
      expect(await readCap(client, { asset }), "anyone can lift it now").to.deep.equal({
        amount: parseScv("3"),
        period: 30n * DAY,
        available: parseScv("3"),
        applicable: { amount: 0n, period: 0n, available: 0n },
        scheduled: { amount: 0n, period: 0n, effectiveAt },
      });
      const { events } = await applyCap(carol, { asset });
      expect(events.map(({ name, args }) => [name, args])).to.deep.equal([
        ["CapSet", { asset, amount: 0n, period: 0n }],
      ]);
      expect(await readCap(client, { asset })).to.be.undefined;
      expect((await readTreasury(client)).cappedAssets).to.deep.equal([]);
    });

    it("tell a cap that is not to change", async () => {
      const client = reader();
      await govern(live(), setCapCall(client, { asset: ETHER, amount: 0n, period: 60n }));
      expect(await readCap(client, { asset: ETHER })).to.deep.equal({ amount: 0n, period: 60n, available: 0n });
    });
  });
});
