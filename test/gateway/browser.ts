import { build } from "esbuild";
import { expect } from "chai";
import { createContext, runInContext } from "node:vm";
import { gzipSync } from "node:zlib";
import hre from "hardhat";
import { onANode } from "../fixtures/live.js";
import { expectPaid, PRICE, withGateway } from "../fixtures/liveGateway.js";

/** Most kilobytes of the entry for browsers with all that it imports, compressed with gzip. ethers is most of it. */
const MAX_KB = 130;

/** What a browser offers to a page's script. Nothing of Node.js. */
const BROWSER = [
  ...["AbortController", "AbortSignal", "ArrayBuffer", "Blob", "Headers", "Request", "Response", "TransformStream"],
  ...["TextDecoder", "TextEncoder", "URL", "URLSearchParams", "Uint8Array", "atob", "btoa", "clearTimeout", "console"],
  ...["crypto", "fetch", "performance", "queueMicrotask", "setTimeout"],
] as const;

/** A page's script that buys a report. */
const SCRIPT = `
  import { createClient } from "@servicecoin/sdk";
  import { payingFetch, receiptOf } from "@servicecoin/gateway/fetch";
  import { JsonRpcProvider, Wallet } from "ethers";

  export async function buy({ node, deployment, key, url, limit }) {
    const provider = new JsonRpcProvider(node, 31337, { staticNetwork: true });
    const client = createClient(new Wallet(key, provider), deployment);
    const response = await payingFetch(client, { maxPerPayment: BigInt(limit), maxPerDay: BigInt(limit) })(url);
    const result = [response.status, await response.text(), String(receiptOf(response).amount)];
    provider.destroy();
    return result;
  }
`;

/** Bundles a script as web applications do. */
async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: hre.config.paths.root },
    ...{ bundle: true, minify: true, write: false, platform: "browser", target: "es2022", logLevel: "silent" },
    ...{ format: "iife", globalName: "page", tsconfig: `${hre.config.paths.root}/tsconfig.json` },
  });
  return outputFiles[0]?.text ?? "";
}

interface Page {
  buy(options: Record<string, unknown>): Promise<[status: number, text: string, amount: string]>;
}

onANode("gateway: payingFetch in a browser", (live) => {
  const gateway = withGateway(live);

  it(`needs at most ${MAX_KB} kB of compressed script`, async () => {
    const script = await bundle('export * from "@servicecoin/gateway/fetch"');
    expect(gzipSync(script).length).to.be.within(50_000, MAX_KB * 1_000);
  });

  it("buys without anything of Node.js", async () => {
    const context = createContext(Object.fromEntries(BROWSER.map((name) => [name, globalThis[name]])));
    runInContext("self = globalThis", context);
    const missing = "[typeof process, typeof Buffer, typeof require, typeof setImmediate].join()";
    expect(runInContext(missing, context)).to.equal("undefined,undefined,undefined,undefined");
    const shop = await gateway().shop((_request, response) => {
      response.send("rain");
    });
    const page = runInContext(`${await bundle(SCRIPT)}; page`, context) as Page;
    const { deployment, node } = live();
    const key = live().wallet("alice").privateKey;
    await expectPaid(gateway(), "alice", 1, async () => {
      const bought = await page.buy({ node: node.url, deployment, key, url: shop.url, limit: String(PRICE) });
      expect([...bought]).to.deep.equal([200, "rain", String(PRICE)]);
    });
    expect(shop.runs).to.equal(1);
  });
});
