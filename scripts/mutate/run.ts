/** The process that tries the mutants. scripts/mutate.ts starts it, and starts it again when a mutant ends it. */
import hre from "hardhat";
import path from "node:path";
import { projectFiles, read } from "../check/files.js";
import { CompileError, Compiler, type Code, type Pipeline } from "./compiler.js";
import { demandGreen, provesKill, verdictOf, type Run } from "./judge.js";
import { functionOf, isMutated, mutantsOf, mutated, nameOf, sorted, type Mutant } from "./mutants.js";
import { Results, type Result } from "./results.js";
import { Suites } from "./suites.js";

const word = process.env["MUTATE_WORD"] ?? "";
const results = new Results(process.env["MUTATE_RESULTS"] ?? "");
const compiler = new Compiler();

// Code without the optimizer is larger than EIP-170 allows.
const { default: network } = hre.config.networks;
if (network?.type === "edr-simulated") network.allowUnlimitedContractSize = true;
// A connection with options of its own, as the tests have it, is made from what the user configured.
hre.userConfig.networks = {
  ...hre.userConfig.networks,
  default: { type: "edr-simulated", allowUnlimitedContractSize: true },
};

/** Code that takes the place of the artifacts', by the name of the contract. */
const codes = new Map<string, Code>();
const readArtifact = hre.artifacts.readArtifact.bind(hre.artifacts);
hre.artifacts.readArtifact = (async (name: string) => {
  const artifact = await readArtifact(name);
  return { ...artifact, ...codes.get(artifact.contractName) };
}) as typeof hre.artifacts.readArtifact;

const TESTS =
  /^test\/(unit\/(Credit|Payment|Payout|Service|Treasury|types)|properties|standards|walk\/credit\/seed)[^.]*\.ts$/;
const suites = await Suites.load(projectFiles("test").filter((file) => TESTS.test(file)));
const { networkHelpers } = await import("../../test/fixtures/chain.js");

// Each fixture starts at the time of the first block, and with the age of the process the next block jumps ahead more.
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);
type Fixture = Parameters<typeof loadFixture>[0];
const timely = new Map<Fixture, Fixture>();
networkHelpers.loadFixture = ((fixture: Fixture) => {
  const known = timely.get(fixture);
  if (known !== undefined) return loadFixture(known);
  const wrapped = async function timelyFixture(...args: Parameters<Fixture>): Promise<unknown> {
    await networkHelpers.mine();
    return fixture(...args);
  };
  timely.set(fixture, wrapped);
  return loadFixture(wrapped);
}) as typeof loadFixture;

/** The tests of a contract. Those of types and libraries use mocks, and credit has a walk. */
function fitsTo(contracts: readonly string[]): (file: string) => boolean {
  return (file) =>
    contracts.some((name) => {
      if (name.endsWith("Harness")) return /unit\/types|properties/.test(file);
      if (/^(Credit|PayoutAccount)$/.test(name) && /walk\/credit|coveredLoan/.test(file)) return true;
      return file.startsWith(`test/unit/${name}/`);
    });
}

/** Runs tests on an empty chain with this code. */
async function runTests(replaced: ReadonlyMap<string, Code>, run: () => Promise<Run>): Promise<Run> {
  codes.clear();
  for (const [name, code] of replaced) codes.set(name, code);
  // A new fixture ends all earlier ones, whose contracts have other code.
  await loadFixture(function emptyChain() {
    return Promise.resolve();
  });
  return run();
}

/** Tests that fail on unchanged contracts too. They prove nothing. */
const doubtful = new Set<string>();
const TRIES = 20;
let isProved = false;

/** Runs all tests once on the unchanged contracts as they are deployed. */
async function baseline(): Promise<void> {
  if (isProved) return;
  const run = await runTests(new Map(), () => suites.run(() => true, new Set()));
  demandGreen(run);
  console.log(`unchanged contracts: ${run.passed} tests pass`);
  isProved = true;
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
  // Of the deployed code every test must pass; without the optimizer, single tests of gas need not.
  if (!isFast) await baseline();
  const order = { first: functionOf(mutant, read(mutant.file)) || "constructor" };
  const fits = isFast ? fitsTo(contracts) : () => true;
  const original = byName(new Map([...replaced.keys()].map((file) => [file, compiler.original(file, pipeline)])));
  for (let tries = 0; tries < TRIES; tries++) {
    const run = await runTests(byName(replaced), () => suites.run(fits, doubtful, order));
    const [failure] = run.failures;
    if (verdictOf(run) === "lives") {
      return {
        verdict: isFast ? "candidate" : "lives",
        by: `${run.passed} tests pass`,
        contracts: contracts.join(", "),
      };
    }
    if (failure === undefined) break;
    const by = failure.title;
    if (verdictOf(run) === "undecided") return { verdict: "undecided", by, contracts: contracts.join(", ") };
    const control = await runTests(original, () => suites.runOne(failure));
    if (provesKill(control)) return { verdict: "killed", by, contracts: contracts.join(", ") };
    doubtful.add(failure.title);
    console.log(`left out, because it fails on the unchanged contract too: ${by}: ${failure.message}`);
  }
  return { verdict: "undecided", by: "no test has run, or too many fail on the unchanged contract too" };
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
