import { expect } from "chai";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { ROOT, runCli } from "../fixtures/cli.js";
import { programsOf, readCompose } from "../fixtures/compose.js";
import { OPERATOR } from "../fixtures/operator.js";
import { readUnits } from "../fixtures/units.js";

/** A node and a database that nobody has: what was typed is checked before anything connects. */
const NOWHERE = "http://127.0.0.1:1";
/** Errors of a command line that is right. */
const CONNECTING = ["Unreachable", "BadDatabase"];

/** Runs a command line up to the point where it would connect. @returns The code of the error. */
async function codeOf(args: readonly string[], env: Record<string, string>): Promise<string> {
  const { stderr } = await runCli([...args, "--json"], { cwd: ROOT, env: { ...env, SERVICECOIN_RPC_URL: NOWHERE } });
  // The doctor reports on stdout what it could not reach.
  if (args[0] === "doctor" && stderr === "") return "Unreachable";
  return (parse(stderr) as { error: { code: string } }).error.code;
}

describe("operator: commands", function () {
  this.timeout(60_000);

  describe("given compose.yaml", () => {
    const example = Object.fromEntries(
      readFileSync(path.join(OPERATOR, ".env.example"), "utf8")
        .split("\n")
        .filter((line) => /^\w+=/.test(line))
        .map((line) => line.split("=", 2) as [string, string]),
    );

    for (const { name, command, fileOf } of programsOf(readCompose(example))) {
      it(`${name} has a command line that the program accepts`, async () => {
        const here = command.map(fileOf).map((argument) => argument.replace("@database/", "@127.0.0.1:1/"));
        expect(CONNECTING, here.join(" ")).to.include(await codeOf(here, { PGPASSWORD: "none" }));
      });
    }
  });

  describe("given the units of systemd", () => {
    for (const { name, command } of readUnits()) {
      it(`${name} has a command line that the program accepts`, async () => {
        const here = command.map((argument) =>
          argument
            .replace("${SERVICECOIN_ORIGIN}", "https://page.example.org")
            .replace(/^\/etc\/servicecoin\/(policy|rules)\.json$/, path.join(OPERATOR, "config/$1.json")),
        );
        expect(CONNECTING, here.join(" ")).to.include(await codeOf(here, {}));
      });
    }
  });

  describe("given the guide", () => {
    const guide = readFileSync(path.join(ROOT, "docs/operating.md"), "utf8");
    // Making a key would write a file.
    const commands = [...guide.matchAll(/(?:npx|exec \w+) servicecoin (?!key new)([^`\n]+)/g)].map(
      ([, typed = ""]) => typed,
    );

    it("has command lines that the program accepts", async () => {
      expect(commands).to.have.length.above(4);
      for (const typed of commands) {
        const here = typed
          .trim()
          .split(/\s+/)
          .map((word) =>
            word
              .replace(/^https:.*/, NOWHERE)
              .replace("@database/", "@127.0.0.1:1/")
              .replace(/^0x<\w+>$/, `0x${"11".repeat(32)}`),
          );
        const code = await codeOf(here, { PGPASSWORD: "none", SERVICECOIN_INDEXER_URL: NOWHERE });
        expect([...CONNECTING, "NoFile"], typed).to.include(code);
      }
    });
  });

  it("refuses an option that does not exist, and a policy that is not there", async () => {
    expect(await codeOf(["monitor", "--no-such-option"], {})).to.equal("UnknownOption");
    expect(await codeOf(["keeper", "--indexer", NOWHERE, "--policy", "none.json"], {})).to.equal("NoFile");
  });
});
