import { expect } from "chai";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { Invocation } from "../../packages/cli/src/session/invocation.js";
import { createProgram } from "../../packages/cli/src/program.js";
import { toShown } from "../../packages/cli/src/errors/shownError.js";
import { ioOf, MAIN, runCli } from "../fixtures/cli.js";
import { Payer, PRICE, settle } from "../fixtures/facilitator.js";
import { until } from "../fixtures/gateway.js";
import { onANode, type Live } from "../fixtures/live.js";
import { withServers } from "../fixtures/liveServers.js";
import { start, type Running } from "../fixtures/processes.js";

interface Listening {
  url: string;
  account: string;
  balance: string;
  journal: string;
  resumed: number;
}

onANode("cli: facilitator", (live) => {
  let folder: string;
  const keyAndState = (at: string) => ({
    SERVICECOIN_PRIVATE_KEY: live().wallet("stranger").privateKey,
    XDG_STATE_HOME: path.join(at, "state"),
  });
  const servers = withServers(live, "facilitator", keyAndState);
  const started = (...args: [says: string, ...string[]]) => servers().started(...args);
  const environment = () => ({ SERVICECOIN_RPC_URL: live().node.url, ...keyAndState(folder) });

  beforeEach(() => {
    ({ folder } = servers());
  });

  const listening = ({ stdout }: Running) => JSON.parse(stdout()) as Listening;
  const refusal = async (args: string[], env: Record<string, string | undefined> = {}) => {
    const options = { cwd: folder, env: { ...environment(), ...env } };
    const { code, stdout, stderr } = await runCli(["facilitator", "--port", "0", ...args, "--json"], options);
    expect(stdout, stderr).to.equal("");
    const lines = stderr.slice(stderr.indexOf('{\n  "error"'));
    const { error } = JSON.parse(lines) as { error: { code: string; message: string; args: Record<string, unknown> } };
    return { exit: code, ...error };
  };

  it("says where it listens, and ends cleanly on SIGTERM", async () => {
    const one = await started("resumed");
    const url = /^listening +(http:\/\/127\.0\.0\.1:\d+)$/m.exec(one.stdout())?.[1] ?? "";
    const account = live().wallet("stranger").address;
    const rest = one
      .stdout()
      .replace(/^listening.*\n/, "")
      .replace(/^balance .*\n/m, "");
    expect(rest.replace(/-[0-9a-f]{8}-0x/, "-<genesis>-0x").replace(folder, "<folder>")).to.equal(
      `chain           31337
account         ${account}
payments to     anyone
minimum amount  none
journal         <folder>/state/servicecoin/facilitator-31337-<genesis>-${account.toLowerCase()}.journal
for sale        ${url}/discovery/resources
read from       chain
resumed         0 batches
`,
    );
    expect((await fetch(`${url}/healthz`)).status).to.equal(200);
    const { kinds } = (await (await fetch(`${url}/supported`)).json()) as { kinds: unknown };
    expect(kinds).to.deep.equal([{ x402Version: 2, scheme: "exact", network: "eip155:31337" }]);
    const items = await (await fetch(`${url}/discovery/resources`)).json();
    expect(items).to.deep.include({ x402Version: 2, items: [] });
    one.child.kill("SIGTERM");
    const { code, stderr } = await one.ended;
    expect(code).to.equal(0);
    const messages = stderr
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { msg: string }).msg);
    expect(messages.shift()).to.match(/^a local chain: endpoints of this machine/);
    expect(messages).to.deep.equal(["listening", "request", "request", "stopped"]);
    // The lock is gone.
    expect(await readdir(path.join(folder, "state/servicecoin"))).to.have.length(1);
  });

  it("lists no services when it is told not to", async () => {
    const one = await started("\n}\n", "--json", "--no-discovery", "--log-level", "warn");
    expect(JSON.parse(one.stdout())).to.include({ discovery: null });
    expect((await fetch(`${listening(one).url}/discovery/resources`)).status).to.equal(404);
    one.child.kill("SIGTERM");
    expect((await one.ended).stderr).to.equal("");
  });

  it("ends cleanly on Ctrl-C", async () => {
    const one = await started("resumed", "--log-level", "silent");
    one.child.kill("SIGINT");
    const { code, stderr } = await one.ended;
    expect([code, stderr]).to.deep.equal([0, ""]);
  });

  it("settles for its payees only, and amounts that are worth it", async () => {
    const where = live().deployment;
    const wallet = (...[who]: Parameters<Live["wallet"]>) => live().wallet(who);
    const [payee, other] = [wallet("provider").address, wallet("bob").address];
    const one = await started("\n}\n", "--json", "--payee", payee, "--min-amount", "0.000000000000001");
    const { url, account } = listening(one);
    expect(account).to.equal(wallet("stranger").address);
    const payer = new Payer(wallet("alice"), where);
    const seconds = Math.max(0, Number(await live().now()) - Math.floor(Date.now() / 1000)) + 3_600;
    const reasonOf = (...paid: Parameters<Payer["pay"]>) =>
      payer
        .pay(...paid)
        .then((payment) => settle(() => url, payment))
        .then(
          () => "settled",
          (error: unknown) => (error as Error).message,
        );
    expect(await reasonOf(payee, {}, seconds)).to.equal("settled");
    expect(await reasonOf(payee, { amount: String(PRICE - 1n) }, seconds)).to.equal("amount_too_small");
    expect(await reasonOf(other, {}, seconds)).to.equal("payee_not_served");
  });

  it("uses a journal alone, also after it was killed", async () => {
    const journal = path.join(folder, "journal");
    const one = await started("\n}\n", "--json", "--journal", journal);
    const error = await refusal(["--journal", journal]);
    expect(error).to.deep.include({ exit: 2, code: "JournalInUse", args: { path: journal, pid: one.child.pid } });
    one.child.kill("SIGKILL");
    await one.ended;
    expect(listening(await started("\n}\n", "--json", "--journal", journal)).journal).to.equal(journal);
  });

  it("names the port that is taken", async () => {
    const { url } = listening(await started("\n}\n", "--json"));
    const { port } = new URL(url);
    const error = await refusal(["--port", port, "--journal", path.join(folder, "other")]);
    expect(error).to.deep.include({ exit: 2, code: "PortTaken", args: { host: "127.0.0.1", port: Number(port) } });
  });

  it("stops when its journal cannot be written, so that the next start reads the truth", async function () {
    if (process.platform === "win32") this.skip();
    // The system refuses to let the file grow.
    const limited = `trap '' XFSZ; ulimit -f 1; exec "$0" "$@"`;
    const typed = ["-c", limited, process.execPath, MAIN, "facilitator", "--port", "0", "--json"];
    const journal = path.join(folder, "journal");
    const one = start("bash", [...typed, "--deployment", servers().deployment, "--journal", journal], environment());
    servers().end(one);
    await one.says("\n}\n");
    const { url } = listening(one);
    const where = live().deployment;
    const wallet = (...[who]: Parameters<Live["wallet"]>) => live().wallet(who);
    const payer = new Payer(wallet("alice"), where);
    const seconds = Math.max(0, Number(await live().now()) - Math.floor(Date.now() / 1000)) + 3_600;
    const payments = await Promise.all([1, 2, 3].map(() => payer.pay(wallet("bob").address, {}, seconds)));
    let hasEnded = false;
    void one.ended.then(() => (hasEnded = true));
    const asked = Promise.all(
      payments.map(async ({ payload, requirements }) => {
        const body = JSON.stringify({ x402Version: 2, paymentPayload: payload, paymentRequirements: requirements });
        const headers = { "content-type": "application/json" };
        while (!hasEnded) {
          const response = await fetch(`${url}/settle`, { method: "POST", headers, body }).catch(() => undefined);
          if (response !== undefined && response.status !== 200) return response.status;
          if (response !== undefined) break;
        }
        return undefined;
      }),
    );
    const statuses = await asked;
    await until(() => hasEnded);
    const { code, stderr } = await one.ended;
    expect(statuses).to.include(503);
    expect([code, stderr.includes('"code": "JournalUnwritable"')]).to.deep.equal([1, true]);
    // What the disk took is read again, and each payment is made once.
    const again = listening(await started("\n}\n", "--json", "--journal", journal));
    const { coin } = await live().client("bob");
    const before = await coin.balanceOf(wallet("bob").address);
    await Promise.all(payments.map((payment) => settle(() => again.url, payment)));
    expect((await coin.balanceOf(wallet("bob").address)) - before).to.be.at.most(3n * PRICE);
    await Promise.all(payments.map((payment) => settle(() => again.url, payment)));
    const used = await coin.queryFilter(coin.filters.AuthorizationUsed(wallet("alice").address));
    expect(used).to.have.length(3);
    expect(await readFile(journal, "utf8")).to.include('"type":"sent"');
  });

  it("refuses to start without what it needs", async () => {
    const [poor, alice] = [live().wallet("poor"), live().wallet("alice")];
    await live().node.request("hardhat_setBalance", [poor.address, "0x0"]);
    const noEther = await refusal([], { SERVICECOIN_PRIVATE_KEY: poor.privateKey });
    expect(noEther).to.deep.include({ exit: 1, code: "NoEther", args: { account: poor.address, chainId: "31337" } });
    expect(await refusal([], { SERVICECOIN_PRIVATE_KEY: undefined })).to.deep.include({ exit: 2, code: "NoKey" });

    const written = JSON.parse(await readFile(servers().deployment, "utf8")) as { chainId: number; contracts: object };
    const elsewhere = path.join(folder, "elsewhere.json");
    await writeFile(elsewhere, JSON.stringify({ ...written, chainId: 1 }));
    expect(await refusal(["--deployment", elsewhere])).to.deep.include({ exit: 2, code: "WrongChain" });
    const contracts = { ...written.contracts, ServiceCoin: { address: alice.address } };
    await writeFile(elsewhere, JSON.stringify({ ...written, contracts }));
    expect(await refusal(["--deployment", elsewhere])).to.deep.include({ exit: 2, code: "NotDeployed" });

    const other = path.join(folder, "other");
    const one = await started("\n}\n", "--json", "--journal", other);
    one.child.kill("SIGTERM");
    await one.ended;
    const mine = await refusal(["--journal", other], { SERVICECOIN_PRIVATE_KEY: alice.privateKey });
    expect(mine).to.deep.include({ exit: 2, code: "OtherJournal" });
    await writeFile(other, "nonsense\nnonsense\n");
    expect(await refusal(["--journal", other])).to.deep.include({ exit: 2, code: "JournalDamaged" });
    expect(await refusal(["--host", "192.0.2.1"])).to.deep.include({ exit: 2, code: "BadHost" });
  });
});

