import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { buildWebIfOld } from "../../../scripts/lib/webPage.js";

const DIST = path.join(import.meta.dirname, "../../../apps/web/dist");
const LIMIT = 200_000;

describe("web: what the first load brings", function () {
  before(buildWebIfOld);

  /** Names of scripts that a file loads before anything is shown. */
  function staticImports(file: string): string[] {
    const text = readFileSync(path.join(DIST, file), "utf8");
    const pattern = file.endsWith(".html")
      ? /<(?:script[^>]+src|link rel="modulepreload"[^>]+href)="\.\/([^"]+)"/g
      : /(?:^|[;}\n])(?:import|export)\s*(?:[\w$*{][^;"'()]*?from\s*)?["']\.\/([^"']+)["']/g;
    return [...text.matchAll(pattern)].map(([, name = ""]) => (file.endsWith(".html") ? name : `assets/${name}`));
  }

  it(`needs at most ${LIMIT} bytes of compressed scripts`, () => {
    const seen = new Set<string>();
    const queue = staticImports("index.html");
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      if (seen.has(file)) continue;
      seen.add(file);
      queue.push(...staticImports(file));
    }
    const sizes = [...seen].map((file) => gzipSync(readFileSync(path.join(DIST, file))).length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    console.log(`      ${total} bytes in ${seen.size} scripts`);
    // More than React: the scripts were found.
    expect(total).to.be.above(60_000).and.at.most(LIMIT);
  });

  it("loads ethers' signer and the SDK only with the first flow", () => {
    const first = new Set(staticImports("index.html"));
    const all = readdirSync(path.join(DIST, "assets")).filter((file) => file.endsWith(".js"));
    const large = all.filter((file) =>
      readFileSync(path.join(DIST, "assets", file), "utf8").includes("eth_sendRawTransaction"),
    );
    expect(large).to.not.be.empty;
    for (const file of large) expect(first.has(`assets/${file}`), file).to.be.false;
  });
});
