import { expect } from "chai";
import { parseEther } from "ethers";
import path from "node:path";
import { createPersonalClient, signInMessage } from "../../packages/indexer/src/personal.js";
import { runCli, runUntilInterrupted } from "../fixtures/cli.js";
import { until } from "../fixtures/gateway.js";
import { onANode } from "../fixtures/live.js";
import { withServers } from "../fixtures/liveServers.js";
import type { Running } from "../fixtures/processes.js";

interface Started {
  database: string;
  chainId: string;
  api: string;
}

onANode("cli: the API of index", (live) => {
  const servers = withServers(live, "index", (folder) => ({ SERVICECOIN_DATA: path.join(folder, "data") }));
  const started = (...args: [says: string, ...string[]]) => servers().started(...args);
  const startedAs = ({ stdout }: Running) => JSON.parse(stdout()) as Started;

  it("answers what happened, also when the account asks for a block that is not indexed yet", async () => {
    const one = await started("\n}\n", "--json");
    const { api } = startedAs(one);
    const [alice, bob] = [await live().client("alice"), live().wallet("bob").address];
    const sent = await (await alice.coin.transfer(bob, parseEther("1.5"))).wait();
    const answer = await fetch(`${api}/accounts/${bob}?minBlock=${sent?.blockNumber}`);
    const { data } = (await answer.json()) as { data: { balance: string } };
    expect(data.balance).to.equal(String(parseEther("17.5")));
    expect((await fetch(`${api}/health/ready`)).status).to.equal(200);
    one.child.kill("SIGTERM");
    expect(await one.ended).to.deep.include({ code: 0, stderr: "" });
  });

  it("says where it listens, and ends cleanly on Ctrl-C", async () => {
    const one = await started("documents");
    expect(one.stdout()).to.match(/^API +http:\/\/127\.0\.0\.1:\d+$/m);
    one.child.kill("SIGINT");
    const { code, stderr } = await one.ended;
    expect(code).to.equal(0);
    expect(stderr).to.match(/(^|\n)Stopped\.\n$/);
  });

  it("names the port that is taken", async function () {
    const { port } = new URL(startedAs(await started("\n}\n", "--json")).api);
    const other = path.join(servers().folder, "other.sqlite");
    const second = servers().run("--port", port, "--database", other, "--json");
    const { code, stdout, stderr } = await second.ended;
    expect([code, stdout]).to.deep.equal([2, ""]);
    expect((JSON.parse(stderr) as { error: { code: string } }).error).to.deep.include({ code: "PortTaken" });
  });

  it("answers in further processes from the same database", async () => {
    const { api: first, database } = startedAs(await started("\n}\n", "--json"));
    await until(async () => (await fetch(`${first}/health/ready`)).status === 200);
    const second = runUntilInterrupted(["index", "api", "--database", database, "--port", "0", "--json"]);
    await until(() => second.stdout().endsWith("}\n"));
    const { api } = JSON.parse(second.stdout()) as Started;
    const status = (await (await fetch(`${api}/status`)).json()) as { data: { chainId: number } };
    expect(status.data.chainId).to.equal(31337);
    second.interrupt();
    expect(await second.ended).to.deep.include({ code: 0, stderr: "" });
  });

  it("lets users of an allowed site sign in with --personal, and nobody without", async function () {
    const page = ["--allow-origin", "https://page.example"];
    const inFolder = (file: string) => path.join(servers().folder, file);
    const { api: without } = startedAs(
      await started("\n}\n", "--json", "--database", inFolder("plain.sqlite"), ...page),
    );
    expect((await fetch(`${without}/session/nonce`)).status).to.equal(404);
    const { api } = startedAs(
      await started("\n}\n", "--json", "--database", inFolder("kept.sqlite"), "--personal", ...page),
    );
    await until(async () => (await fetch(`${api}/health/ready`)).status === 200);
    const client = createPersonalClient(api);
    const { nonce, chainId } = await client.nonce();
    const wallet = live().wallet("alice");
    const times = { issuedAt: new Date(), expiresAt: new Date(Date.now() + 60_000) };
    const fields = { origin: "https://page.example", address: wallet.address, statement: "Sign in.", chainId, nonce };
    const message = signInMessage({ ...fields, ...times });
    const { account } = await client.signIn({ message, signature: await wallet.signMessage(message) });
    expect(account).to.equal(wallet.address);
  });

  it("refuses to answer from what is no index", async () => {
    const args = ["index", "api", "--database", "none.sqlite", "--port", "0", "--json"];
    const { code, stdout, stderr } = await runCli(args, { cwd: servers().folder });
    expect([code, stdout]).to.deep.equal([2, ""]);
    expect((JSON.parse(stderr) as { error: { code: string } }).error).to.include({ code: "BadDatabase" });
  });
});
