import { encodePaymentResponseHeader } from "@x402/core/http";
import type { SettleResponse } from "@x402/core/types";
import { expect } from "chai";
import { hexlify, randomBytes } from "ethers";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { signTransfer, submitTransfer, transfer } from "../../packages/sdk/src/coin/index.js";
import { draftOrder, openOrder } from "../../packages/sdk/src/orders/index.js";
import { onANode } from "../fixtures/live.js";
import { withCli } from "../fixtures/liveCli.js";
import { withGateway } from "../fixtures/liveGateway.js";
import { seenBy } from "../fixtures/liveHub.js";
import { bought } from "../fixtures/receiptKinds.js";

interface Proven {
  transactionHash: string;
  events: { event: string; args: Record<string, string> }[];
}

onANode("cli: receipt", (live) => {
  const cli = withCli(live);
  const file = (name: string) => path.join(cli().folder, name);
  const prove = (...args: string[]) => ["receipt", "prove", ...args];

  /** What a new receipt of something proves. */
  async function proven(...args: string[]): Promise<Proven> {
    await cli().text(undefined, ...prove(...args), "--out", "proven.json");
    return cli().json<Proven>(undefined, "receipt", "verify", "proven.json");
  }

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
    const { events } = await cli().json<{ events: { event: string; args: Record<string, string> }[] }>(
      ...([undefined, "receipt", "verify", "order.json"] as const),
    );
    expect(events.find(({ event }) => event === "Opened")?.args).to.include({ id: dealId, amount: "5" });
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

  describe("given an x402 payment", () => {
    const gateway = withGateway(live);

    it("proves it by the header that the seller sent, with and without its name", async () => {
      const { hash, header, args } = await bought(live(), gateway());
      for (const typed of [header, `PAYMENT-RESPONSE: ${header}`]) {
        const { transactionHash, events } = await proven(typed);
        expect(transactionHash).to.equal(hash);
        expect(events.map(({ event }) => event)).to.deep.equal(["AuthorizationUsed", "Transfer"]);
        expect(events[1]?.args).to.deep.equal(args);
        await rm(file("proven.json"));
      }
    });

    it("proves it by the nonce that the payer signed", async () => {
      const { hash } = await bought(live(), gateway());
      const { events } = await proven(hash);
      await rm(file("proven.json"));
      const { nonce = "" } = events[0]?.args ?? {};
      expect(await proven(nonce)).to.deep.include({ transactionHash: hash, events });
    });

    it("asks for the payer where two used the same nonce, and proves the right one", async () => {
      const nonce = hexlify(randomBytes(32));
      const to = live().wallet("provider").address;
      for (const who of ["alice", "bob"] as const) {
        const terms = { to, amount: who === "alice" ? 3n : 4n, validBefore: 2n ** 40n, nonce };
        await submitTransfer(seenBy(live(), "carol"), await signTransfer(seenBy(live(), who), terms));
      }
      await cli().refuse(undefined, prove(nonce), 2, "AmbiguousNonce", /^0x.* and 0x.* name the one .* --payer\.$/);
      const bob = live().wallet("bob").address;
      expect((await proven(nonce, "--payer", bob)).events[1]?.args).to.deep.equal({ from: bob, to, value: "4" });
      const nobody = live().wallet("dave").address;
      expect(await cli().refusal(1, undefined, ...prove(nonce, "--payer", nobody))).to.equal("NotFound");
    });
  });

  it("says what is wrong with what cannot be proven, by one sentence each", async () => {
    const hash = `0x${"12".repeat(32)}`;
    const settled = { success: true, transaction: hash, network: "eip155:31337", payer: live().wallet("bob").address };
    const header = (changes: object) => encodePaymentResponseHeader({ ...settled, ...changes } as SettleResponse);
    const cases: [subject: string, exit: number, code: string, message: string | RegExp][] = [
      [hash, 1, "NotFound", "<hash> is no transaction, order or payment nonce on this chain."],
      [hash.slice(0, 20), 2, "BadHash", /is not 32 bytes: write 0x and 64 hex digits\.$/],
      [
        "receipt.json",
        2,
        "BadSubject",
        /^subject: "receipt.json" is neither a transaction, .* PAYMENT-RESPONSE header\.$/,
      ],
      [header({}), 1, "NotFound", "The node does not have transaction <hash>."],
      [
        header({ network: "eip155:1" }),
        ...([2, "OtherChain"] as const),
        "The payment was made on eip155:1, but the node is on eip155:31337: name a node of that chain.",
      ],
      [
        header({ success: false, transaction: "", errorReason: "insufficient_funds" }),
        ...([2, "UnpaidHeader"] as const),
        "The header reports a payment that was not made (insufficient_funds): there is nothing to prove.",
      ],
    ];
    for (const [subject, exit, code, message] of cases) {
      await cli().refuse(undefined, prove(subject), exit, code, message);
    }
  });

  it("does not overwrite a file, and writes neither then", async () => {
    const { hash } = await transfer(seenBy(live(), "alice"), { to: live().wallet("bob").address, amount: 3n });
    await writeFile(file("page.html"), "mine");
    const args = prove(hash, "--out", "new.json", "--html", "page.html");
    expect(await cli().refusal(2, undefined, ...args)).to.equal("FileExists");
    expect(await readFile(file("page.html"), "utf8")).to.equal("mine");
    expect(existsSync(file("new.json"))).to.equal(false);
  });

  it("makes the page of a receipt that was verified", async () => {
    const { hash } = await transfer(seenBy(live(), "alice"), { to: live().wallet("bob").address, amount: 3n });
    await cli().text(undefined, ...prove(hash, "--out", "receipt.json"));
    const trusted = (await live().provider.getBlock("latest"))?.hash ?? "";
    const args = ["--html", "page.html", "--checkpoint", trusted];
    await cli().text(undefined, "receipt", "verify", "receipt.json", ...args);
    const page = await readFile(file("page.html"), "utf8");
    expect(page).to.include("The maker of this page compared it with a hash that they trust.");
    expect(page).to.include(hash);
  });
});
