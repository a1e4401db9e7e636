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

/** Fetches a page over HTTP, and pays for it if it costs SCV (x402). */
export const get: Noun = (command) => {
  command
    .option("-X, --request <method>", "HTTP method (default: GET, or POST with --data)")
    .option("-d, --data <text>", "body to send")
    .option("-o, --output <file>", "write the response body to this file")
    .option("--max <amount>", `highest price to pay for the page (default: ${scv(MAX)})`)
    .option(
      "--max-per-day <amount>",
      `highest total to pay in 24 hours, including earlier pages (default: ${scv(MAX_PER_DAY)})`,
    )
    .option("--only-services", "pay only registered services, and at most their registered price");
  repeatable(command, "-H, --header <header>", 'header to send, like "Name: value"; may be repeated');
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
    throw new CliError("ConflictingOptions", `--data and --request ${method} conflict.`);
  }
  return new Request(url, { method, headers, ...(data === undefined ? {} : { body: data }) });
}
