/** Writes packages/sdk/src/abi: the ABI of each contract, without bytecode. Run `npm run compile` first. */
import { Interface, type InterfaceAbi } from "ethers";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { CONTRACTS } from "../packages/sdk/src/core/names.ts";

mkdirSync("packages/sdk/src/abi", { recursive: true });
for (const name of CONTRACTS) writeFileSync(`packages/sdk/src/abi/${name}.ts`, sourceOf(name));

/** Returns the source of one module, formatted like prettier. */
function sourceOf(name: string): string {
  const artifact = JSON.parse(readFileSync(`artifacts/contracts/${name}.sol/${name}.json`, "utf8")) as {
    abi: InterfaceAbi;
  };
  const lines = new Interface(artifact.abi).fragments
    .filter(({ type }) => type !== "constructor")
    .map((fragment) => `  ${JSON.stringify(fragment.format("full"))},`);
  const comment = "/** Written by `npm run abi`; a test compares it with what is compiled. */";
  return `${comment}\nexport const ${name}Abi = [\n${lines.join("\n")}\n];\n`;
}
