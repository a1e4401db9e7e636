import { expect } from "chai";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { transfer } from "../../packages/sdk/src/coin/index.js";
import { draftOrder, openOrder } from "../../packages/sdk/src/orders/index.js";
import { onANode } from "../fixtures/live.js";
import { withCli } from "../fixtures/liveCli.js";
import { seenBy } from "../fixtures/liveHub.js";

/** What anvil breaks. */
const LOOSE = ["--loose", "time", "--loose", "baseFee", "--loose", "senders"];

interface Audited {
  isGood: boolean;
  to: number;
  blocks: number;
  nodes: { fault?: { block: number; field: string } }[];
}

onANode("cli: audit and receipt", (live) => {
  const cli = withCli(live);
  const file = (name: string) => path.join(cli().folder, name);

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

    it("refuses a trusted block that is none", async () => {
      expect(await cli().refusal(2, undefined, "audit", "--trust", "3")).to.equal("BadBlock");
    });
  });

  describe("receipt", () => {
    it("proves a payment, and verifies it with no node", async () => {
      const [alice, bob] = [seenBy(live(), "alice"), live().wallet("bob").address];
      const { hash } = await transfer(alice, { to: bob, amount: 10n ** 18n });
      await cli().text(undefined, "receipt", "prove", hash, "--out", "receipt.json");
      const trusted = (await live().provider.getBlock("latest"))?.hash ?? "";
      const offline = ["--rpc", "http://127.0.0.1:1", "--checkpoint", trusted];
      const text = await cli().exact(undefined, "receipt", "verify", "receipt.json", ...offline);
      const paid = `${live().wallet("alice").address} paid 1 SCV to ${bob} (Transfer of ${live().deployment.contracts.ServiceCoin.address})`;
      expect(text.split("\n").at(-2)).to.equal(paid);
      expect(text).to.match(/\ntrust +the trusted block\ncontracts +those of the deployment\n/);
    });

    it("proves what opened an order, by its id", async () => {
      const alice = seenBy(live(), "alice");
      const deal = await draftOrder(alice, { payee: live().wallet("provider").address, price: 5n });
      const { dealId } = await openOrder(alice, { deal });
      await cli().text(undefined, "receipt", "prove", dealId, "--out", "order.json");
      const { payments } = await cli().json<{ payments: { event: string; args: Record<string, string> }[] }>(
        ...([undefined, "receipt", "verify", "order.json"] as const),
      );
      expect(payments.find(({ event }) => event === "Opened")?.args).to.include({ id: dealId, amount: "5" });
    });

    it("refuses a changed receipt and another checkpoint with exit code 1, and an unknown transaction", async () => {
      const { hash } = await transfer(seenBy(live(), "alice"), { to: live().wallet("bob").address, amount: 3n });
      await cli().text(undefined, "receipt", "prove", hash, "--out", "receipt.json");
      const other = `0x${"12".repeat(32)}`;
      const verify = ["receipt", "verify", "receipt.json"];
      expect(await cli().refusal(1, undefined, ...verify, "--checkpoint", other)).to.equal("WrongCheckpoint");
      const text = await readFile(file("receipt.json"), "utf8");
      await writeFile(file("receipt.json"), text.replace('"value": "3"', '"value": "4"'));
      await cli().refuse(undefined, verify, 1, "Mismatch", /^digest is 0x/);
      expect(await cli().refusal(1, undefined, "receipt", "prove", other)).to.equal("NotFound");
    });
  });
});
