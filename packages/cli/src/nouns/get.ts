import path from "node:path";
import { FileLedger, FileOpenPayments, payingFetch, type PricedPage, receiptOf } from "@servicecoin/gateway";
import { accountOf, parseScv } from "@servicecoin/sdk";
import { dataFolder } from "../session/folders.js";
import { CliError, EXIT } from "../errors/cliError.js";
import { OutputFile } from "../get/outputFile.js";
import { showPage } from "../get/page.js";
import { agreeToPay, type Offered } from "../get/price.js";
import type { Input } from "../command/input.js";
import { repeatable, withExamples, type Noun } from "../command/noun.js";
import { scv, text } from "../output/value.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { parseText } from "../parse/parser.js";
import { parseHeader, parseMethod, parseUrl } from "../parse/url.js";
import type { Session } from "../session/session.js";
import { perform } from "../command/query.js";

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

interface Limits {
  maxPerPayment: bigint;
  maxPerDay: bigint;
  onlyServices: boolean;
}

interface Bought {
  response: Response;
  /** What was shown before it was paid. */
  offer?: Offered | undefined;
  /** Forgets the payment: its answer is where it was wanted. */
  forget?: () => Promise<void>;
}

async function fetchAndShow(
  session: Session,
  request: Request,
  limits: Limits,
  output: OutputFile | undefined,
): Promise<void> {
  const { url } = request;
  const asked = await session.out.during(`Asking ${new URL(url).host}`, () => reach(url, () => fetch(request.clone())));
  const isForSale = asked.status === 402 && asked.headers.has("PAYMENT-REQUIRED");
  const bought: Bought = isForSale ? await buy(session, request, asked, limits) : { response: asked };
  const { response, offer, forget } = bought;
  const body = Buffer.from(await reach(url, () => response.arrayBuffer()));
  try {
    await showPage(session, { url, response, body, offer, receipt: receiptOf(response) }, output);
  } catch (error) {
    if (!(error instanceof CliError && error.code === "UnwritableFile")) await forget?.();
    throw error;
  }
  await forget?.();
}

/** Pays for a page that has said what it costs. */
async function buy(session: Session, request: Request, asked: Response, limits: Limits): Promise<Bought> {
  const client = await session.actor();
  const name = `${String(client.chainId)}-${(await accountOf(client)).toLowerCase()}`;
  const folder = dataFolder(session.io.env);
  const open = new FileOpenPayments(path.join(folder, `open-${name}`));
  const { timeout } = session.settings;
  let answer: Response | undefined = asked;
  let offer: Offered | undefined;
  let isAnswered = false;
  let forget = () => Promise.resolve();
  const onError = (error: unknown) => {
    session.out.note(`What became of the payment cannot be written down: ${text(String(error))}`);
  };
  const pay = payingFetch(client, {
    ...limits,
    ...(timeout === undefined ? {} : { patience: timeout / 1000 }),
    ledger: new FileLedger(path.join(folder, `spent-${name}.jsonl`)),
    open: {
      find: async (asked) => {
        const [payment] = await open.find(asked);
        if ((payment as typeof payment | undefined) === undefined) return [];
        session.out.note(repeatText(payment.page));
        return [payment];
      },
      keep: (asked, payment) => open.keep(asked, payment),
      drop: async (asked, payment) => {
        // That it was read is not enough: it may find no room on the disk.
        if (isAnswered) forget = () => open.drop(asked, payment).catch(onError);
        else await open.drop(asked, payment);
      },
    },
    onError,
    approve: async (page) => {
      offer = await agreeToPay(session, client, page);
      session.interruption.before(() => {
        session.out.note(`A payment of ${scv(page.amount)} was signed, and may still be taken.`);
      });
    },
    fetch: (...args) => {
      // It was asked for already, when nobody knew whether it costs anything.
      const [asking] = args;
      const isPaid = asking instanceof Request && asking.headers.has("PAYMENT-SIGNATURE");
      const first = isPaid ? undefined : answer;
      answer = undefined;
      return first === undefined ? fetch(...args) : Promise.resolve(first);
    },
  });
  const response = await pay(request);
  isAnswered = true;
  return { response, offer, forget: () => forget() };
}

function repeatText({ amount, payTo, url }: PricedPage): string {
  return `Sending again the payment of ${scv(amount)} to ${payTo} for ${text(url)}, of which it was not known what became.`;
}

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

async function reach<Result>(url: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new CliError("NoAnswer", `${url} does not answer: ${said}`, { url }, EXIT.unreachable, error);
  }
}
