/** Checks that imports point down only, as docs/overview.md draws the layers. */
import { posix } from "node:path";
import { projectFiles, read, report } from "./files.ts";

/** Folders from the bottom up; a file may import from its own layer and from those named. */
const LAYERS: Record<string, string[]> = {
  "contracts/types": [],
  "contracts/interfaces": ["contracts/types"],
  "contracts/libraries": ["contracts/types", "contracts/interfaces"],
  "contracts/governance": ["contracts/types", "contracts/interfaces", "contracts/libraries"],
  "contracts/hub": ["contracts/types", "contracts/interfaces", "contracts/libraries"],
  contracts: [
    "contracts/types",
    "contracts/interfaces",
    "contracts/libraries",
    "contracts/governance",
    "contracts/hub",
  ],
  "contracts/mocks": ["contracts", "contracts/types", "contracts/interfaces", "contracts/libraries"],
  "src/typechain": [],
  "src/abi": [],
  "src/sdk": ["src/typechain", "src/abi"],
  "src/gateway": ["src/typechain", "src/sdk"],
  "src/indexer": ["src/typechain", "src/sdk"],
  "src/keeper": ["src/typechain", "src/sdk"],
  "src/cli": ["src/typechain", "src/sdk", "src/gateway", "src/indexer", "src/keeper"],
  "src/web": ["src/typechain", "src/sdk", "src/gateway", "src/indexer", "src/keeper"],
  ignition: ["src/typechain", "src/sdk"],
  scripts: ["src/typechain", "src/sdk", "src/gateway", "ignition", "test/gas", "test/fixtures"],
};

/** The longest layer that holds the file, if any. */
function layerOf(file: string): string | undefined {
  return Object.keys(LAYERS)
    .filter((layer) => file.startsWith(`${layer}/`))
    .sort((a, b) => b.length - a.length)[0];
}

/** Paths of our own files that a file imports. */
function importsOf(file: string): string[] {
  const pattern = /(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g;
  return [...read(file).matchAll(pattern)].map(([, path = ""]) => posix.join(posix.dirname(file), path));
}

const faults = projectFiles("contracts", "src", "scripts", "ignition")
  .filter((file) => /\.(sol|tsx?)$/.test(file))
  .flatMap((file) => {
    const layer = layerOf(file);
    if (layer === undefined) return [`${file} lies in no layer`];
    return importsOf(file)
      .filter((path) => {
        const target = layerOf(path) ?? posix.dirname(path);
        return target !== layer && !LAYERS[layer].some((below) => target === below || path.startsWith(`${below}/`));
      })
      .map((path) => `${file} imports ${path}, which is not below ${layer}`);
  });

report("layers", faults);
