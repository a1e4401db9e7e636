import { parseScv } from "@servicecoin/sdk";
import { CliError } from "../errors/cliError.js";
import { fetchAndShow } from "../get/fetchAndShow.js";
import { OutputFile } from "../get/outputFile.js";
import type { Input } from "../command/input.js";
import { repeatable, withExamples, type Noun } from "../command/noun.js";
import { scv } from "../output/value.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { parseText } from "../parse/parser.js";
import { parseHeader, parseMethod, parseUrl } from "../parse/url.js";
import { perform } from "../command/perform.js";

const MAX = parseScv("1");
const MAX_PER_DAY = parseScv("10");

const EXAMPLES = [
  "servicecoin get https://rain.example/report --account 1",
  "servicecoin get https://rain.example/report -o report.pdf --max 0.05 --only-services --yes --network sepolia",
  `servicecoin get https://rain.example/ask -X POST -d '{"city":"Bern"}' -H "content-type: application/json"`,
];

/** A page over HTTP, paid for if it costs something (x402). */
export const get: Noun = (command) => {
  command
    .option("-X, --request <method>", "GET, or POST with --data, unless told")
    .option("-d, --data <text>", "send this as the body")
    .option("-o, --output <file>", "write the answer to this file")
    .option("--max <amount>", `pay at most this for the page (default: ${scv(MAX)})`)
    .option(
      "--max-per-day <amount>",
      `pay at most this in 24 hours, with all earlier pages (default: ${scv(MAX_PER_DAY)})`,
    )
    .option("--only-services", "pay only services that are registered, and at most the price that they registered");
  repeatable(command, "-H, --header <header>", 'send this header, written like "Name: value"');
  perform(withExamples(command, EXAMPLES), async (input, session) => {
    const [request, file] = [requestIn(input), input.option("output", parseText)];
    const rules = {
      maxPerPayment: input.option("max", parsePositiveAmount) ?? MAX,
      maxPerDay: input.option("max-per-day", parsePositiveAmount) ?? MAX_PER_DAY,
      onlyServices: input.flag("only-services"),
    };
    const output = file === undefined ? undefined : await OutputFile.open(session.files, file);
    try {
      await fetchAndShow(session, request, rules, output);
    } finally {
      await output?.close();
    }
  });
};

function requestIn(input: Input): Request {
  const data = input.option("data", (data) => data);
  const method = input.option("request", parseMethod) ?? (data === undefined ? "GET" : "POST");
  const headers = input.options("header", parseHeader);
  const url = input.arg("url", parseUrl);
  if (data !== undefined && ["GET", "HEAD"].includes(method)) {
    throw new CliError("ConflictingOptions", `--data and --request ${method} do not go together.`);
  }
  return new Request(url, { method, headers, ...(data === undefined ? {} : { body: data }) });
}
