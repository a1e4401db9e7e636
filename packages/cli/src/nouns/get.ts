import { parseScv } from "@servicecoin/sdk";
import { CliError } from "../errors/cliError.js";
import { fetchAndShow } from "../get/fetchAndShow.js";
import { bodyOf, FORM } from "../get/requestBody.js";
import { OutputFile } from "../get/outputFile.js";
import type { Input } from "../command/input.js";
import { repeatable, withExamples, type Noun } from "../command/noun.js";
import { scv } from "../output/value.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { parseText } from "../parse/parser.js";
import { parseHeader, parseMethod, parseUrl } from "../parse/url.js";
import { perform } from "../command/perform.js";
import type { Files } from "../session/files.js";

const MAX = parseScv("1");
const MAX_PER_DAY = parseScv("10");

const EXAMPLES = [
  "servicecoin get https://rain.example/report --account 1",
  "servicecoin get https://rain.example/report -o report.pdf --max 0.05 --only-services --yes --network sepolia",
  "servicecoin get https://rain.example/ask -d city=Bern -d unit=mm",
  'servicecoin get https://rain.example/ask -d @question.json -H "content-type: application/json"',
];

/** Fetches a page over HTTP, and pays for it if it costs SCV (x402). */
export const get: Noun = (command) => {
  command
    .option("-X, --request <method>", "HTTP method (default: GET, or POST with --data)")
    .option("-o, --output <file>", "write the response body to this file")
    .option("--max <amount>", `highest price to pay for the page (default: ${scv(MAX)})`)
    .option(
      "--max-per-day <amount>",
      `highest total to pay in 24 hours, including earlier pages (default: ${scv(MAX_PER_DAY)})`,
    )
    .option("--only-services", "pay only registered services, and at most their registered price");
  repeatable(command, "-d, --data <data>", "body to send: text, @file, or @- for stdin; several are joined with &");
  repeatable(command, "--data-binary <data>", "the same, with the line breaks of the file");
  repeatable(command, "-H, --header <header>", 'header to send, like "Name: value"; may be repeated');
  perform(withExamples(command, EXAMPLES), async (input, session) => {
    const file = input.option("output", parseText);
    const request = await requestIn(input, session.files);
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

/** Builds the request as curl does: a body makes it a POST, and is a form unless a header says otherwise. */
async function requestIn(input: Input, files: Files): Promise<Request> {
  const parts = [
    ...input.options("data", (data) => ({ data, isBinary: false })),
    ...input.options("data-binary", (data) => ({ data, isBinary: true })),
  ];
  const method = input.option("request", parseMethod) ?? (parts.length === 0 ? "GET" : "POST");
  const headers = new Headers(input.options("header", parseHeader));
  const url = input.arg("url", parseUrl);
  if (parts.length === 0) return new Request(url, { method, headers });
  if (["GET", "HEAD"].includes(method)) {
    throw new CliError("ConflictingOptions", `--data and --request ${method} conflict.`);
  }
  if (!headers.has("content-type")) headers.set("content-type", FORM);
  return new Request(url, { method, headers, body: new Uint8Array(await bodyOf(parts, files)) });
}
