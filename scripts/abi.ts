/** Writes packages/sdk/src/abi: what the SDK needs of each contract, without bytecode. `npm run compile` comes first. */
import { Interface, type InterfaceAbi } from "ethers";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

mkdirSync("packages/sdk/src/abi", { recursive: true });
// A contract that has a file of its own at the top of contracts/ is part of the system.
for (const file of readdirSync("contracts").filter((entry) => entry.endsWith(".sol"))) {
  const name = basename(file, ".sol");
  writeFileSync(`packages/sdk/src/abi/${name}.ts`, sourceOf(name));
}

/** The module of one contract, formatted as prettier would. */
function sourceOf(name: string): string {
  const artifact = JSON.parse(readFileSync(`artifacts/contracts/${name}.sol/${name}.json`, "utf8")) as {
    abi: InterfaceAbi;
  };
  const lines = new Interface(artifact.abi).fragments
    .filter(({ type }) => type !== "constructor")
    .map((fragment) => `  ${JSON.stringify(fragment.format("full"))},`);
  return `/** Written by \`npm run abi\`; a test compares it with what is compiled. */\nexport const ${name}Abi = [\n${lines.join("\n")}\n] as const;\n`;
}
