import { build } from "esbuild";
import { expect } from "chai";
import hre from "hardhat";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import {
  HttpSource,
  proveReceipt,
  receiptText,
  verifyReceipt,
  type ProvenReceipt,
} from "../../packages/proof/src/index.js";
import { finalReceiptText, proveFinalReceipt, verifyFinalReceipt } from "../../packages/proof/src/beacon.js";
import { onANode } from "../fixtures/live.js";
import { withCli } from "../fixtures/liveCli.js";
import { withGateway } from "../fixtures/liveGateway.js";
import { everyKind, tampered } from "../fixtures/receiptKinds.js";
import { RecordedNode } from "../fixtures/recordedNetwork.js";
import { launchChromium } from "./harness/chromium.js";
import { readCode } from "./harness/readCode.js";

/** A verifier as a page bundles it. @param contents The module to bundle. */
async function verifierScript(
  contents = `export { verifyReceipt } from "./packages/proof/src/index.ts";`,
): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents,
      resolveDir: hre.config.paths.root,
    },
    ...{ bundle: true, minify: true, write: false, format: "iife", globalName: "proof" },
    ...{ platform: "browser", logLevel: "silent" },
  });
  return outputFiles[0]?.text ?? "";
}

/** What the page finds, or its error. */
function verifiedIn(page: Page, text: string, checkpoint: string): Promise<unknown> {
  return page.evaluate(`(() => {
    try {
      const { events, sender, transactionHash, isTrusted } =
        proof.verifyReceipt(${JSON.stringify(text)}, { checkpoint: ${JSON.stringify(checkpoint)} });
      return { events, sender, transactionHash, isTrusted };
    } catch (error) {
      return String(error);
    }
  })()`);
}

const partOf = ({ events, sender, transactionHash, isTrusted }: ProvenReceipt) => {
  return { events, sender, transactionHash, isTrusted };
};

onANode("web: receipts", (live) => {
  const gateway = withGateway(live);
  const cli = withCli(live);
  let browser: Browser | undefined;

  before(async function () {
    browser = await launchChromium();
    if (browser === undefined) this.skip();
  });

  after(async () => {
    await browser?.close();
  });

  it("are verified by a page without any request, and refused where something was changed", async () => {
    const page = await (browser as Browser).newPage();
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.addScriptTag({ content: await verifierScript() });
    for (const [kind, { hash }] of Object.entries(await everyKind(live(), gateway()))) {
      const document = await proveReceipt(new HttpSource(live().node.url), hash);
      const text = receiptText(document);
      const checkpoint = document.checkpoint.hash;
      expect(await verifiedIn(page, text, checkpoint), kind).to.deep.equal(partOf(verifyReceipt(text, { checkpoint })));
      expect(await verifiedIn(page, tampered(document), checkpoint), kind).to.match(/^ProofError: events is /);
      const other = `0x${"12".repeat(32)}`;
      expect(await verifiedIn(page, text, other), kind).to.match(/^ProofError: checkpoint\.hash is /);
    }
    expect(requests).to.deep.equal([]);
    await page.close();
  });

  it("are verified by a page with the finality of their checkpoint, and refused with another root", async () => {
    const node = await RecordedNode.read();
    const { root, transaction } = node.recording;
    const text = finalReceiptText(await proveFinalReceipt(node, node, transaction, { root }));
    const page = await (browser as Browser).newPage();
    await page.addScriptTag({
      content: await verifierScript(`export { verifyFinalReceipt } from "./packages/proof/src/beacon.ts";`),
    });
    const found = (trusted: string) =>
      page.evaluate(`(() => {
        try {
          const { finality, digest, isTrusted } =
            proof.verifyFinalReceipt(${JSON.stringify(text)}, { root: ${JSON.stringify(trusted)} });
          return { finality, digest, isTrusted };
        } catch (error) {
          return String(error);
        }
      })()`);
    const { finality, digest, isTrusted } = verifyFinalReceipt(text, { root });
    expect(await found(root)).to.deep.equal({ finality, digest, isTrusted });
    expect(await found(`0x${"12".repeat(32)}`)).to.match(/^ProofError: finality\.bootstrap\.header is /);
  });

  it("are pages that request nothing, show what was proven, and hold the document and a code", async () => {
    const context = await (browser as Browser).newContext({ colorScheme: "dark" });
    const kinds = await everyKind(live(), gateway());
    for (const [kind, { hash }] of Object.entries(kinds)) {
      const name = `${kind}.html`;
      await cli().text(undefined, "receipt", "prove", hash, "--out", `${kind}.json`, "--html", name);
      const page = await context.newPage();
      const problems: string[] = [];
      page.on("console", (message) => problems.push(message.text()));
      page.on("pageerror", (error) => problems.push(error.message));
      const requests: string[] = [];
      page.on("request", (request) => requests.push(request.url()));
      const url = pathToFileURL(path.join(cli().folder, name)).href;
      await page.goto(url);

      const text = await readFile(path.join(cli().folder, `${kind}.json`), "utf8");
      const { events, digest } = JSON.parse(text) as { events: { args: Record<string, string> }[]; digest: string };
      const shown = await page.locator("main").innerText();
      for (const party of events.flatMap(({ args }) => Object.values(args).filter((one) => /^0x\w{40}$/.test(one)))) {
        if (!/^0x0+$/.test(party)) expect(shown, kind).to.include(party);
      }
      expect(shown, kind).to.include(hash);
      expect(await readCode(page.locator("svg"), context), kind).to.equal(
        `ServiceCoin receipt\nchain 31337\ntransaction ${hash}\ndigest ${digest}`,
      );
      const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("link").click()]);
      expect(await readFile(await saved.path(), "utf8"), kind).to.equal(text);
      expect(saved.suggestedFilename()).to.equal("receipt.json");
      expect([problems, requests.filter((one) => !one.startsWith("data:"))], kind).to.deep.equal([[], [url]]);
      await page.close();
    }
    await context.close();
  });

  it("are pages of one sheet of paper, and run no script of the texts in them", async () => {
    const page = await (browser as Browser).newPage();
    for (const [kind, { hash }] of Object.entries(await everyKind(live(), gateway()))) {
      await cli().text(undefined, "receipt", "prove", hash, "--html", `${kind}.html`);
      await page.goto(pathToFileURL(path.join(cli().folder, `${kind}.html`)).href);
      const printed = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      expect(printed.match(/\/Type\s*\/Page\b/g)?.length, kind).to.equal(1);
    }
    // The last one is the vote, with its reason.
    expect(await page.locator("b").count()).to.equal(0);
    expect(await page.locator("main").innerText()).to.include("Cheaper. 「手数料」 \u{1f44d} <b>&");
    await page.close();
  });
});
