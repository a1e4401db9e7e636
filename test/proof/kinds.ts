import { build } from "esbuild";
import { expect } from "chai";
import hre from "hardhat";
import type { Browser, Page } from "playwright-core";
import {
  digestOf,
  HttpSource,
  ProofError,
  proveReceipt,
  receiptText,
  verifyReceipt,
  type ProvenReceipt,
  type ReceiptDocument,
} from "../../packages/proof/src/index.js";
import { onANode, onEveryNode, type Live } from "../fixtures/live.js";
import { withGateway, type Gateway } from "../fixtures/liveGateway.js";
import { bought, orderedAndReleased, paidWithReference, voted, type Provable } from "../fixtures/receiptKinds.js";
import { launchChromium } from "../web/harness/chromium.js";

const REASON = "Cheaper. 「手数料」 \u{1f44d}\n<b>&";

/** A transaction of each kind that receipts prove. */
async function everyKind(live: Live, gateway: Gateway): Promise<Record<string, Provable>> {
  // First: the later ones move the clock of the node, which the signed payment goes by.
  const purchase = await bought(live, gateway);
  const { opened, released } = await orderedAndReleased(live);
  return { purchase, transfer: await paidWithReference(live), opened, released, vote: await voted(live, REASON) };
}

/** What the verifier says of a document, in a form that browsers can return. */
const seen = ({ events, sender, transactionHash, isTrusted }: ProvenReceipt) => ({
  ...{ events, sender, transactionHash, isTrusted },
});

/** A document whose first event says something else, with a digest that fits. */
function tampered(document: ReceiptDocument): string {
  const [first, ...others] = document.events;
  const [name = "", value = ""] = Object.entries(first?.args ?? {}).at(-1) ?? [];
  const changed = first && { ...first, args: { ...first.args, [name]: `${value}0` } };
  const other = { ...document, events: changed === undefined ? [] : [changed, ...others] };
  return receiptText({ ...other, digest: digestOf(other) });
}

onEveryNode("proof: receipts of every kind", (live) => {
  const gateway = withGateway(live);

  it("prove a transfer, an order and its release, a vote and an x402 payment", async () => {
    for (const [kind, { hash, event, args }] of Object.entries(await everyKind(live(), gateway()))) {
      const document = await proveReceipt(new HttpSource(live().node.url), hash);
      const found = verifyReceipt(receiptText(document), { checkpoint: document.checkpoint.hash });
      expect(found.events.find((one) => one.event === event)?.args, kind).to.include(args);
      expect(() => verifyReceipt(tampered(document)), kind).to.throw(ProofError, "events");
    }
  });

  it("prove one payment alone, with its reference or the nonce that was signed", async () => {
    const { hash, reference } = await paidWithReference(live());
    const source = new HttpSource(live().node.url);
    const document = await proveReceipt(source, hash, { log: 1 });
    const { events } = verifyReceipt(receiptText(document));
    expect(events.map(({ event, log }) => [event, log])).to.deep.equal([
      ["TransferReference", 0],
      ["Transfer", 1],
    ]);
    expect(events[0]?.args).to.deep.equal({ loggedReference: reference });
    const none: unknown = await proveReceipt(source, hash, { log: 2 }).catch((error: unknown) => error);
    expect(none).to.be.instanceOf(ProofError).and.include({ code: "NotFound", field: "event in log 2" });
  });
});

/** The verifier as a page bundles it. */
async function verifierScript(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { verifyReceipt } from "./packages/proof/src/index.ts";`,
      resolveDir: hre.config.paths.root,
    },
    ...{ bundle: true, minify: true, write: false, format: "iife", globalName: "proof" },
    ...{ platform: "browser", logLevel: "silent" },
  });
  return outputFiles[0]?.text ?? "";
}

onANode("proof: receipts in a browser", (live) => {
  const gateway = withGateway(live);
  let browser: Browser | undefined;

  before(async function () {
    browser = await launchChromium();
    if (browser === undefined) this.skip();
  });

  after(async () => {
    await browser?.close();
  });

  it("are verified without any request, and refused where a byte was changed", async () => {
    const page = await (browser as Browser).newPage();
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.addScriptTag({ content: await verifierScript() });
    for (const [kind, { hash }] of Object.entries(await everyKind(live(), gateway()))) {
      const document = await proveReceipt(new HttpSource(live().node.url), hash);
      const text = receiptText(document);
      const checkpoint = document.checkpoint.hash;
      expect(await verifiedIn(page, text, checkpoint), kind).to.deep.equal(seen(verifyReceipt(text, { checkpoint })));
      expect(await verifiedIn(page, tampered(document), checkpoint), kind).to.match(/^ProofError: events is /);
      const other = `0x${"12".repeat(32)}`;
      expect(await verifiedIn(page, text, other), kind).to.match(/^ProofError: checkpoint\.hash is /);
    }
    expect(requests).to.deep.equal([]);
    await page.close();
  });
});

/** What the page finds, or its error. */
function verifiedIn(page: Page, text: string, checkpoint: string): Promise<unknown> {
  const call = `(() => {
    try {
      const { events, sender, transactionHash, isTrusted } =
        proof.verifyReceipt(${JSON.stringify(text)}, { checkpoint: ${JSON.stringify(checkpoint)} });
      return { events, sender, transactionHash, isTrusted };
    } catch (error) {
      return String(error);
    }
  })()`;
  return page.evaluate(call);
}
