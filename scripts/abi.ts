/**
 * Writes the ABIs that the packages publish: packages/sdk/src/abi for the SDK, which needs no bytecode, and
 * contracts/abi for `@servicecoin/contracts`. Run `npm run compile` first.
 */
import { Interface, type InterfaceAbi } from "ethers";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

const SDK_FOLDER = "packages/sdk/src/abi";
const CONTRACTS_FOLDER = "contracts/abi";

mkdirSync(SDK_FOLDER, { recursive: true });
rmSync(CONTRACTS_FOLDER, { recursive: true, force: true });
mkdirSync(CONTRACTS_FOLDER, { recursive: true });
// The files directly in contracts/ are the contracts of the system.
for (const file of readdirSync("contracts").filter((entry) => entry.endsWith(".sol"))) {
  const name = basename(file, ".sol");
  writeChanged(`${SDK_FOLDER}/${name}.ts`, moduleOf(name));
  writeJson(name, `${name}.sol/${name}.json`);
  writeJson(`I${name}`, `interfaces/I${name}.sol/I${name}.json`);
}

function abiOf(artifact: string): InterfaceAbi {
  return (JSON.parse(readFileSync(`artifacts/contracts/${artifact}`, "utf8")) as { abi: InterfaceAbi }).abi;
}

/** Returns the source of one module, formatted like prettier. */
function moduleOf(name: string): string {
  const lines = new Interface(abiOf(`${name}.sol/${name}.json`)).fragments
    .filter(({ type }) => type !== "constructor")
    .map((fragment) => `  ${JSON.stringify(fragment.format("full"))},`);
  const comment = "/** Written by `npm run abi`; a test compares it with what is compiled. */";
  return `${comment}\nexport const ${name}Abi = [\n${lines.join("\n")}\n] as const;\n`;
}

/** A new date would make other programs build again. */
function writeChanged(file: string, text: string): void {
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
}

function writeJson(name: string, artifact: string): void {
  writeFileSync(`${CONTRACTS_FOLDER}/${name}.json`, `${JSON.stringify(abiOf(artifact), null, 2)}\n`);
}
