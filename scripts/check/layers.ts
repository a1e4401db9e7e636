/**
 * Checks that imports point down only, along the layers in docs/overview.md: between folders, and between packages as
 * their package.json declares.
 */
import { readdirSync } from "node:fs";
import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { projectFiles, read, report } from "./files.ts";

/** The folders from the bottom up. A file may import from its own layer and from the listed ones. */
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
  packages: [],
  ignition: ["packages"],
  // "." is the configuration of Hardhat.
  scripts: [".", "packages", "ignition", "test/gas", "test/fixtures"],
};

/** The folders of the web page, likewise. */
const WEB = "apps/web/src";
const WEB_BASE = ["store", "config", "i18n", "wallet", "chain"];
const WEB_LAYERS: Record<string, string[]> = {
  styles: [],
  store: [],
  config: ["store"],
  i18n: ["store", "config"],
  wallet: ["store", "config"],
  chain: ["store", "config", "i18n", "wallet"],
  // Components of all screens know nothing of what the user may do.
  ui: WEB_BASE,
  // What is the same on all devices of a signed-in user.
  sync: [...WEB_BASE, "ui"],
  flow: [...WEB_BASE, "ui"],
  // What several screens and flows know about one subject.
  deals: [...WEB_BASE, "ui", "flow"],
  flows: [...WEB_BASE, "ui", "flow", "deals"],
  screens: [...WEB_BASE, "ui", "sync", "flow", "flows", "deals"],
  app: [...WEB_BASE, "ui", "sync", "flow", "screens"],
};

/** A program that the page shows: its imports are text. */
const SHOWN = `${WEB}/screens/provide/snippet.ts`;

/** Layers that are loaded before the user does anything: they may take types of ethers and the SDK, and these values. */
const WEB_LIGHT = ["store", "config", "i18n", "wallet", "ui", "sync", "deals", "screens", "app"];
const WEB_LIGHT_VALUES = ["ethers/utils", "ethers/address", "@servicecoin/sdk/arithmetic"];

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** Returns the innermost layer of a file. */
function layerOf(file: string): string | undefined {
  return Object.keys(LAYERS)
    .filter((layer) => file.startsWith(`${layer}/`))
    .sort((a, b) => b.length - a.length)[0];
}

/** Lists the imports of a file: relative paths and names of packages. */
function importsOf(file: string): string[] {
  const pattern = /(?:^import|^(?:import|export) [^;"=]*?from|\bimport\()\s*"([^"]+)"/gm;
  return [...read(file).matchAll(pattern)].map(([, specifier = ""]) => specifier);
}

/** Finds relative imports of a higher layer. */
function climbing(file: string): string[] {
  const layer = layerOf(file);
  if (layer === undefined) return [`${file} is in no layer`];
  return relativeImportsOf(file)
    .filter((path) => {
      const target = layerOf(path) ?? posix.dirname(path);
      return target !== layer && !LAYERS[layer]?.some((below) => target === below || path.startsWith(`${below}/`));
    })
    .map((path) => `${file} imports ${path}, which is not below ${layer}`);
}

function relativeImportsOf(file: string): string[] {
  return importsOf(file)
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => posix.join(posix.dirname(file), specifier));
}

/** Finds imports that leave the package or that its package.json does not declare, and unused declarations. */
function undeclared(folder: string): string[] {
  const manifest = JSON.parse(read(`${folder}/package.json`)) as Manifest;
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  const files = projectFiles(`${folder}/src`).filter((file) => /\.tsx?$/.test(file) && file !== SHOWN);
  const leaving = files.flatMap((file) =>
    relativeImportsOf(file)
      .filter((path) => !path.startsWith(`${folder}/src/`) && path !== `${folder}/package.json`)
      .map((path) => `${file} imports ${path}: import the package by its name`),
  );
  const used = new Set<string>();
  const missing = files.flatMap((file) =>
    importsOf(file)
      .filter((specifier) => !specifier.startsWith(".") && !isBuiltin(specifier))
      .map((specifier) => specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/"))
      .filter((name) => {
        used.add(name);
        return !declared.includes(name);
      })
      .map((name) => `${file} imports ${name}, which ${folder}/package.json does not declare`),
  );
  // Declarations need the types of @types packages, which no file imports.
  const idle = declared
    .filter((name) => !used.has(name) && !name.startsWith("@types/"))
    .map((name) => `${folder}/package.json declares ${name}, which nothing imports`);
  return [...leaving, ...missing, ...idle];
}

/** Finds imports between folders of the web page that point up, and heavy values where they would be loaded first. */
function climbingInWeb(file: string): string[] {
  const layer = file.slice(WEB.length + 1).split("/")[0] ?? "";
  // main.tsx puts everything together.
  if (!file.includes("/", WEB.length + 1) || file === SHOWN) return [];
  const below = WEB_LAYERS[layer];
  if (below === undefined) return [`${file} is in no layer of the page`];
  const climbs = relativeImportsOf(file)
    .filter((path) => path.startsWith(`${WEB}/`) && /\.tsx?$/.test(path))
    .filter((path) => {
      const target = path.slice(WEB.length + 1).split("/")[0] ?? "";
      return target !== layer && !below.includes(target);
    })
    .map((path) => `${file} imports ${path}, which is not below ${layer}`);
  if (!WEB_LIGHT.includes(layer)) return climbs;
  const values = [...read(file).matchAll(/^(?:import|export) (?!type )[^;"=]*?from\s*"([^"]+)"/gm)];
  const heavy = values
    .map(([, specifier = ""]) => specifier)
    .filter((name) => /^(?:ethers|@servicecoin\/sdk)(?:\/|$)/.test(name) && !WEB_LIGHT_VALUES.includes(name))
    .map((name) => `${file} imports values of ${name}: only flow, flows and chain may, which are loaded later`);
  return [...climbs, ...heavy];
}

const web = projectFiles(WEB)
  .filter((file) => /\.tsx?$/.test(file))
  .flatMap(climbingInWeb);
const layers = projectFiles("contracts", "scripts", "ignition")
  .filter((file) => /\.(sol|tsx?)$/.test(file))
  .flatMap(climbing);
const packages = readdirSync("packages").flatMap((name) => undeclared(`packages/${name}`));

// The page is a package, too, and its configuration uses what only builds it.
const page = undeclared("apps/web");

report("layers", [...layers, ...packages, ...web, ...page]);
