import { expect } from "chai";
import { encryptKeystoreJsonSync, Wallet } from "ethers";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { folderWith, golden, runCli } from "../fixtures/cli.js";
import { onANode, type Live } from "../fixtures/live.js";
import { freePort } from "../fixtures/freePort.js";
import { findAnvil, startAnvil, type Node } from "../fixtures/processes.js";

const BOB = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const TRANSFER = ["coin", "transfer", BOB, "1"];

interface Refusal {
  title: string;
  args: string[];
  env?: Record<string, string>;
  exit: number;
  code: string;
  message: string | RegExp;
}

/** Expects the refusal as text and as JSON, with nothing on stdout and no stack trace. */
async function expectRefusal({ args, env = {}, exit, code, message }: Refusal, cwd: string): Promise<void> {
  const text = await runCli(args, { cwd, env });
  expect([text.code, text.stdout], text.stderr).to.deep.equal([exit, ""]);
  expect(text.stderr).to.not.match(/^ +at /m);
  if (typeof message === "string") expect(text.stderr).to.equal(`Error: ${message}\n`);
  else expect(text.stderr).to.match(message);
  const json = await runCli([...args, "--json"], { cwd, env });
  expect([json.code, json.stdout]).to.deep.equal([exit, ""]);
  const { error } = JSON.parse(json.stderr) as { error: { code: string; message: string; args: object } };
  expect(error.code).to.equal(code);
  expect(`Error: ${error.message}\n`).to.equal(text.stderr);
  expect(error.args).to.be.an("object");
}

