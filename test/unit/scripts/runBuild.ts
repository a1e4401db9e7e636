import { expect } from "chai";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { Task } from "hardhat/types/tasks";
import { createRequire } from "node:module";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runBuild } from "../../../scripts/lib/runBuild.js";

const COMPILER = { version: "0.8.34", path: createRequire(import.meta.url).resolve("solc/soljson.js") };
const HEADER = "// SPDX-License-Identifier: MIT\npragma solidity 0.8.34;\n";
const ROUNDS = 20;

describe("scripts, runBuild", () => {
  let root: string;
  let build: Task;

  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), "servicecoin-build-"));
    await mkdir(path.join(root, "contracts"));
    for (const name of ["First", "Second"]) await writeFile(fileOf(name), `${HEADER} contract ${name} {}`);
    await writeFile(path.join(root, "package.json"), "{}");
    build = (await createHardhatRuntimeEnvironment({ solidity: COMPILER }, {}, root)).tasks.getTask("build");
    await runBuild(build, { quiet: true, noTests: true });
  });

  after(() => rm(root, { recursive: true }));

  it("succeeds beside another build, and leaves a whole cache", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const both = ["First", "Second"].map((name) => runBuild(build, { quiet: true, files: [fileOf(name)] }));
      await Promise.all(both);
      const cache = JSON.parse(await readFile(path.join(root, "cache/compile-cache.json"), "utf8")) as object;
      expect(Object.keys(cache)).to.have.members([fileOf("First"), fileOf("Second")]);
    }
  });

  it("throws what the compiler refuses", async () => {
    const file = fileOf("Broken");
    await writeFile(file, `${HEADER} contract Broken {`);
    const error = await runBuild(build, { quiet: true, files: [file] }).catch((thrown: unknown) => thrown);
    expect(error).to.be.an("error").with.property("message").that.includes("Compilation failed");
  });

  function fileOf(name: string): string {
    return path.join(root, `contracts/${name}.sol`);
  }
});
