import { expect } from "chai";
import { Wallet } from "ethers";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCli } from "../fixtures/cli.js";

const PASSWORD = "correct horse battery";
const KEY = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";

describe("cli: keys", function () {
  let cwd: string;

  beforeEach(async () => {
    cwd = await mkdtemp(path.join(tmpdir(), "servicecoin-key-"));
  });

  afterEach(() => rm(cwd, { recursive: true }));

  const run = (args: string[], env: Record<string, string> = { SERVICECOIN_PASSWORD: PASSWORD }) =>
    runCli(["key", ...args], { cwd, env });
  const opened = async (file: string) =>
    Wallet.fromEncryptedJson(await readFile(path.join(cwd, file), "utf8"), PASSWORD);

  it("new: makes a key that only the password opens, in a file that only the user reads", async () => {
    const { code, stdout, stderr } = await run(["new", "key.json"]);
    expect([code, stderr]).to.deep.equal([0, ""]);
    const { address } = await opened("key.json");
    expect(stdout).to.equal(
      `Wrote the key. Keep the file and the password: without either of them the account is lost.
account  ${address}
file     key.json
Next: servicecoin doctor --keyfile key.json
`,
    );
    if (process.platform !== "win32") expect((await stat(path.join(cwd, "key.json"))).mode & 0o777).to.equal(0o600);
  });

  it("new: makes another key each time, and never replaces one", async () => {
    const accounts = new Set<string>();
    for (const file of ["one.json", "two.json"]) {
      const { stdout } = await run(["new", file, "--json"]);
      accounts.add((JSON.parse(stdout) as { account: string }).account);
    }
    expect(accounts.size).to.equal(2);
    const before = await readFile(path.join(cwd, "one.json"), "utf8");
    const { code, stderr } = await run(["new", "one.json"]);
    expect([code, stderr]).to.deep.equal([2, "Error: one.json already exists: choose another name, or remove it.\n"]);
    expect(await readFile(path.join(cwd, "one.json"), "utf8")).to.equal(before);
  });

  it("import: keeps a key of the environment, and does not print it", async () => {
    const env = { SERVICECOIN_PASSWORD: PASSWORD, SERVICECOIN_PRIVATE_KEY: KEY };
    const { code, stdout, stderr } = await run(["import", "key.json"], env);
    expect([code, stderr]).to.deep.equal([0, ""]);
    expect(stdout).to.include(new Wallet(KEY).address).and.not.include(KEY.slice(2));
    expect((await opened("key.json")).privateKey).to.equal(KEY);
  });

  it("writes nothing without a key, a password, or a password that is long enough", async () => {
    const refusals: [args: string[], env: Record<string, string>, message: string][] = [
      [["new", "k.json"], {}, "The password for k.json is missing: set SERVICECOIN_PASSWORD."],
      [["new", "k.json"], { SERVICECOIN_PASSWORD: "1234567" }, "The password for k.json needs at least 8 characters."],
      [["import", "k.json"], {}, "The key to import is missing: set SERVICECOIN_PRIVATE_KEY."],
      [
        ["import", "k.json"],
        { SERVICECOIN_PRIVATE_KEY: "0x12" },
        "SERVICECOIN_PRIVATE_KEY is not a private key: it must be 64 hex digits.",
      ],
      [["new"], {}, "missing required argument 'file'"],
    ];
    for (const [args, env, message] of refusals) {
      const { code, stdout, stderr } = await run(args, env);
      expect([code, stdout, stderr]).to.deep.equal([2, "", `Error: ${message}\n`]);
    }
    expect(await stat(path.join(cwd, "k.json")).catch(() => "missing")).to.equal("missing");
  });
});
