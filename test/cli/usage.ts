import { expect } from "chai";
import type { Command } from "commander";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CliError } from "../../packages/cli/src/errors/cliError.js";
import { Invocation } from "../../packages/cli/src/session/invocation.js";
import { packedTerms } from "../../packages/cli/src/output/deal.js";
import { toJson } from "../../packages/cli/src/output/json.js";
import { metadataText } from "../../packages/cli/src/output/service.js";
import { parseRating, parseStars, typedRating } from "../../packages/cli/src/parse/rating.js";
import { createProgram } from "../../packages/cli/src/program.js";
import { toShown } from "../../packages/cli/src/errors/shownError.js";
import { packTerms } from "../../packages/sdk/src/deals.js";
import { ioOf } from "../fixtures/cli.js";
import { priceMetadata } from "../../packages/sdk/src/services/index.js";

const PAYEE = "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f";
const HASH = `0x${"12".repeat(32)}`;
const DEAL = {
  ...{ payer: PAYEE, payee: PAYEE, arbiter: PAYEE, price: "5", period: "0", start: "0" },
  ...{ deadline: "9", window: "0", feeBps: 100, ref: HASH },
};

/** What is typed, the error's code and its message. */
const REFUSALS: [typed: string, code: string, message: string | RegExp][] = [
  ["order open", "MissingArgument", "The argument payee is missing."],
  [`order open ${PAYEE}`, "MissingArgument", "The argument price is missing."],
  [`order open ${PAYEE} 0`, "BadAmount", /must be above zero/],
  [`order open ${PAYEE} 1 --window soon`, "BadDuration", /^--window/],
  [`order open ${PAYEE} 1 --deliver-within 999999999d`, "BadDuration", /^--deliver-within: "999999999d" is too long/],
  [`order open ${PAYEE} 1 --deliver-within 0s`, "BadDuration", '--deliver-within: "0s" must be above zero.'],
  [`subscription open ${PAYEE} 1 --fund 1 --period 0s`, "BadDuration", '--period: "0s" must be above zero.'],
  [
    `coin transfer ${PAYEE} ${"9".repeat(60)}`,
    "BadAmount",
    /^amount: "9+" is more than 79228162514\.264337593543950335 SCV/,
  ],
  [
    `stream open ${PAYEE} --fund 1 --per-second ${"9".repeat(20)}`,
    "BadAmount",
    /^--per-second: "9+" is more than 79228/,
  ],
  [`proposal execute 1 --value ${"9".repeat(60)}`, "BadAmount", /^--value: "9+" is too large\.$/],
  [`coin transfer ${PAYEE} 0`, "BadAmount", /must be above zero/],
  ["service register", "MissingOption", /^The service is empty: add --name/],
  ["service register --endpoint notaurl", "BadUrl", /^--endpoint: "notaurl" does not start with https/],
  ["service register --endpoint javascript:alert(1)", "BadUrl", /^--endpoint: "javascript:alert\(1\)" does not/],
  [`order open ${PAYEE} 1 --deadline 2d --deliver-within 2d`, "ConflictingOptions", /^--deadline and --deliver-within/],
  [`order open ${PAYEE} --terms deal.json`, "ConflictingOptions", "--terms already has the payee: omit the argument."],
  ["order open --terms deal.json --ref x", "ConflictingOptions", /^--terms and --ref/],
  ["order open --terms none.json", "NoFile", "none.json does not exist."],
  ["order open --terms text.json", "BadJson", "text.json is not a JSON document."],
  ["order open --terms list.json", "BadDocument", "list.json is not a deal: it has another structure."],
  ["order open --terms broken.json", "BadDocument", "broken.json is not a deal: deal.payee is missing or invalid."],
  ["order show 0x1234", "BadHash", /is not 32 bytes/],
  ["order show none.json", "NoFile", "none.json does not exist."],
  ["order draft --terms deal.json --out deal.json", "FileExists", /^deal.json already exists/],
  [`order sign ${PAYEE} 1 --valid-before 1h`, "MissingOption", "--valid-before applies to a payment: add --payment."],
  ["order submit release.json", "OtherKind", /use "servicecoin order submit-releases"/],
  ["order submit deal.json", "BadDocument", "deal.json is not a signed deal: signature is missing or invalid."],
  ["order submit payment.json", "BadDocument", "payment.json is not a signed payment: amount is missing or invalid."],
  ["order submit-releases deal.json", "BadDocument", /^deal.json is not a signed release: total/],
  ["order submit-releases list.json", "BadDocument", /^list.json is not a list of signed releases: 0/],
  ["quote sign", "MissingArgument", "The argument price is missing."],
  ["quote sign 5 --terms deal.json", "ConflictingOptions", "--terms already has the price: omit the argument."],
  ["quote pay deal.json", "BadDocument", "deal.json is not a quote: signature is missing or invalid."],
  [`stream open ${PAYEE} --per-second 1`, "MissingOption", /--fund/],
  [`stream open ${PAYEE} --fund 1`, "MissingOption", /^The rate is missing/],
  [`stream open ${PAYEE} --fund 1 --amount 3`, "MissingOption", "The option --for is missing."],
  [`stream open ${PAYEE} --fund 1 --amount 3 --for 1d --until 2d`, "ConflictingOptions", /^--for and --until/],
  [`stream open ${PAYEE} --fund 1 --amount 3 --per-second 1`, "ConflictingOptions", /^--per-second and --amount/],
  [`subscription open ${PAYEE} 1 --fund 1`, "MissingOption", "The option --period is missing."],
  [`subscription open ${PAYEE} 1 --fund 1 --period 1d --periods 0`, "BadNumber", /^--periods/],
  ["mandate charge mandate.json 1", "BadDocument", "mandate.json is not a mandate: limit is missing or invalid."],
  [`mandate sign ${PAYEE} 1`, "MissingOption", "The option --period is missing."],
  ["service register --uri a --name b", "ConflictingOptions", /^--uri and --name/],
  ["service register --description b", "MissingOption", "A registration file needs a name: add --name."],
  [`service register --name ${"x".repeat(129)}`, "RegistrationTooLarge", /^name has 129 characters/],
  ["service update 5", "MissingOption", /^There is nothing to change/],
  ["service search weather --order new", "BadChoice", /is not one of cheapest, best, registered/],
  ["service set-wallet deal.json", "BadDocument", /^deal.json is not a wallet consent: agentId/],
  [`feedback rate 5 101 --deal ${HASH}`, "BadRating", /is not between 0 and 100/],
  ["feedback rate 5 90", "MissingOption", /--deal/],
  ["validation respond 0x12 5", "BadHash", /is not 32 bytes/],
  [`validation respond ${HASH} 101`, "BadNumber", /between 0 and 100/],
  [
    `validation request 5 ${PAYEE} uri`,
    "MissingOption",
    "The request is missing: add --file with the request, or --hash.",
  ],
  [`validation request 5 ${PAYEE} uri --file none.json`, "NoFile", "none.json cannot be read."],
  ["validation list", "MissingOption", /add --service .* or --validator/i],
  ["get", "MissingArgument", /url/],
  ["get rain.example", "BadUrl", /does not start with http/],
  ["get file:///etc/passwd", "BadUrl", /does not start with http/],
  [
    "get http://me:secret@rain.example",
    "BadUrl",
    'url: "http://rain.example" must not contain a user name or password.',
  ],
  ["get http://rain.example -X G(T", "BadMethod", /is not an HTTP method/],
  ["get http://rain.example -H nothing", "BadHeader", /is not a header: write it like "Name: value"/],
  ["get http://rain.example -H a:ü", "BadHeader", /is not a header: write it like "Name: value"/],
  ["get http://rain.example -X GET -d x", "ConflictingOptions", "--data and --request GET conflict."],
  ["get http://rain.example --max 0", "BadAmount", /must be above zero/],
];

