/** The process that tries the mutants. scripts/mutate.ts starts it, and starts it again when a mutant ends it. */
import hre from "hardhat";
import { createHash } from "node:crypto";
import path from "node:path";
import { projectFiles, read } from "../check/files.js";
import { CompileError, Compiler, type Code, type Pipeline } from "./compiler.js";
import { leftOut, verdictOf, type Run } from "./judge.js";
import { functionOf, isMutated, mutantsOf, mutated, nameOf, sorted, type Mutant } from "./mutants.js";
import { Results, type Result } from "./results.js";
import { Suites } from "./suites.js";

const word = process.env["MUTATE_WORD"] ?? "";
const results = new Results(process.env["MUTATE_RESULTS"] ?? "");
const compiler = new Compiler();

// Code without the optimizer is larger than EIP-170 allows.
const { default: network } = hre.config.networks;
if (network?.type === "edr-simulated") network.allowUnlimitedContractSize = true;

/** Code that takes the place of the artifacts', by the name of the contract. */
const codes = new Map<string, Code>();
const readArtifact = hre.artifacts.readArtifact.bind(hre.artifacts);
hre.artifacts.readArtifact = (async (name: string) => {
  const artifact = await readArtifact(name);
  return { ...artifact, ...codes.get(artifact.contractName) };
}) as typeof hre.artifacts.readArtifact;

const TESTS = /^test\/(unit\/(Payment|Service|Treasury|types)|properties|standards)[^.]*\.ts$/;
const suites = await Suites.load(projectFiles("test").filter((file) => TESTS.test(file)));
const { networkHelpers } = await import("../../test/fixtures/chain.js");

/** The tests of a contract. Those of types and libraries use mocks. */
function fitsTo(contracts: readonly string[]): (file: string) => boolean {
  return (file) =>
    contracts.some((name) =>
      name.endsWith("Harness") ? /unit\/types|properties/.test(file) : file.startsWith(`test/unit/${name}/`),
    );
}

/** Runs tests on an empty chain with this code. */
async function runTests(replaced: ReadonlyMap<string, Code>, ...args: Parameters<Suites["run"]>): Promise<Run> {
  codes.clear();
  for (const [name, code] of replaced) codes.set(name, code);
  // A new fixture ends all earlier ones, whose contracts have other code.
  await networkHelpers.loadFixture(function emptyChain() {
    return Promise.resolve();
  });
  return suites.run(...args);
}

/** A digest of all tests of this process and what they use. */
const testsDigest = digest(projectFiles("test", "packages").map(read));

/** Tests the unchanged contracts once, all of them if none is named, and returns which tests to leave out. */
async function baseline(files: readonly string[], pipeline: Pipeline): Promise<Set<string>> {
  const original = byName(new Map(files.map((file) => [file, compiler.original(file, pipeline)])));
  const names = [...original.keys()];
  const code = files.length === 0 ? projectFiles("contracts").map(read) : [...original.values()].map((c) => c.bytecode);
  const key = names.join(", ") || "all contracts";
  const name = `${key} ${digest([testsDigest, ...code])}`;
  const known = results.of(name);
  if (known !== undefined) return new Set(known.leftOut);
  const startedAt = performance.now();
  const run = await runTests(original, names.length === 0 ? () => true : fitsTo(names), new Set());
  const left = leftOut(key, pipeline, run);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  results.add({ name, verdict: "unchanged", by: `${run.passed} tests pass`, leftOut: [...left], seconds });
  console.log(
    `unchanged ${key}: ${run.passed} tests pass in ${seconds} s, left out: ${[...left].join("; ") || "none"}`,
  );
  return left;
}

function digest(texts: readonly string[]): string {
  return createHash("sha256").update(texts.join("\0")).digest("hex").slice(0, 16);
}

/** The contracts whose code the mutant changes. */
function changed(mutant: Mutant, files: readonly string[], pipeline: Pipeline): Map<string, Code> {
  const replaced = new Map([[mutant.file, mutated(mutant, read(mutant.file))]]);
  const all = files.map((file): [string, Code] => [file, compiler.compile(file, pipeline, replaced)]);
  return new Map(all.filter(([file, { bytecode }]) => bytecode !== compiler.original(file, pipeline).bytecode));
}

const byName = (byFile: ReadonlyMap<string, Code>): Map<string, Code> =>
  new Map([...byFile].map(([file, code]) => [path.basename(file, ".sol"), code]));

/** Judges a mutant by one pipeline: the fast one and the tests of what it changes, or the deployed code and all tests. */
async function judge(mutant: Mutant, pipeline: Pipeline): Promise<Pick<Result, "verdict" | "by" | "contracts">> {
  let replaced: Map<string, Code>;
  try {
    replaced = changed(mutant, compiler.dependents(mutant.file), pipeline);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const verdict = error.isLimit ? "undecided" : "invalid";
    return { verdict, by: error.message.trim() };
  }
  if (replaced.size === 0) return { verdict: "equivalent", by: `the same code (${pipeline})` };
  const contracts = [...byName(replaced).keys()];
  const isFast = pipeline === "fast";
  const left = isFast ? await baseline([...replaced.keys()], pipeline) : await baseline([], pipeline);
  const run = await runTests(byName(replaced), isFast ? fitsTo(contracts) : () => true, left, {
    first: functionOf(mutant, read(mutant.file)) || "constructor",
  });
  const verdict = verdictOf(run);
  const by = run.failures[0]?.title ?? `${run.passed} tests pass`;
  return { verdict: isFast && verdict === "lives" ? "candidate" : verdict, by, contracts: contracts.join(", ") };
}

/** Tries the mutants that have no verdict of this pass yet. */
async function tryAll(pipeline: Pipeline, isOpen: (verdict: Result["verdict"] | undefined) => boolean): Promise<void> {
  for (const [index, mutant] of mutants.entries()) {
    const name = nameOf(mutant);
    if (!isOpen(results.of(name)?.verdict)) continue;
    results.add({ name, verdict: "started" });
    const startedAt = performance.now();
    const result = await judge(mutant, pipeline);
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    results.add({ name, ...result, seconds });
    const [reason = ""] = (result.by ?? "").split("\n");
    console.log(`${index + 1}/${mutants.length} ${result.verdict} (${seconds} s) ${name}: ${reason}`);
  }
}

const files = sorted(projectFiles("contracts").filter((file) => isMutated(file) && file.includes(word)));
const mutants = files.flatMap((file) => mutantsOf(file));
await tryAll("fast", (verdict) => verdict === undefined);
await tryAll("deployed", (verdict) => verdict === "candidate");
process.exit();
