import { expect } from "chai";
import { keccak256, toUtf8Bytes } from "ethers";
import { onANode } from "../fixtures/live.js";
import { withCli } from "../fixtures/liveCli.js";
import { seenBy } from "../fixtures/liveHub.js";
import { offered } from "../fixtures/liveServices.js";

onANode("cli: services", (live) => {
  const cli = withCli(live);
  const provider = () => live().wallet("provider").address;
  const terms = ["--category", "weather", "--price", "0.01", "--unit", "request", "--endpoint", "https://rain.example"];
  const register = (...more: string[]) =>
    cli().json<{ agentId: string }>("provider", "service", "register", ...terms, ...more);

  it("registers a service that a customer finds, orders from, rates, and sums up", async () => {
    await offered(seenBy(live(), "dave"), { price: 10n ** 18n, unit: "month" });
    const { agentId } = await register("--name", "Rain Report", "--description", "Rain by the hour");
    const [found, ...others] = await cli().json<{ agentId: string; wallet: string; price: string }[]>(
      undefined,
      ...["service", "search", "weather", "--max-price", "0.5"],
    );
    expect([found?.agentId, found?.price, others]).to.deep.equal([agentId, "10000000000000000", []]);
    const { dealId } = await cli().json<{ dealId: string }>("alice", "order", "open", String(found?.wallet), "2");
    await cli().refuse(
      "alice",
      ["feedback", "rate", agentId, "90", "--deal", dealId],
      1,
      "ReputationUnpaidDeal",
      /has not paid anything yet/,
    );
    await cli().text("alice", "order", "release", dealId);
    const rated = await cli().json<{ paid: string }>("alice", "feedback", "rate", agentId, "92.5", "--deal", dealId);
    expect(rated.paid).to.equal("2000000000000000000");
    expect(await cli().text(undefined, "feedback", "summary", agentId)).to.equal(`service             1
paid ratings        1
average             92.5
average by payment  92.5
paid by raters      2 SCV
`);
    const dave = live().wallet("dave").address;
    const rule = (...widths: number[]) => widths.map((width) => "-".repeat(width)).join("  ");
    const table = `service  name         price                 rating  ratings   paid  wallet${" ".repeat(38)}endpoint
${rule(7, 11, 20, 6, 7, 5, 42, 26)}
      1  Rain Report  0.01 SCV per request    92.5        1  2 SCV  ${provider()}  https://rain.example
      0               1 SCV per month                     0  0 SCV  ${dave}  https://a.example/forecast
`;
    expect(await cli().text(undefined, "service", "search", "weather")).to.equal(table);
    expect(await cli().text(undefined, "service", "search", "Weather")).to.equal(table);
    expect(await cli().text(undefined, "service", "search")).to.equal(table);
    expect(await cli().text(undefined, "service", "search", "maps")).to.equal("No service matches.\n");
    const rich = ["service", "search", "weather", "--min-rating", "80", "--text", "rain"];
    expect(await cli().json<unknown[]>(undefined, ...rich)).to.have.length(1);
  });

  it("shows a service with its file, and updates both", async () => {
    const { agentId } = await register("--name", "Rain Report");
    const update = ["service", "update", agentId, "--description", "By the hour", "--price", "0.02"];
    const { changes } = await cli().json<{ changes: { field: string; hash: string }[] }>("provider", ...update);
    expect(changes.map(({ field }) => field)).to.deep.equal(["uri", "price"]);
    const text = await cli().text(undefined, "service", "show", agentId);
    expect(await cli().text(undefined, "service", "show", agentId, "--file")).to.equal(text);
    expect(text).to.equal(`service         0
owner           ${provider()}
wallet          ${provider()}
category        weather
price           0.02 SCV per request
endpoint        https://rain.example
file            on the chain
paid ratings    0
paid by raters  0 SCV
name            Rain Report
description     By the hour
reached by      web https://rain.example
takes x402      no
active          yes
`);
    const again = await cli().json<{ changes: unknown[] }>("provider", ...update);
    expect(again.changes).to.deep.equal([]);
    await cli().refuse(
      "bob",
      ["service", "update", agentId, "--unit", "day"],
      1,
      "RegistryUnauthorized",
      /neither owns service 0/,
    );
    await cli().refuse("bob", ["service", "update", agentId], 2, "MissingOption", /^There is nothing to change/);
    await cli().refuse(undefined, ["service", "show", "77"], 1, "ERC721NonexistentToken", "Service 77 does not exist.");
  });

  it("says that a registration file on the chain cannot be read, and shows the rest", async () => {
    const { agentId } = await register("--uri", "data:application/json,{");
    expect(await cli().text(undefined, "service", "show", agentId)).to.match(
      /^file +on the chain, but it cannot be read$/m,
    );
    await cli().refuse(undefined, ["service", "show", agentId, "--file"], 1, "RegistrationInvalid", /./);
  });

  it("lists the services of all categories by page, the newest first", async () => {
    expect(await cli().text(undefined, "service", "list")).to.equal("No services.\n");
    await offered(seenBy(live(), "dave"), { category: "maps" });
    await register("--name", "Rain Report");
    await register("--name", "Snow Report");
    const [dave, wallet] = [live().wallet("dave").address, provider()];
    const header = "service  name         category  price                 wallet\n";
    const rule = `-------  -----------  --------  --------------------  ${"-".repeat(42)}\n`;
    const line = (id: number, name: string) => `      ${id}  ${name}  weather   0.01 SCV per request  ${wallet}\n`;
    expect(await cli().text(undefined, "service", "list", "--limit", "2")).to.equal(
      `${header}${rule}${line(2, "Snow Report")}${line(1, "Rain Report")}\nMore: servicecoin service list --before 1\n`,
    );
    const last = await cli().text(undefined, "service", "list", "--before", "1");
    expect(last)
      .to.match(new RegExp(`^ +0 +maps +.* ${dave}\\n$`, "m"))
      .and.not.include("More:");
    const all = await cli().json<{ agentId: string; name?: string }[]>(undefined, "service", "list");
    expect(all.map(({ agentId, name }) => [agentId, name])).to.deep.equal([
      ["2", "Snow Report"],
      ["1", "Rain Report"],
      ["0", undefined],
    ]);
  });

  it("keeps what strangers wrote from the terminal", async () => {
    const evil = "a\u001b[2Jb\u009b31mc\u202ed\u2028e\rf\u{e0001}g";
    await offered(seenBy(live(), "dave"), { category: "weather", unit: evil, endpoint: evil });
    for (const args of [
      ["service", "search", "weather"],
      ["service", "show", "0"],
    ]) {
      const { stdout } = await cli().run(undefined, ...args);
      expect(stdout)
        .to.include("a\\x1b[2Jb\\x9b31mc\\u{202e}d\\u{2028}e f\\u{e0001}g")
        .and.not.match(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      const json = await cli().run(undefined, ...args, "--json");
      expect(json.stdout).to.not.match(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      const read = [JSON.parse(json.stdout)].flat() as { endpoint: string }[];
      expect(read[0]?.endpoint).to.equal(evil);
    }
  });

  it("changes wallet and owner", async () => {
    const { agentId } = await register("--uri", "https://rain.example/agent.json");
    const carol = live().wallet("carol").address;
    await cli().text("carol", "service", "sign-wallet", agentId, "--out", "wallet.json");
    await cli().text("provider", "service", "set-wallet", "wallet.json");
    const wallet = async () => (await cli().json<{ wallet: string }>(undefined, "service", "show", agentId)).wallet;
    expect(await wallet()).to.equal(carol);
    await cli().text("provider", "service", "unset-wallet", agentId);
    expect(await cli().text(undefined, "service", "show", agentId)).to.match(/^wallet +none$/m);
    await cli().text("provider", "service", "transfer", agentId, carol);
    await cli().refuse(
      "provider",
      ["service", "unset-wallet", agentId],
      1,
      "RegistryUnauthorized",
      /neither owns service 0/,
    );
  });

  it("gives, lists, answers, shows and revokes feedback", async () => {
    const { agentId } = await register();
    const alice = live().wallet("alice").address;
    const give = ["feedback", "give", agentId, "99.7", "--tag1", "uptime", "--uri", "https://a.example/log"];
    expect((await cli().json<{ feedbackIndex: string }>("alice", ...give)).feedbackIndex).to.equal("1");
    await cli().text("provider", "feedback", "respond", agentId, alice, "1", "https://rain.example/answer");
    expect(await cli().text(undefined, "feedback", "show", agentId, alice, "1")).to.equal(`service    0
author     ${alice}
number     1
value      99.7
tag1       uptime
tag2
state      counts
responses  1
`);
    const summary = await cli().text(undefined, "feedback", "summary", agentId, alice, "--tag1", "uptime");
    expect(summary).to.equal("service   0\nfeedback  1\naverage   99.7\n");
    await cli().text("alice", "feedback", "revoke", agentId, "1");
    expect(await cli().json(undefined, "feedback", "list", agentId)).to.deep.equal([]);
    expect(await cli().text(undefined, "feedback", "list", agentId, alice, "--revoked")).to.match(
      / +1 +99\.7 +uptime +revoked\n$/,
    );
    await cli().refuse("provider", ["feedback", "give", agentId, "100"], 1, "ReputationSelfFeedback", /cannot rate it/);
  });

  it("asks a validator, who answers", async () => {
    const { agentId } = await register();
    const bob = live().wallet("bob").address;
    await cli().write("request.json", { task: "check" });
    const request = [
      "validation",
      "request",
      agentId,
      bob,
      "https://rain.example/request.json",
      "--file",
      "request.json",
    ];
    await cli().text("provider", ...request);
    const hash = keccak256(toUtf8Bytes(JSON.stringify({ task: "check" })));
    expect(await cli().text(undefined, "validation", "show", hash)).to.match(/^response +none yet$/m);
    await cli().refuse("alice", ["validation", "respond", hash, "1"], 1, "ValidationNotValidator", /^The request 0x/);
    await cli().text("bob", "validation", "respond", hash, "97", "--tag", "tests");
    const [listed] = await cli().json<{ response: string; requestHash: string }[]>(
      undefined,
      "validation",
      "list",
      "--validator",
      bob,
    );
    expect([listed?.requestHash, listed?.response]).to.deep.equal([hash, "97"]);
    expect(await cli().text(undefined, "validation", "list", "--service", agentId)).to.include("97 of 100");
  });
});
