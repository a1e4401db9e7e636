import { expect } from "chai";
import hre from "hardhat";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onEveryNode } from "../fixtures/live.js";
import { start, type Ended } from "../fixtures/processes.js";

const ROOT = hre.config.paths.root;

const run = (script: string, ...args: string[]): Promise<Ended> =>
  start(process.execPath, [path.join(ROOT, "node_modules", script), ...args]).ended;

/** The package as a stranger gets it: packed, unpacked, and used from another folder. */
describe("flow: package", function () {
  this.timeout(120_000);

  let folder: string;
  let tarball: string;
  let installed: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-package-"));
    // `npm test` has built it; npm's own hooks would build it again.
    const pack = ["pack", "--ignore-scripts", "--pack-destination", folder];
    const { code, stderr } = await start("npm", pack).ended;
    expect(code, stderr).to.equal(0);
    tarball = path.join(folder, (await readdir(folder)).find((name) => name.endsWith(".tgz")) ?? "");
    installed = path.join(folder, "node_modules/servicecoin");
    await mkdir(installed, { recursive: true });
    expect((await start("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]).ended).code).to.equal(0);
    // Only what the package says that it needs.
    const { dependencies } = await manifest();
    for (const name of Object.keys(dependencies)) {
      const link = path.join(folder, "node_modules", name);
      await mkdir(path.dirname(link), { recursive: true });
      await symlink(path.join(ROOT, "node_modules", name), link);
    }
    await writeFile(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
  });

  after(() => rm(folder, { recursive: true }));

  async function manifest(): Promise<{ dependencies: Record<string, string>; bin: { servicecoin: string } }> {
    return JSON.parse(await readFile(path.join(installed, "package.json"), "utf8")) as never;
  }

  it("is what publint and are-the-types-wrong ask for", async () => {
    const published = await run("publint/src/cli.js", "run", tarball, "--strict");
    expect(published.code, published.stdout + published.stderr).to.equal(0);
    const types = await run("@arethetypeswrong/cli/dist/index.js", tarball, "--profile", "esm-only");
    expect(types.code, types.stdout + types.stderr).to.equal(0);
  });

  it("carries no bytecode, no tests and no sources of contracts", async () => {
    const files = await readdir(installed, { recursive: true, withFileTypes: true });
    const paths = files.filter((file) => file.isFile()).map((file) => path.join(file.parentPath, file.name));
    expect(paths.length).to.be.above(50);
    for (const file of paths) {
      expect(path.relative(installed, file)).to.match(/^(dist\/|README\.md$|CHANGELOG\.md$|LICENSE$|package\.json$)/);
      const text = await readFile(file, "utf8");
      expect(text, file).not.to.match(/0x60[8a][0-9a-f]{100}/);
    }
  });

  it("asks nothing of Node.js but in entries of its own and in the command line", async () => {
    const files = await readdir(path.join(installed, "dist"), { recursive: true });
    const browser = files.filter((file) => file.endsWith(".js") && !/^cli\/|^gateway\/|^sdk\/node\.js$/.test(file));
    expect(browser.length).to.be.above(50);
    for (const file of browser) {
      const text = await readFile(path.join(installed, "dist", file), "utf8");
      expect(text, file).not.to.match(/from "node:|require\(|\bprocess\.|\bBuffer\b/);
    }
  });

  it("leaves the packages of x402 and Express to the gateway", async () => {
    const files = await readdir(path.join(installed, "dist/sdk"), { recursive: true });
    const modules = files.filter((file) => file.endsWith(".js"));
    expect(modules.length).to.be.above(50);
    for (const file of modules) {
      const text = await readFile(path.join(installed, "dist/sdk", file), "utf8");
      expect(text, file).not.to.match(/"(@x402\/|express"|viem"|\.\.\/(\.\.\/)*gateway\/)/);
    }
  });

  it("is checked strictly from a project of its own", async () => {
    for (const file of ["app.ts", "shop.ts"])
      await cp(path.join(ROOT, "examples/package", file), path.join(folder, file));
    await symlink(path.join(ROOT, "node_modules/@types/node"), path.join(folder, "node_modules/@types/node"));
    const compilerOptions = {
      ...{ module: "node20", target: "es2023", strict: true, noEmit: true, types: ["node"] },
      // The declarations of the package are checked too.
      skipLibCheck: false,
    };
    await writeFile(
      path.join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions, include: ["app.ts", "shop.ts"] }),
    );
    const { code, stdout } = await run("typescript/bin/tsc", "-p", folder);
    expect(code, stdout).to.equal(0);
  });

  onEveryNode("runs", (live) => {
    it("sends, reads, and tells errors apart", async () => {
      const { deployment, node } = live();
      await mkdir(path.join(folder, "deployments"), { recursive: true });
      await writeFile(path.join(folder, "deployments/31337.json"), JSON.stringify(deployment));
      const [alice, bob] = [live().wallet("alice"), live().wallet("bob")];
      const app = [path.join(folder, "app.ts"), node.url, folder, alice.privateKey, bob.address];
      const { code, stdout, stderr } = await start(process.execPath, app).ended;
      expect(stderr).to.equal("");
      expect(stdout).to.equal("Transfer of 0.25\n16.25 SCV\nERC20InsufficientBalance bigint\n");
      expect(code).to.equal(0);
    });
  });
});
