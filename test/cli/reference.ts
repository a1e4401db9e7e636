import { expect } from "chai";
import hre from "hardhat";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { CLI_REFERENCE, commandLineReference } from "../../scripts/docs/commandLine.js";
import { wholeProgram } from "../../scripts/docs/program.js";

describe("cli: reference", () => {
  it("lists the commands that the program has; npm run docs:cli updates it", async () => {
    const written = await readFile(path.join(hre.config.paths.root, CLI_REFERENCE), "utf8");
    expect(written).to.equal(commandLineReference(await wholeProgram()));
  });
});
