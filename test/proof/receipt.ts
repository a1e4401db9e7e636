import { build } from "esbuild";
import { expect } from "chai";
import hre from "hardhat";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { EventFragment } from "ethers";
import { openOrder, releaseOrder } from "../../packages/sdk/src/orders/index.js";
import { draftOrder } from "../../packages/sdk/src/orders/index.js";
import { transfer } from "../../packages/sdk/src/coin/index.js";
import { INTERFACES } from "../../packages/sdk/src/core/contracts.js";
import {
  digestOf,
  HttpSource,
  RECEIPT_EVENTS,
  ProofError,
  proveReceipt,
  receiptText,
  verifyReceipt,
  type ReceiptDocument,
} from "../../packages/proof/src/index.js";
import { changes } from "../fixtures/chainStory.js";
import { onEveryNode } from "../fixtures/live.js";
import { seenBy } from "../fixtures/liveHub.js";
import { numbers } from "../fixtures/random.js";

/** Seeded single-byte faults per node. */
const FAULTS = 1_500;

/** Most bytes that a page loads to verify receipts, compressed. */
const MOST_BYTES = 60_000;

/** The only field that nothing in a document can prove. */
const CLAIMED = /^\.genesisHash$/;

onEveryNode("proof: receipt", (live) => {
  const source = () => new HttpSource(live().node.url);

  async function paid(): Promise<string> {
    const { hash } = await transfer(seenBy(live(), "alice"), { to: live().wallet("bob").address, amount: 5n });
    return hash;
  }

  async function proven(checkpoint = 0): Promise<ReceiptDocument> {
    const hash = await paid();
    const { blockNumber = 0 } = (await live().provider.getTransactionReceipt(hash)) ?? {};
    for (let count = 0; count < checkpoint; count++) await live().pass(1);
    return proveReceipt(source(), hash, { checkpoint: blockNumber + checkpoint });
  }

  it("proves a transfer: the parties, the amount, the sender and the block", async () => {
    const document = await proven();
    const found = verifyReceipt(receiptText(document), { checkpoint: document.checkpoint.hash });
    const [from, to] = [live().wallet("alice").address, live().wallet("bob").address];
    const contract = live().deployment.contracts.ServiceCoin.address;
    expect(found.events).to.deep.equal([{ log: 0, contract, event: "Transfer", args: { from, to, value: "5" } }]);
    expect(found).to.include({ sender: from.toLowerCase(), isSuccess: true, isTrusted: true, chainId: 31337n });
    const block = await live().provider.getBlock("latest");
    expect(found.block).to.deep.equal({
      number: block?.number,
      hash: block?.hash,
      time: BigInt(block?.timestamp ?? 0),
    });
  });

  it("proves an order and its release, by the id of the order", async () => {
    const alice = seenBy(live(), "alice");
    const terms = { payee: live().wallet("provider").address, price: 10n ** 18n };
    const { deal } = await draftOrder(alice, { ...terms, deliverWithin: 86_400n }).then((deal) => ({ deal }));
    const opened = await openOrder(alice, { deal });
    const released = await releaseOrder(alice, { deal });
    for (const [hash, event] of [
      [opened.hash, "Opened"],
      [released.hash, "Released"],
    ] as const) {
      const { events } = verifyReceipt(receiptText(await proveReceipt(source(), hash)));
      expect(events.map((one) => one.event)).to.include(event);
      expect(events.find((one) => one.event === event)?.args["id"]).to.equal(opened.dealId);
    }
  });

  it("leads to a later checkpoint by headers, and refuses another one", async () => {
    const document = await proven(3);
    const latest = await live().provider.getBlock("latest");
    expect(document.checkpoint.headers.length).to.equal(3);
    const found = verifyReceipt(receiptText(document), { checkpoint: latest?.hash ?? "" });
    expect(found.checkpoint).to.deep.equal({ number: latest?.number, hash: latest?.hash });
    expect(() => verifyReceipt(receiptText(document), { checkpoint: document.genesisHash }))
      .to.throw(ProofError)
      .with.property("code", "WrongCheckpoint");
  });

  it("finds every changed field, also when the digest is made to fit", async () => {
    const document = await proven(1);
    const fields = Object.fromEntries(Object.entries(document).filter(([name]) => name !== "digest"));
    const trusted = { checkpoint: document.checkpoint.hash };
    const missed: string[] = [];
    let tried = 0;
    for (const { path: at, changed } of changes(fields)) {
      if (CLAIMED.test(at)) continue;
      tried++;
      const other = changed as Omit<ReceiptDocument, "digest">;
      try {
        verifyReceipt(receiptText({ ...other, digest: digestOf(other) }), trusted);
        missed.push(at);
      } catch (error) {
        if (!(error instanceof ProofError)) throw error;
      }
    }
    expect(missed).to.deep.equal([]);
    expect(tried).to.be.above(50);
  });

  it(`finds each of ${FAULTS} changed, missing and added bytes`, async () => {
    const text = receiptText(await proven(1));
    const random = numbers("receipt");
    const pick = (most: number) => Number(random(48n) % BigInt(most));
    for (let fault = 0; fault < FAULTS; fault++) {
      const at = pick(text.length);
      const byte = String.fromCharCode((text.charCodeAt(at) + 1 + pick(126)) % 128);
      const [before, after] = [text.slice(0, at), text.slice(at + 1)];
      const changed = [before + byte + after, before + after, before + byte + text.slice(at)][fault % 3] ?? "";
      if (changed === text) continue;
      expect(() => verifyReceipt(changed), `fault ${fault}`).to.throw(ProofError);
    }
  });

  it("says that the node does not have a transaction", async () => {
    const failure = await proveReceipt(source(), `0x${"12".repeat(32)}`).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(ProofError).and.include({ code: "NotFound" });
  });
});

describe("proof: receipt", () => {
  it("knows the events as the contracts declare them", () => {
    for (const [name, parameters] of Object.entries(RECEIPT_EVENTS)) {
      const contracts = [INTERFACES.ServiceCoin, INTERFACES.PaymentHub, INTERFACES.ServiceDAO];
      const declared = contracts.map((abi) => abi.getEvent(name)).find((event) => event !== null);
      const own = parameters.map(([parameter, type, mark]) => `${type} ${mark ?? ""} ${parameter}`).join(", ");
      const { inputs = [], topicHash } = declared ?? {};
      expect(EventFragment.from(`event ${name}(${own})`).topicHash, name).to.equal(topicHash);
      expect(parameters.map(([parameter]) => parameter)).to.deep.equal(inputs.map((input) => input.name));
      expect(parameters.map(([, , mark]) => mark === "indexed")).to.deep.equal(
        inputs.map(({ indexed }) => indexed === true),
      );
    }
  });

  it(`takes at most ${MOST_BYTES} bytes in a page, and nothing of Node.js`, async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: `export { verifyReceipt } from "./packages/proof/src/index.ts";`,
        resolveDir: path.resolve(hre.config.paths.root),
      },
      ...{ bundle: true, minify: true, write: false, format: "esm", platform: "browser", logLevel: "silent" },
    });
    const bytes = gzipSync(outputFiles[0]?.contents ?? "").length;
    expect(bytes).to.be.within(1_000, MOST_BYTES);
  });
});
