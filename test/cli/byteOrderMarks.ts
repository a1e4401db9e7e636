import { expect } from "chai";
import { encryptKeystoreJsonSync } from "ethers";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { onANode } from "../fixtures/live.js";
import { withCli } from "../fixtures/liveCli.js";
import { members } from "../fixtures/proposals.js";
import { runCli } from "../fixtures/cli.js";

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_MARK = Buffer.from([0xff, 0xfe]);

onANode("cli: files with a byte order mark", (live) => {
  const cli = withCli(live);
  const fileOf = (name: string) => path.join(cli().folder, name);

  /** Writes a file as an editor on Windows does. */
  async function mark(name: string, isWide = false): Promise<void> {
    const text = await readFile(fileOf(name), "utf8");
    const bytes = isWide ? [UTF16_MARK, Buffer.from(text, "utf16le")] : [UTF8_MARK, Buffer.from(text)];
    await writeFile(fileOf(name), Buffer.concat(bytes));
  }

  for (const isWide of [false, true]) {
    it(`reads a deployment, a key, terms and a draft in ${isWide ? "UTF-16" : "UTF-8"}`, async () => {
      const { address, privateKey } = live().wallet("alice");
      const key = encryptKeystoreJsonSync({ address, privateKey }, "secret", { scrypt: { N: 1024 } });
      await writeFile(fileOf("key.json"), key);
      await cli().text("alice", "order", "draft", live().wallet("provider").address, "1", "--out", "terms.json");
      await members(live());
      const calls = [{ do: "pay", to: live().wallet("carol").address, amount: "1" }];
      await cli().write("draft.json", { description: "Pay carol", calls });
      for (const name of ["deployments/31337.json", "key.json", "terms.json", "draft.json"]) await mark(name, isWide);

      const env = { SERVICECOIN_RPC_URL: live().node.url, SERVICECOIN_PASSWORD: "secret" };
      const own = await runCli(["coin", "balance", "--keyfile", "key.json"], { cwd: cli().folder, env });
      expect([own.code, own.stdout.split("\n")[0]], own.stderr).to.deep.equal([0, `account  ${address}`]);
      expect(await cli().json<object>(undefined, "order", "show", "terms.json")).to.include({ state: "none" });
      const { proposalId } = await cli().json<{ proposalId: string }>("alice", "proposal", "propose", "draft.json");
      expect(proposalId).to.equal("1");
    });
  }
});