describe("cli: refusals without a node", function () {
  const SECRET = "7".repeat(63);
  const REFUSALS: Refusal[] = [
    {
      title: "unknown noun",
      args: ["coni"],
      exit: 2,
      code: "UnknownCommand",
      message: "unknown command 'coni' (Did you mean coin?)",
    },
    {
      title: "unknown verb",
      args: ["coin", "blance"],
      exit: 2,
      code: "UnknownCommand",
      message: "unknown command 'blance' (Did you mean balance?)",
    },
    {
      title: "help about an unknown noun",
      args: ["nonsense", "--help"],
      exit: 2,
      code: "UnknownCommand",
      message: "unknown command 'nonsense'",
    },
    {
      title: "help about an unknown verb",
      args: ["help", "coin", "nonsense"],
      exit: 2,
      code: "UnknownCommand",
      message: "unknown command 'nonsense'",
    },
    {
      title: "unknown option",
      args: ["coin", "info", "--netwrk", "x"],
      exit: 2,
      code: "UnknownOption",
      message: "unknown option '--netwrk' (Did you mean --network?)",
    },
    {
      title: "missing argument",
      args: ["coin", "transfer", BOB],
      exit: 2,
      code: "MissingArgument",
      message: "missing required argument 'amount'",
    },
    {
      title: "too many arguments",
      args: [...TRANSFER, "2"],
      exit: 2,
      code: "TooManyArguments",
      message: /too many arguments/,
    },
    {
      title: "bad amount",
      args: ["coin", "transfer", BOB, "1,5"],
      exit: 2,
      code: "BadAmount",
      message: 'amount: "1,5" is not an amount of SCV: write it like 1.5, with at most 18 decimals.',
    },
    {
      title: "bad address",
      args: ["coin", "transfer", "0x12", "1"],
      exit: 2,
      code: "BadAddress",
      message: 'to: "0x12" is not an address: write 0x and 40 hex digits.',
    },
    {
      title: "ENS name",
      args: ["coin", "balance", "alice.eth"],
      exit: 2,
      code: "BadAddress",
      message: /ENS name\. They are not supported/,
    },
    {
      title: "bad reference",
      args: [...TRANSFER, "--ref", "0x12"],
      exit: 2,
      code: "BadReference",
      message: /--ref: "0x12" is not 32 bytes/,
    },
    {
      title: "a key where an address belongs",
      args: ["coin", "balance", `${SECRET}7`],
      exit: 2,
      code: "BadAddress",
      message: 'account: "<64 hex digits>" is not an address: write 0x and 40 hex digits.',
    },
    {
      title: "a key where a command belongs",
      args: [`0x${SECRET}7`],
      exit: 2,
      code: "UnknownCommand",
      message: "unknown command '<64 hex digits>'",
    },
    {
      title: "unknown event",
      args: ["events", "--name", "Transfr"],
      exit: 2,
      code: "BadChoice",
      message: /--name: "Transfr" is not one of .*Transfer/,
    },
    {
      title: "unknown network",
      args: ["coin", "info", "--network", "moon"],
      exit: 2,
      code: "UnknownNetwork",
      message: 'No URL for the network "moon": set MOON_RPC_URL, or add --rpc <url>.',
    },
    {
      title: "bad URL",
      args: ["coin", "info", "--rpc", "localhost:8545"],
      exit: 2,
      code: "BadUrl",
      message: "The URL of the node must start with http:// or https://.",
    },
    {
      title: "several keys",
      args: [...TRANSFER, "--account", "1", "--keyfile", "x"],
      exit: 2,
      code: "ManyKeys",
      message: /^Error: Use only one of/,
    },
    {
      title: "deploy outside a clone",
      args: ["deploy"],
      exit: 2,
      code: "NoClone",
      message: 'Deployment needs a clone of the repository: change to it, run "npm ci", and try again.',
    },
    {
      title: "deploy with a key that it does not take",
      args: ["deploy", "--account", "1"],
      exit: 2,
      code: "UnsupportedOption",
      message: "deploy signs with the first account of the local node: omit --keyfile, --keystore and --account.",
    },
  ];
  for (const refusal of REFUSALS) it(refusal.title, () => expectRefusal(refusal, "/"));

  it("no node: exit code 3, and the URL's key is not shown", async () => {
    const rpc = `http://127.0.0.1:${await freePort()}`;
    const message = `No node responds at ${rpc}: check --rpc or --network.`;
    const args = ["coin", "info", "--rpc", `${rpc}/v3/secret`];
    await expectRefusal({ title: "", args, exit: 3, code: "Unreachable", message }, "/");
    const debug = await runCli([...args, "--debug"]);
    expect(debug.stderr).to.include("Caused by:").and.not.include("secret");
    expect((await runCli(["doctor", "--rpc", rpc])).code).to.equal(3);
  });

  it("shows help with examples: complete with 0, where a command is missing with 2", async () => {
    for (const args of [
      ["--help"],
      ["coin", "--help"],
      ["events", "--help"],
      ["deploy", "--help"],
      ["doctor", "--help"],
    ]) {
      const { code, stdout, stderr } = await runCli(args);
      expect([code, stderr]).to.deep.equal([0, ""]);
      expect(stdout).to.include("--network <name>").and.include("Examples:\n  servicecoin ");
    }
    const transfer = await runCli(["coin", "transfer", "--help"]);
    expect(transfer.stdout).to.match(/^Usage: servicecoin coin transfer /);
    for (const args of [
      ["help", "coin", "transfer"],
      ["coin", "help", "transfer"],
    ]) {
      expect(await runCli(args), args.join(" ")).to.deep.equal(transfer);
    }
    expect((await runCli(["help", "coin"])).stdout).to.match(/^Usage: servicecoin coin \[/);
    expect((await runCli(["help"])).stdout).to.match(/^Usage: servicecoin \[/);
    const { code, stdout, stderr } = await runCli(["coin"]);
    expect([code, stdout]).to.deep.equal([2, ""]);
    expect(stderr).to.match(/^Usage: servicecoin coin/);
    expect((await runCli(["--version"])).stdout).to.match(/^\d+\.\d+\.\d+\n$/);
  });
});

onANode("cli: refusals", (live) => {
  let cwd: string;
  let rpc: string[];

  before(async () => {
    cwd = await folderWith(live().deployment);
    rpc = ["--rpc", live().node.url];
    const wallet = { address: live().wallet("alice").address, privateKey: live().wallet("alice").privateKey };
    await writeFile(path.join(cwd, "key.json"), encryptKeystoreJsonSync(wallet, "secret", { scrypt: { N: 1024 } }));
    await writeFile(path.join(cwd, "broken.json"), "{");
  });

  after(() => rm(cwd, { recursive: true }));

  const refuse = (refusal: Omit<Refusal, "title">, folder = cwd) =>
    expectRefusal({ ...refusal, title: "", args: [...refusal.args, ...rpc] }, folder);

  it("missing, malformed and impossible keys, which are never quoted", async () => {
    await refuse({
      args: TRANSFER,
      exit: 2,
      code: "NoKey",
      message: /^Error: No key to sign with: use --keyfile/,
    });
    for (const [args, message] of [
      [["coin", "balance"], /^Error: Name the account, or use your own: --keyfile/],
      [["coin", "allowance", BOB], /^Error: Name the owner, or use your own: --keyfile/],
      [["votes", "show"], /^Error: Name the account, or use your own: --keyfile/],
    ] as const) {
      await refuse({ args: [...args], exit: 2, code: "NoKey", message });
    }
    const digits = "SERVICECOIN_PRIVATE_KEY is not a private key: it must be 64 hex digits.";
    const range =
      "SERVICECOIN_PRIVATE_KEY is not valid: a private key is above 0 and below the order of the curve secp256k1.";
    for (const key of ["7".repeat(63), "0x77", "not a key", "0".repeat(64), "f".repeat(64)]) {
      const message = key.length === 64 ? range : digits;
      await refuse({ args: TRANSFER, env: { SERVICECOIN_PRIVATE_KEY: key }, exit: 2, code: "BadKey", message });
    }
    const { stderr } = await runCli([...TRANSFER, ...rpc, "--debug"], {
      cwd,
      env: { SERVICECOIN_PRIVATE_KEY: "f".repeat(64) },
    });
    expect(stderr).to.not.include("ffff");
    await refuse({ args: [...TRANSFER, "--account", "99"], exit: 2, code: "NoAccount", message: /has no account 99/ });
  });

  it("keyfiles: opened by a password, and refused otherwise", async () => {
    const args = ["coin", "balance", "--keyfile", "key.json", ...rpc];
    const { code, stdout } = await runCli(args, { cwd, env: { SERVICECOIN_PASSWORD: "secret" } });
    expect([code, stdout.split("\n")[0]]).to.deep.equal([0, `account  ${live().wallet("alice").address}`]);
    const keyfile = (file: string) => ["coin", "balance", "--keyfile", file];
    await refuse({ args: keyfile("key.json"), exit: 2, code: "NoPassword", message: /set SERVICECOIN_PASSWORD/ });
    const env = { SERVICECOIN_PASSWORD: "wrong" };
    await refuse({
      args: keyfile("key.json"),
      env,
      exit: 2,
      code: "WrongPassword",
      message: "The password does not open key.json.",
    });
    await refuse({ args: keyfile("none.json"), exit: 2, code: "NoKeyfile", message: "none.json does not exist." });
    await refuse({ args: keyfile("broken.json"), exit: 2, code: "BadKeyfile", message: /not an encrypted JSON key/ });
  });

  it("no deployment, a damaged one, one of another chain, one whose contracts are not there: exit code 2", async () => {
    const info = ["coin", "info"];
    const message =
      "No deployments/31337.json here or in a parent folder: deploy first, or name the file with --deployment.";
    await refuse({ args: info, exit: 2, code: "NoDeployment", message }, "/");
    const named = (file: string) => [...info, "--deployment", file];
    await refuse({ args: named("none.json"), exit: 2, code: "NoDeployment", message: "none.json does not exist." });
    await refuse({
      args: named("broken.json"),
      exit: 2,
      code: "BadDeployment",
      message: /broken.json is not a deployment record/,
    });
    await writeFile(path.join(cwd, "other.json"), JSON.stringify({ ...live().deployment, chainId: 1 }));
    await refuse({
      args: named("other.json"),
      exit: 2,
      code: "WrongChain",
      message: "The node is on chain 31337, not on 1.",
    });
    const sepolia = "The node is on chain 31337, not on 11155111.";
    await refuse({ args: [...info, "--network", "sepolia"], exit: 2, code: "WrongChain", message: sepolia });
    const contracts = { ...live().deployment.contracts, Treasury: { address: BOB } };
    await writeFile(path.join(cwd, "gone.json"), JSON.stringify({ chainId: 31337, contracts }));
    await refuse({ args: named("gone.json"), exit: 2, code: "NotDeployed", message: /has no Treasury at/ });
  });

  it("an account without ether: exit code 1", async () => {
    const env = { SERVICECOIN_PRIVATE_KEY: Wallet.createRandom().privateKey };
    const message = "The account cannot pay for gas: send it some ether on this chain.";
    await refuse({ args: ["coin", "approve", BOB, "1"], env, exit: 1, code: "Unfunded", message });
  });
});

onANode("cli: a public chain", (live) => {
  let sepolia: Node | undefined;
  let cwd: string;

  before(async function () {
    const anvil = findAnvil();
    const isAnvil = /^anvil/.test((await live().node.request("web3_clientVersion")) as string);
    if (anvil === undefined || !isAnvil) this.skip();
    sepolia = await startAnvil(anvil, "--chain-id", "11155111");
    await sepolia.request("anvil_loadState", [await live().node.request("anvil_dumpState")]);
    cwd = await folderWith(live().deployment, 11_155_111);
  });

  after(async () => {
    await sepolia?.stop();
    if (sepolia !== undefined) await rm(cwd, { recursive: true });
  });

  const run = (who: Parameters<Live["wallet"]>[0], ...args: string[]) =>
    runCli([...args, "--rpc", sepolia?.url ?? ""], {
      cwd,
      env: { SERVICECOIN_PRIVATE_KEY: live().wallet(who).privateKey },
    });

  it("shows what it would do and refuses without --yes, and spends with it", async () => {
    const shown = `Send 1 SCV to ${BOB}
  chain        11155111
  account      ${live().wallet("alice").address}
  maximum fee  <fee> ETH
`;
    const refused = await run("alice", ...TRANSFER);
    expect(golden(refused.stderr)).to.equal(
      `${shown}Error: Chain 11155111 is public, and there is no terminal for a prompt: add --yes to spend.\n`,
    );
    expect([refused.code, refused.stdout]).to.deep.equal([2, ""]);
    const json = await run("alice", ...TRANSFER, "--json");
    expect(JSON.parse(json.stderr)).to.have.nested.property("error.code", "NotConfirmed");
    expect((await run("alice", "coin", "balance", BOB)).stdout).to.include("16 SCV");

    const done = await run("alice", ...TRANSFER, "--yes");
    expect(golden(done.stderr)).to.equal(shown);
    expect(done.code).to.equal(0);
    expect((await run("alice", "coin", "balance", BOB)).stdout).to.include("17 SCV");
  });

  it("has no accounts of the node", async () => {
    const { code, stderr } = await run("alice", ...TRANSFER, "--account", "1");
    expect([code, stderr]).to.deep.equal([
      2,
      "Error: --account works only on local nodes (chain 31337), and this is chain 11155111: use a key.\n",
    ]);
  });
});
