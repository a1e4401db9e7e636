import { expect } from "chai";
import { encodeBytes32String, type ParamType } from "ethers";
import { ruleOf } from "../../packages/cli/src/command/confirm.js";
import { CliError } from "../../packages/cli/src/errors/cliError.js";
import { canceled } from "../../packages/cli/src/session/interruption.js";
import { Invocation } from "../../packages/cli/src/session/invocation.js";
import { networkOf, shownUrl } from "../../packages/cli/src/session/network.js";
import { argumentsOf, eventLine } from "../../packages/cli/src/output/event.js";
import { toJson } from "../../packages/cli/src/output/json.js";
import { Output } from "../../packages/cli/src/output/output.js";
import { Progress } from "../../packages/cli/src/output/progress.js";
import { payoutRule } from "../../packages/cli/src/output/deal.js";
import { plain } from "../../packages/cli/src/output/style.js";
import { table } from "../../packages/cli/src/output/table.js";
import { formatReference } from "../../packages/sdk/src/reference.js";
import { text, time } from "../../packages/cli/src/output/value.js";
import { settingsOf } from "../../packages/cli/src/session/settings.js";
import { ioOf, Sink } from "../fixtures/cli.js";
import { INTERFACES } from "../../packages/sdk/src/core/contracts.js";
import { decodeLogs, type ServiceCoinEvent } from "../../packages/sdk/src/core/events.js";
import { CONTRACTS, type ContractName } from "../../packages/sdk/src/core/contracts.js";

const ADDRESSES = Object.fromEntries(
  CONTRACTS.map((name, index) => [
    name,
    `0x${String(index + 1)
      .padStart(2, "0")
      .repeat(20)}`,
  ]),
) as Record<ContractName, string>;

function sampleOf({ type, baseType, arrayChildren, components }: ParamType): unknown {
  if (baseType === "array" && arrayChildren) return [sampleOf(arrayChildren)];
  if (components !== null) return Object.fromEntries(components.map((one) => [one.name, sampleOf(one)]));
  if (type === "address") return ADDRESSES.ServiceCoin;
  if (type === "bool") return true;
  if (type === "string") return "a\u001b[31mb";
  if (type === "bytes") return "0x1234";
  return type.startsWith("bytes") ? encodeBytes32String("invoice-7") : 2n;
}

/** An event as the chain would say it. */
function eventOf(contract: ContractName, name: string, values?: unknown[]): ServiceCoinEvent {
  const fragment = INTERFACES[contract].getEvent(name);
  if (fragment === null) throw new Error(`no event ${name}`);
  const log = INTERFACES[contract].encodeEventLog(fragment, values ?? fragment.inputs.map(sampleOf));
  const base = { address: ADDRESSES[contract], blockNumber: 7, transactionHash: `0x${"ab".repeat(32)}`, index: 0 };
  const [event] = decodeLogs(ADDRESSES, [{ ...base, ...log }]);
  if (event === undefined) throw new Error(`${name} is not decoded`);
  return event;
}

