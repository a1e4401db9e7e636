import { expect } from "chai";
import hre from "hardhat";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { createConsumer, filesIn, type Consumer, type PackageName } from "../fixtures/consumer.js";
import { onEveryNode } from "../fixtures/live.js";
import { start } from "../fixtures/processes.js";
import { faultsOfTypes, faultsOnPublishing } from "../fixtures/published.js";

const ROOT = hre.config.paths.root;
const TYPESCRIPT = [
  "@servicecoin/sdk",
  "@servicecoin/daemon",
  "@servicecoin/health",
  "@servicecoin/proof",
  "@servicecoin/tx",
  "@servicecoin/gateway",
  "@servicecoin/indexer",
  "@servicecoin/keeper",
  "@servicecoin/monitor",
  "servicecoin",
] as const;

/** Packages that `npm ls --omit=dev` may list after the SDK was installed, itself included. */
const SDK_CLOSURE = 12;

interface Manifest {
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

interface Lock {
  packages: Record<string, Manifest | undefined>;
}

/** Each package as its users get it: packed, unpacked, and used from another project. */
describe("flow: package", function () {
  let consumer: Consumer;

  before(async () => {
    consumer = await createConsumer();
  });

  after(() => consumer.remove());

  const installed = (name: PackageName) => path.join(consumer.folder, "node_modules", name);

  async function modulesOf(name: PackageName): Promise<{ file: string; text: string }[]> {
    const files = (await filesIn(installed(name))).filter((file) => file.endsWith(".js"));
    return Promise.all(
      files.map(async (file) => ({ file, text: await readFile(path.join(installed(name), file), "utf8") })),
    );
  }

  for (const name of TYPESCRIPT) {
    describe(name, () => {
      it("passes publint and are-the-types-wrong", async () => {
        const tarball = await readFile(consumer.tarballOf(name));
        expect(await faultsOnPublishing(tarball)).to.deep.equal([]);
        if (name === "servicecoin") return; // a command, which nobody imports
        expect(await faultsOfTypes(tarball)).to.deep.equal([]);
      });

      it("carries no bytecode, tests, sources or build state", async () => {
        const files = await filesIn(installed(name));
        expect(files.length).to.be.above(8);
        for (const file of files) {
          expect(file).to.match(/^(dist\/[\w/]+(\.d\.ts|\.js)|README\.md|LICENSE|package\.json)$/);
          expect(await readFile(path.join(installed(name), file), "utf8"), file).not.to.match(/0x60[8a][0-9a-f]{100}/);
        }
      });
    });
  }

  describe("@servicecoin/sdk", () => {
    it("runs in browsers, apart from its entry for Node.js", async () => {
      const modules = (await modulesOf("@servicecoin/sdk")).filter(({ file }) => file !== "dist/node.js");
      expect(modules.length).to.be.above(50);
      for (const { file, text } of modules) {
        expect(text, file).not.to.match(/from "node:|require\(|\bprocess\.|\bBuffer\b/);
      }
    });

    it("leaves the packages of x402 and Express to the gateway", async () => {
      for (const { file, text } of await modulesOf("@servicecoin/sdk")) {
        expect(text, file).not.to.match(/"(@x402\/|express"|viem"|@servicecoin\/gateway)/);
      }
    });

    it(`installs at most ${SDK_CLOSURE} packages`, async () => {
      const lock = JSON.parse(await readFile(path.join(ROOT, "package-lock.json"), "utf8")) as Lock;
      const closure = closureOf(lock, "packages/sdk");
      expect([...closure]).to.include.members(["packages/sdk", "node_modules/ethers", "node_modules/zod"]);
      expect(closure.size, [...closure].join(", ")).to.be.at.most(SDK_CLOSURE);
    });
  });

  describe("@servicecoin/contracts", () => {
    it("carries sources and ABIs, and no mocks", async () => {
      const files = await filesIn(installed("@servicecoin/contracts"));
      for (const file of files)
        expect(file).to.match(/^(([\w/]+)\.sol|abi\/\w+\.json|README\.md|LICENSE|package\.json)$/);
      expect(files.filter((file) => file.startsWith("mocks/"))).to.deep.equal([]);
      expect(files).to.include.members(["interfaces/IPaymentHub.sol", "types/Deal.sol", "libraries/Accrual.sol"]);
      for (const name of ["PaymentHub", "IServiceCoin"]) {
        const abi = JSON.parse(
          await readFile(path.join(installed("@servicecoin/contracts"), `abi/${name}.json`), "utf8"),
        ) as { name?: string }[];
        expect(abi).to.deep.equal((await hre.artifacts.readArtifact(name)).abi);
      }
    });

    it("compiles in a contract of another project", async () => {
      const source = await readFile(path.join(ROOT, "examples/package/Shop.sol"), "utf8");
      const { contracts, errors = [] } = compile(source, path.join(consumer.folder, "node_modules"));
      expect(errors.map(({ formattedMessage }) => formattedMessage)).to.deep.equal([]);
      expect(contracts["Shop.sol"]?.["Shop"]?.evm.bytecode.object).to.match(/^60/);
    });
  });

  it("type-checks strictly in a project of its own", async () => {
    const { folder } = consumer;
    for (const file of ["app.ts", "shop.ts"])
      await cp(path.join(ROOT, "examples/package", file), path.join(folder, file));
    for (const name of ["express", "@types/node"]) {
      await mkdir(path.dirname(path.join(folder, "node_modules", name)), { recursive: true });
      await symlink(path.join(ROOT, "node_modules", name), path.join(folder, "node_modules", name)).catch(
        () => undefined,
      );
    }
    const compilerOptions = {
      ...{ module: "node20", target: "es2023", strict: true, noEmit: true, types: ["node"] },
      // The declarations of the packages are checked too.
      skipLibCheck: false,
    };
    await writeFile(
      path.join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions, include: ["app.ts", "shop.ts"] }),
    );
    const { code, stdout } = await consumer.run("typescript7/bin/tsc", "-p", folder);
    expect(code, stdout).to.equal(0);
  });

  it("has a command that runs from where it was installed", async () => {
    const main = path.join(installed("servicecoin"), "dist/main.js");
    const { code, stdout, stderr } = await start(process.execPath, [main, "--version"]).ended;
    expect([code, stdout, stderr]).to.deep.equal([0, "0.1.0\n", ""]);
  });

  onEveryNode("runs", (live) => {
    it("sends, reads, and tells errors apart", async () => {
      const { folder } = consumer;
      const { deployment, node } = live();
      await mkdir(path.join(folder, "deployments"), { recursive: true });
      await writeFile(path.join(folder, "deployments/31337.json"), JSON.stringify(deployment));
      await cp(path.join(ROOT, "examples/package/app.ts"), path.join(folder, "app.ts"));
      const [alice, bob] = [live().wallet("alice"), live().wallet("bob")];
      const app = [path.join(folder, "app.ts"), node.url, folder, alice.privateKey, bob.address];
      const { code, stdout, stderr } = await start(process.execPath, app).ended;
      expect(stderr).to.equal("");
      expect(stdout).to.equal("Transfer of 0.25\n16.25 SCV\nERC20InsufficientBalance bigint\n");
      expect(code).to.equal(0);
    });
  });
});

/** Places in the lockfile of what a package needs at run time, itself included, found as Node.js resolves them. */
function closureOf({ packages }: Lock, place: string, found = new Set<string>()): Set<string> {
  found.add(place);
  const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = packages[place] ?? {};
  const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
  for (const name of [...Object.keys(dependencies), ...peers]) {
    const folders = place
      .split("/node_modules/")
      .map((_, i, parts) => parts.slice(0, parts.length - i).join("/node_modules/"));
    const nested = folders.map((folder) => `${folder}/node_modules/${name}`).find((target) => target in packages);
    const target = nested ?? `node_modules/${name}`;
    if (!found.has(target)) closureOf({ packages }, target, found);
  }
  return found;
}

interface CompilerOutput {
  contracts: Record<string, Record<string, { evm: { bytecode: { object: string } } }> | undefined>;
  errors?: { formattedMessage: string }[];
}

/** Compiles one file as another project would: imports are read from its node_modules. */
function compile(source: string, modules: string): CompilerOutput {
  const solc = createRequire(import.meta.url)("solc") as {
    compile(input: string, callbacks: { import(file: string): { contents: string } | { error: string } }): string;
  };
  const { readFileSync } = createRequire(import.meta.url)("node:fs") as typeof import("node:fs");
  const input = {
    language: "Solidity",
    sources: { "Shop.sol": { content: source } },
    settings: { evmVersion: "cancun", outputSelection: { "*": { "*": ["evm.bytecode.object"] } } },
  };
  const read = (file: string) => {
    try {
      return { contents: readFileSync(path.join(modules, file), "utf8") };
    } catch {
      return { error: `${file} is not installed` };
    }
  };
  return JSON.parse(solc.compile(JSON.stringify(input), { import: read })) as CompilerOutput;
}
