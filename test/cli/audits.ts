import { expect } from "chai";
import { AbiCoder, keccak256, toBeHex } from "ethers";
import { transfer } from "../../packages/sdk/src/coin/index.js";
import { formatScv } from "../../packages/sdk/src/core/amounts.js";
import { draftOrder, openOrder, releaseOrder } from "../../packages/sdk/src/orders/index.js";
import { propose, setFeeCall, vote } from "../../packages/sdk/src/proposals/index.js";
import { lock } from "../../packages/sdk/src/votes/index.js";
import { onANode } from "../fixtures/live.js";
import { withCli } from "../fixtures/liveCli.js";
import { seenBy } from "../fixtures/liveHub.js";
import { TO_VOTE } from "../fixtures/proposals.js";

/** What anvil breaks. */
const LOOSE = ["--loose", "time", "--loose", "baseFee", "--loose", "senders"];

interface Audited {
  isGood: boolean;
  to: number;
  blocks: number;
  nodes: { fault?: { block: number; field: string } }[];
}

interface Booked {
  books: {
    supply: string;
    accounts: number;
    hub: { held: string; owed: string };
    proposals: number;
    isProven: boolean;
    faults: object[];
  } | null;
}

onANode("cli: audit", (live) => {
  const cli = withCli(live);

  describe("audit", () => {
    it("recomputes the chain, keeps the last good block, and goes on from there", async () => {
      const first = await cli().json<Audited>(undefined, "audit", "--from", "1", ...LOOSE, "--resume", "audit.json");
      expect(first).to.include({ isGood: true, blocks: first.to });
      const { number } = await cli().read("audit.json");
      expect(number).to.equal(first.to);
      await live().pass(5);
      const next = await cli().json<Audited>(undefined, "audit", ...LOOSE, "--resume", "audit.json");
      expect(next).to.include({ isGood: true, to: first.to + 1, blocks: 2 });
    });

    it("balances the books of ServiceCoin, proven by the state root where the node serves proofs", async () => {
      const alice = seenBy(live(), "alice");
      const payee = live().wallet("provider").address;
      await transfer(alice, { to: live().wallet("bob").address, amount: 7n });
      const deal = await draftOrder(alice, { payee, price: 500n });
      await openOrder(alice, { deal });
      await releaseOrder(alice, { deal, total: 200n });
      await openOrder(alice, { deal: await draftOrder(alice, { payee, price: 11n }) });
      await lock(alice, { amount: 10n ** 18n });
      await live().pass(2);
      const calls = [setFeeCall(alice, { feeBps: 25n })];
      const { proposalId } = await propose(alice, { calls, description: "Lower the fee" });
      await live().pass(TO_VOTE);
      await vote(alice, { proposalId, support: "for" });

      const { books } = await cli().json<Booked>(undefined, "audit", "--from", "1", ...LOOSE);
      const held = await alice.coin.balanceOf(alice.addresses.PaymentHub);
      expect(books).to.deep.include({ faults: [], proposals: 1, hub: { held: String(held), owed: String(held) } });
      expect(books?.supply).to.equal(String(await alice.coin.totalSupply()));
      expect(books?.accounts).to.be.above(4);
      const { code, stdout } = await cli().run(undefined, "audit", "--from", "1", ...LOOSE);
      expect(code).to.equal(0);
      const by = books?.isProven === true ? "proven by the state root" : "as the node says, which serves no proofs";
      expect(stdout).to.match(
        new RegExp(`\\nThe books balance at block \\d+: a supply of .* balances, ${by};\\nthe hub holds`),
      );
    });

    it("finds coins that no event created, and exits with code 1", async () => {
      const alice = seenBy(live(), "alice");
      const thief = live().wallet("bob").address;
      const before = await alice.coin.balanceOf(thief);
      const slot = keccak256(AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [thief, 0]));
      const more = before + 10n ** 24n;
      await live().node.request("hardhat_setStorageAt", [alice.addresses.ServiceCoin, slot, toBeHex(more, 32)]);
      await live().node.request("evm_mine");
      const { code, stdout } = await cli().run(undefined, "audit", "--from", "1", ...LOOSE);
      expect(code).to.equal(1);
      expect(stdout).to.include("Every hash and root recomputes");
      expect(stdout).to.match(/\nThe books do not balance at block \d+:\n/);
      expect(stdout).to.include(`the balance of ${thief} is ${formatScv(more)} SCV, but the events give`);
    });

    it("says from where the books can be checked", async () => {
      const text = await cli().text(undefined, "audit", "--from", "12", "--to", "13", ...LOOSE);
      expect(text).to.match(/\nThe books of ServiceCoin begin at block \d+: audit from there to check them\.\n$/);
    });

    it("notices that the chain was replaced, with exit code 1 and the first bad block", async () => {
      const hash = `0x${"12".repeat(32)}`;
      const { code, stdout } = await cli().run(undefined, "audit", "--trust", `3:${hash}`, "--to", "5", ...LOOSE);
      expect(code).to.equal(1);
      expect(stdout).to.match(/: block 3 is wrong\. block\.hash is 0x[0-9a-f]{64}, not the trusted 0x12/);
      expect(stdout).to.match(/\nNot good\. 0 blocks with 0 transactions recompute from block 3 on\.\n$/);
    });

    it("shows blocks as a table", async () => {
      const text = await cli().text(undefined, "audit", "show", "--from", "1", "--to", "3", ...LOOSE);
      const [header = "", , ...rows] = text.split("\n");
      expect(header.trim().split(/ {2,}/)).to.deep.equal([
        ...["block", "time", "hash", "parent", "transactions", "gas", "base fee (wei)"],
      ]);
      expect(
        rows.slice(0, 3).every((row) => /^ +\d +<time> +0x[0-9a-f]{10} +0x[0-9a-f]{10}( +[\d,]+){3}$/.test(row)),
        text,
      ).to.equal(true);
      expect(text).to.match(/\nEvery hash and root recomputes: 3 blocks with \d+ transactions, from block 1 to 3\.\n$/);
    });

    it("refuses a malformed --trust", async () => {
      expect(await cli().refusal(2, undefined, "audit", "--trust", "3")).to.equal("BadBlock");
    });
  });
});