describe("cli output", () => {
  it("says before paying when the payee can take the money, and whether the payer can dispute", () => {
    const [arbiter, nobody] = [ADDRESSES.ServiceCoin, `0x${"0".repeat(40)}`];
    expect(payoutRule({ window: 0n, arbiter: nobody })).to.equal(
      "The payee can take the money as soon as it says that it delivered, without your consent. " +
        "There is no arbiter: you cannot dispute the delivery.",
    );
    expect(payoutRule({ window: 0n, arbiter })).to.match(/There is no time to dispute the delivery\.$/);
    expect(payoutRule({ window: 259_200n, arbiter: nobody })).to.equal(
      "The payee can take the money 3d after it says that it delivered. " +
        "There is no arbiter: you cannot dispute the delivery.",
    );
    expect(payoutRule({ window: 3_600n, arbiter })).to.equal(
      "The payee can take the money 1h after it says that it delivered, " +
        `unless you dispute the delivery before then: ${arbiter} then splits it.`,
    );
  });

  it("ends the last line of a page on a terminal, and changes no byte elsewhere", async () => {
    for (const [isTTY, page, shown] of [
      [true, "forecast", "forecast\n"],
      [true, "forecast\n", "forecast\n"],
      [true, "", ""],
      [false, "forecast", "forecast"],
    ] as const) {
      const stdout = Object.assign(new Sink(), { isTTY });
      const io = ioOf({ stdout });
      await new Output(io, false, new Progress(io.stderr)).writeBytes(Buffer.from(page));
      expect(stdout.text(), JSON.stringify([isTTY, page])).to.equal(shown);
    }
  });

  it("takes what moves the cursor out of the errors of strangers, and keeps their lines", () => {
    const stderr = new Sink();
    const cause = new Error("\u009b2Kwiped");
    const error = new CliError("X", "one\u001b[31m\r\ntwo\u202e", {}, 1, cause);
    new Invocation([], ioOf({ stderr })).output().fail(error, true);
    const said = stderr.text();
    expect(said).to.match(/^Error: one\\x1b\[31m \ntwo\\u\{202e\}\nCaused by: .*\\x9b2Kwiped/);
    expect(said).not.to.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  for (const contract of CONTRACTS) {
    INTERFACES[contract].forEachEvent(({ name, inputs }) => {
      it(`writes ${contract}.${name} and its JSON`, () => {
        const event = eventOf(contract, name);
        const rows = argumentsOf(event, ADDRESSES);
        expect(rows.map(([argument]) => argument)).to.deep.equal(inputs.map((input) => input.name));
        expect(eventLine(event, ADDRESSES)).to.not.match(/\p{Cc}|\[object|undefined/u);
        expect(toJson(event.args)).to.not.include("[object");
      });
    });
  }

  it("writes amounts, shares, times and assets by what they are", () => {
    const line = (contract: ContractName, name: string, values: unknown[]) =>
      Object.fromEntries(argumentsOf(eventOf(contract, name, values), ADDRESSES));
    const zero = `0x${"00".repeat(20)}`;
    const ref = encodeBytes32String("rent");
    expect(line("Treasury", "Paid", [ADDRESSES.ServiceCoin, zero, 10n ** 18n, ref])).to.deep.equal({
      asset: `${ADDRESSES.ServiceCoin} (ServiceCoin)`,
      to: zero,
      amount: "1 SCV",
      ref: '"rent"',
    });
    expect(line("Treasury", "Paid", [zero, zero, 10n ** 17n, ref])["amount"]).to.equal("0.1 ETH");
    expect(line("Treasury", "Paid", [ADDRESSES.PaymentHub, zero, 5n, ref])["amount"]).to.equal("5 base units");
    expect(line("PaymentHub", "FeeSet", [250])["fee"]).to.equal("2.5 %");
    expect(line("ServiceDAO", "GracePeriodSet", [60, 90_000])["newGracePeriod"]).to.equal("1d1h");
    expect(line("ServiceDAO", "ProposalQueued", [1, 1_767_225_600])["etaSeconds"]).to.equal("2026-01-01T00:00:00Z");
    expect(line("ServiceDAO", "VoteCast", [zero, 1, 1, 10n ** 18n, "yes"])).to.include({
      support: "for",
      weight: "1 SCV",
    });
  });

  it("lets no stranger write to the terminal", () => {
    expect(text("a\u001b[2Jb\nc\u202ed")).to.equal("a\\x1b[2Jb c\\u{202e}d");
    expect(text("x".repeat(2000))).to.match(/^x{160}\.\.\. \(2,000 characters\)$/);
    expect(formatReference(`0x1b${"00".repeat(31)}`)).to.equal(`0x1b${"00".repeat(31)}`);
    expect([time(0n), time(2n ** 48n)]).to.deep.equal(["never", "never"]);
  });

  it("puts numbers and amounts of a table to the right", () => {
    const rows = [
      ["a", "1 SCV"],
      ["bcde", "16.5 SCV"],
    ];
    const tableOf = (columns: number) => plain(table(["who", "amount"], rows, "Nobody.", columns));
    const shown = tableOf(14);
    expect(tableOf(13), "as a list, where it does not fit").to.equal(
      "who     a\namount  1 SCV\n\nwho     bcde\namount  16.5 SCV",
    );
    expect(table(["who", "amount"], [], "Nobody.", 80)).to.equal("Nobody.");
    expect(shown.split("\n")).to.deep.equal(["who     amount", "----  --------", "a        1 SCV", "bcde  16.5 SCV"]);
  });
});

describe("cli rules", () => {
  it("asks before spending on public chains only, and refuses where nobody can be asked", () => {
    const cases: [bigint, boolean, boolean, string][] = [
      [31337n, false, false, "go"],
      [1337n, false, false, "go"],
      [1n, false, true, "ask"],
      [11_155_111n, false, true, "ask"],
      [11_155_111n, false, false, "refuse"],
      [1n, true, false, "go"],
      [1n, true, true, "go"],
    ];
    for (const [chainId, isYes, canAsk, rule] of cases) expect(ruleOf(chainId, isYes, canAsk)).to.equal(rule);
  });

  it("says what Ctrl-C does not take back", () => {
    expect(canceled([])).to.include({ exitCode: 130, message: "Canceled. Nothing was sent." });
    expect(canceled(["0xab"]).message).to.equal("Canceled. Transaction 0xab was sent and may still be mined.");
    expect(canceled([], ["A payment of 0.05 SCV"]).message).to.equal(
      "Canceled. A payment of 0.05 SCV was signed and may still be collected.",
    );
  });

  it("chooses the node by options, then the environment, then the default", () => {
    const url = (...args: Parameters<typeof networkOf>) => networkOf(...args).url;
    expect(url(undefined, undefined, {})).to.equal("http://127.0.0.1:8545");
    expect(url(undefined, undefined, { SERVICECOIN_RPC_URL: "http://a" })).to.equal("http://a");
    expect(url(undefined, "http://b", { SERVICECOIN_RPC_URL: "http://a" })).to.equal("http://b");
    expect(url("sepolia", undefined, { SEPOLIA_RPC_URL: "http://c" })).to.equal("http://c");
    expect(url("my-net", undefined, { MY_NET_RPC_URL: "http://d" })).to.equal("http://d");
    expect(url("localhost", undefined, {})).to.equal("http://127.0.0.1:8545");
    expect(url("localhost", undefined, { SERVICECOIN_RPC_URL: "http://a", LOCALHOST_RPC_URL: "http://old" })).to.equal(
      "http://a",
    );
    expect(url("sepolia", undefined, { SEPOLIA_RPC_URL: "http://c", SERVICECOIN_RPC_URL: "http://a" })).to.equal(
      "http://c",
    );
    expect(() => url("sepolia", undefined, {})).to.throw("set SEPOLIA_RPC_URL");
    expect(() => url(undefined, "file:///x", {})).to.throw("must start with http:// or https://");
    expect(shownUrl("https://user:pass@host/v3/secret")).to.equal("https://host");
  });

  it("takes one key", () => {
    expect(() => settingsOf({ keyfile: "k", account: "1" }, {})).to.throw("only one of");
    expect(settingsOf({ account: "1" }, { SERVICECOIN_PRIVATE_KEY: "x" }).key).to.deep.equal({
      kind: "account",
      index: 1,
    });
    expect(settingsOf({}, { SERVICECOIN_PRIVATE_KEY: "x" }).key).to.deep.equal({ kind: "environment" });
    expect(settingsOf({ timeout: "2m" }, {})).to.include({ key: undefined, timeout: 120_000 });
  });
});