describe("cli usage of the facilitator", () => {
  const refused: [typed: string, code: string, message: RegExp][] = [
    ["--port 70000", "BadNumber", /^--port/],
    ["--max-batch 201", "BadNumber", /^--max-batch.*between 1 and 200/],
    ["--max-batch 0", "BadNumber", /^--max-batch/],
    ["--capacity 0", "BadNumber", /^--capacity/],
    ["--confirmations 0", "BadNumber", /^--confirmations/],
    ["--payee me", "BadAddress", /^--payee/],
    ["--min-amount 0", "BadAmount", /^--min-amount/],
    ["--max-fee cheap", "BadFee", /^--max-fee.*gwei/],
    ["--max-fee 0.0", "BadFee", /^--max-fee/],
    ["--log-level loud", "BadChoice", /^--log-level/],
  ];
  for (const [typed, code, message] of refused) {
    it(`refuses "${typed}" before a node is asked`, async () => {
      const args = ["facilitator", ...typed.split(" "), "--rpc", "http://127.0.0.1:1"];
      const program = await createProgram(new Invocation(args, ioOf()));
      const error = toShown(await program.parseAsync(args, { from: "user" }).catch((thrown: unknown) => thrown));
      expect([error.code, error.exitCode], error.message).to.deep.equal([code, 2]);
      expect(error.message).to.match(message);
    });
  }
});