async function refusalOf(args: string[], cwd: string): Promise<CliError> {
  const program = await createProgram(new Invocation(args, ioOf({ cwd })));
  return toShown(await program.parseAsync(args, { from: "user" }).catch((thrown: unknown) => thrown));
}

describe("cli usage of deals and services", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-usage-"));
    const files = {
      "deal.json": { deal: DEAL },
      "broken.json": { deal: { ...DEAL, payee: "0x12" } },
      "release.json": { deal: DEAL, total: "1", signature: "0x" },
      "payment.json": { deal: DEAL, validBefore: "1", signature: "0x" },
      "mandate.json": DEAL,
      "list.json": [1],
    };
    for (const [name, document] of Object.entries(files)) {
      await writeFile(path.join(folder, name), JSON.stringify(document));
    }
    await writeFile(path.join(folder, "text.json"), "{");
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  for (const [typed, code, message] of REFUSALS) {
    it(`refuses "${typed.replace(/(x|9)\1{9,}/, "$1...")}" before a node is asked`, async () => {
      const args = [...typed.split(" "), "--rpc", "http://127.0.0.1:1"];
      const error = await refusalOf(args, folder);
      expect(error).to.be.instanceOf(CliError);
      expect([error.code, error.exitCode], error.message).to.deep.equal([code, 2]);
      if (typeof message === "string") expect(error.message).to.equal(message);
      else expect(error.message).to.match(message);
    });
  }

  it("describes every verb on one line, with examples below each noun", async () => {
    const nouns = ["order", "quote", "stream", "subscription", "mandate", "service", "feedback", "validation"];
    const program = await createProgram(new Invocation(nouns, ioOf()));
    for (const name of nouns) {
      const noun = program.commands.find((command) => command.name() === name) as Command;
      let help = "";
      noun.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
      expect(help).to.match(new RegExp(`\nExamples:\n {2}servicecoin ${name} `));
      for (const verb of noun.commands) {
        expect(verb.description(), `${name} ${verb.name()}`).to.match(/^[a-z][^\n]{9,99}[^.\n]$/);
        for (const option of verb.options) {
          expect(option.description, option.flags).to.not.equal("");
          expect(option.description.includes("(required)"), option.flags).to.equal(option.mandatory);
        }
      }
      // What the examples show can be typed.
      for (const [, shown = ""] of help.matchAll(/^ {2}servicecoin \w+ ([\w-]+)/gm)) {
        expect(noun.commands.map((verb) => verb.name())).to.include(shown);
      }
    }
  });

  it("reads and writes ratings exactly", () => {
    expect(parseRating("99.70", "value")).to.deep.equal({ value: 9970n, decimals: 2 });
    expect(parseRating("-3", "value")).to.deep.equal({ value: -3n, decimals: 0 });
    expect(parseStars("100.0", "stars")).to.deep.equal({ value: 1000n, decimals: 1 });
    expect(typedRating(-35n, 1)).to.equal("-3.5");
    for (const text of ["", "1.", ".5", "1e3", "1,5", "0x1"])
      expect(() => parseRating(text, "value")).to.throw(CliError);
    expect(() => parseStars("100.1", "stars")).to.throw(CliError, "between 0 and 100");
  });

  it("writes packed terms and metadata in words", () => {
    const terms = { payer: PAYEE, payee: PAYEE, arbiter: PAYEE, ref: HASH, price: 10n ** 18n, feeBps: 250n };
    const order = { ...terms, period: 0n, start: 0n, deadline: 1_767_225_600n, window: 3600n };
    expect(packedTerms(packTerms(order))).to.equal("1 SCV, until 2026-01-01T00:00:00Z, window 1h, fee 2.5 %");
    const stream = { ...terms, period: 1n, start: 1_767_225_600n, deadline: 0n, window: 0n };
    expect(packedTerms(packTerms(stream))).to.equal("1 SCV per second, from 2026-01-01T00:00:00Z, fee 2.5 %");
    expect(packedTerms(packTerms({ ...stream, period: 86_400n }))).to.match(/^1 SCV per 1d, /);
    expect(metadataText("price", priceMetadata(5n * 10n ** 17n))).to.equal("0.5 SCV");
    expect(metadataText("price", "0x12")).to.equal("0x12");
    expect(metadataText("unit", "0x1b5b326a")).to.equal("\\x1b[2j");
    expect(metadataText("any", "0xff")).to.equal("0xff");
  });

  it("escapes in JSON what would reach the terminal, and changes no text", () => {
    const text = "a\u007f\u009b\u202e\u2028\u{e0001}\u00e9\n\t";
    const json = toJson({ text });
    expect(json).to.equal('{\n  "text": "a\\u007f\\u009b\\u202e\\u2028\\udb40\\udc01\u00e9\\n\\t"\n}');
    expect(JSON.parse(json)).to.deep.equal({ text });
  });
});
