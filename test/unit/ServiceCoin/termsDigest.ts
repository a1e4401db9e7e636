import { expect } from "chai";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);
const COIN = path.join(import.meta.dirname, "../../../contracts/ServiceCoin.sol");
const PARENT = require.resolve("@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol");

/** A transfer by signature that is called, or passed on, by its own contract; not by `this`, which is another call. */
function internalUses(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
  const use = /(?<!\bfunction\s+)(?<![\w.])(?:\w+\.)?(?:transfer|receive)WithAuthorization\b/g;
  return Array.from(code.matchAll(use), ([text]) => text).filter((text) => !text.startsWith("this."));
}

// `_termsDigest` copies the terms from calldata at fixed positions. An internal call would check the signature against
// the arguments of the outer call, and move what nobody has signed.
describe("ServiceCoin, transfers by signature", () => {
  it("are never called by the coin or its parent, whose calldata has other terms", () => {
    for (const file of [COIN, PARENT]) expect(internalUses(readFileSync(file, "utf8")), file).to.deep.equal([]);
  });

  it("are found in a contract that calls them", () => {
    const calls =
      "super.transferWithAuthorization(a);\n  receiveWithAuthorization(a, b);\nERC3009.transferWithAuthorization(a)";
    expect(internalUses(calls)).to.deep.equal([
      "super.transferWithAuthorization",
      "receiveWithAuthorization",
      "ERC3009.transferWithAuthorization",
    ]);
    const others =
      "function transferWithAuthorization(\n// transferWithAuthorization(a)\nthis.receiveWithAuthorization(a)";
    expect(internalUses(`${others};\n_transferWithAuthorization(a);`)).to.deep.equal([]);
  });
});
