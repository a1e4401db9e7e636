import { expect } from "chai";
import { encryptKeystoreJsonSync } from "ethers";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { folderWith, runCli } from "../fixtures/cli.js";
import { onANode } from "../fixtures/live.js";

onANode("cli: secrets in files", (live) => {
  let folder: string;

  beforeEach(async () => {
    folder = await folderWith(live().deployment);
  });

  afterEach(() => rm(folder, { recursive: true }));

  const run = (env: Record<string, string>, ...args: string[]) => runCli([...args, "--json"], { cwd: folder, env });
  const errorIn = (stderr: string) => (JSON.parse(stderr) as { error: { code: string; args: object } }).error;

  /** Writes a secret as editors do, with a line break at its end. */
  async function file(name: string, text: string): Promise<string> {
    const place = path.join(folder, name);
    await writeFile(place, `${text}\n`);
    return place;
  }

  describe("given the URL of the node in a file", () => {
    it("connects to it, and keeps it out of messages", async () => {
      const { code, stderr } = await run(
        { SERVICECOIN_RPC_URL_FILE: await file("url", live().node.url) },
        "coin",
        "info",
      );
      expect([code, stderr]).to.deep.equal([0, ""]);
      const dead = await file("dead", "http://127.0.0.1:1/secret");
      const unreachable = await run({ SERVICECOIN_RPC_URL_FILE: dead }, "coin", "info");
      expect(errorIn(unreachable.stderr).code).to.equal("Unreachable");
      expect(unreachable.stderr).to.not.include("secret");
    });

    it("prefers the variable without a file", async () => {
      const env = { SERVICECOIN_RPC_URL: live().node.url, SERVICECOIN_RPC_URL_FILE: path.join(folder, "none") };
      expect((await run(env, "coin", "info")).code).to.equal(0);
    });
  });

  describe("given the password of a key in a file", () => {
    it("decrypts the key", async () => {
      const { address, privateKey } = live().wallet("alice");
      const json = encryptKeystoreJsonSync({ address, privateKey }, "correct", { scrypt: { N: 2 } });
      const keyfile = await file("key.json", json);
      const env = { SERVICECOIN_RPC_URL: live().node.url };
      const typed = ["coin", "balance", "--keyfile", keyfile];
      const right = await run({ ...env, SERVICECOIN_PASSWORD_FILE: await file("right", "correct") }, ...typed);
      expect([right.code, right.stderr]).to.deep.equal([0, ""]);
      expect(right.stdout).to.include(address);
      const wrong = await run({ ...env, SERVICECOIN_PASSWORD_FILE: await file("wrong", "other") }, ...typed);
      expect(errorIn(wrong.stderr).code).to.equal("WrongPassword");
    });
  });

  it("makes a key with the password in a file", async () => {
    const env = {
      SERVICECOIN_RPC_URL: live().node.url,
      SERVICECOIN_PASSWORD_FILE: await file("password", "long enough"),
    };
    const made = await run(env, "key", "new", "key.json");
    expect([made.code, made.stderr]).to.deep.equal([0, ""]);
    const { account } = JSON.parse(made.stdout) as { account: string };
    const balance = await run(env, "coin", "balance", "--keyfile", "key.json");
    expect(balance.stdout).to.include(account);
  });

  it("names the variable and the file that does not exist", async () => {
    const none = path.join(folder, "none");
    const { code, stderr } = await run({ SERVICECOIN_RPC_URL_FILE: none }, "coin", "info");
    expect(code).to.equal(2);
    expect(errorIn(stderr)).to.deep.include({
      code: "NoFile",
      args: { file: none, variable: "SERVICECOIN_RPC_URL_FILE" },
    });
  });

  it("names the file that cannot be read", async () => {
    const { stderr } = await run({ SERVICECOIN_RPC_URL_FILE: folder }, "coin", "info");
    expect(errorIn(stderr)).to.deep.include({ code: "UnreadableFile", args: { file: folder, code: "EISDIR" } });
  });
});
