import { expect } from "chai";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Reader } from "../../../packages/indexer/src/query/reader.js";
import { InvalidPeriod } from "../../../packages/indexer/src/statistics/period.js";
import { dailyReport, type DailyReport } from "../../../packages/indexer/src/statistics/report/dailyReport.js";
import { PeriodError } from "../../../packages/indexer/src/statistics/statistics.js";
import { account, EventLog } from "../../fixtures/eventLog.js";
import { randomEvents } from "../../fixtures/randomEvents.js";

const SCV = 10n ** 18n;
const NIGHT = Date.UTC(2024, 5, 15) / 1000;
const [ann, ben, cat] = [1, 2, 3].map((number) => account(number)) as [string, string, string];

/** A name that tries to end the cell, run a script, move the cursor of a terminal and turn the line around. */
const ODD = `</bdi></table><script>alert("1")</script><img src=x onerror='alert(2)'>\u001b[2J\u202Eevil`;

function registered(log: EventLog, service: bigint, wallet: string): EventLog {
  return log.emit(
    ["ServiceRegistry", "Transfer", [account(0), wallet, service]],
    ["ServiceRegistry", "Registered", [service, "https://shop.example/file.json", wallet]],
    ["ServiceRegistry", "MetadataSet", [service, "agentWallet", "agentWallet", wallet]],
  );
}

describe("statistics: the daily report", function () {
  let folder: string;
  const open: { close: () => Promise<void> }[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "report-"));
  });

  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  async function reportOf(log: EventLog, day: string): Promise<DailyReport> {
    const file = path.join(await mkdtemp(path.join(folder, "test-")), "index.db");
    const database = await log.index(file);
    open.push(database);
    // Registration files are read without such characters. The report does not rely on that.
    await database.run("UPDATE services SET name = ?", [ODD]);
    const reader = await Reader.open(file);
    open.push(reader);
    const report = await dailyReport(reader, day);
    const kept = process.env["REPORT_HTML"];
    if (kept !== undefined) await writeFile(`${kept}-${day}-${report.html.length}.html`, report.html);
    return report;
  }

  function oddDay(): EventLog {
    const log = new EventLog("odd").at(NIGHT).mint(1_000n * SCV, ann, ben);
    registered(log, 1n, cat);
    log
      .at(NIGHT + 3_600)
      .x402(ann, cat, 12n * SCV + 5n)
      .x402(ben, cat, 30n * SCV);
    return log.at(NIGHT + 7_200).pay(cat, ben, 10n * SCV);
  }

  it("says in the text what was paid, to whom, and how far the day is indexed", async () => {
    const { text } = await reportOf(oddDay(), "2024-06-15");
    expect(text).to.contain(
      "ServiceCoin on 2024-06-15 (UTC), chain 31337\nThe day is not over. Up to block 3 of 2024-06-15 02:00:00 UTC.",
    );
    expect(text).to.match(/Gross volume +52 SCV/);
    expect(text).to.match(/Without circles +32 SCV +61\.53 % of gross/);
    expect(text).to.match(/Paid in circles +20 SCV/);
    expect(text).to.match(/Median price +12 SCV/);
    // Ben paid 30, of which Cat paid back 10.
    expect(text).to.match(/x402 +42 SCV +32 SCV without circles; 2 payers, the largest with 71\.42 %/);
    expect(text).to.match(/transfer +10 SCV +0 SCV without circles; 1 payer\n/);
    expect(text).to.match(/Volume +42 SCV +32 SCV without circles/);
    expect(text).to.contain(`(${account(3)})`);
  });

  it("keeps a name from writing on the terminal", async () => {
    const { text } = await reportOf(oddDay(), "2024-06-15");
    expect(text).to.not.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(text).to.contain("<script>alert");
  });

  it("keeps a name from being markup of the page", async () => {
    const { html } = await reportOf(oddDay(), "2024-06-15");
    expect(html).to.contain("&lt;/bdi&gt;&lt;/table&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
    expect(html).to.not.match(/<script|<img|\u202e/i);
    expect(html.match(/<bdi>/g)).to.have.length(1);
    expect(html).to.match(/<th>x402<\/th><td>2<\/td><td>42<\/td><td>32<\/td><td>2<\/td><td>71\.42 %<\/td><td>0<\/td>/);
  });

  it("is one page that requests nothing", async () => {
    const { html } = await reportOf(randomEvents("report"), "2024-03-20");
    expect(html).to.not.match(/https?:|\b(?:src|href)=|@import|url\(|<link|<script|<iframe/i);
    expect(html).to.contain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html.match(/<svg /g)).to.have.length(3);
    // Every tag that is opened is closed, in order.
    const stack: string[] = [];
    for (const [, slash, name, rest] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^>"])*)>/g)) {
      if (slash === "/") expect(stack.pop(), `before </${name}>`).to.equal(name);
      else if (rest?.endsWith("/") === false && name !== "meta") stack.push(name as string);
    }
    expect(stack).to.deep.equal([]);
  });

  it("has the day and its hours as CSV, with every digit", async () => {
    const { csv, statistics } = await reportOf(oddDay(), "2024-06-15");
    const [header, ...rows] = csv
      .trimEnd()
      .split("\r\n")
      .map((line) => line.split(","));
    const column = (name: string) => rows.map((row) => row[header?.indexOf(name) ?? -1]);
    expect(column("period.key")).to.deep.equal(["2024-06-15", "2024-06-15T00", "2024-06-15T01", "2024-06-15T02"]);
    const gross = column("payments.gross");
    expect(gross).to.deep.equal([String(52n * SCV + 5n), "0", String(42n * SCV + 5n), String(10n * SCV)]);
    expect(gross[0]).to.equal(statistics.payments.gross);
    expect(column("x402.price.median")).to.deep.equal([String(12n * SCV + 5n), "", String(12n * SCV + 5n), ""]);
  });

  it("reports a day on which nothing happened", async () => {
    const log = new EventLog("silence")
      .at(NIGHT)
      .mint(1n, ann)
      .at(NIGHT + 5 * 86_400);
    const { text, html } = await reportOf(log, "2024-06-17");
    expect(text).to.match(/Payments +0 +as on the day before/);
    expect(text).to.contain("The whole day.");
    expect(html).to.contain("</html>");
  });

  it("refuses what is no day, and a day that has not begun", async () => {
    for (const [day, error] of [
      ["2024-02-30", InvalidPeriod],
      ["2024-6-15", InvalidPeriod],
      ["yesterday", InvalidPeriod],
      ["2024-06-16", PeriodError],
    ] as const) {
      const thrown: unknown = await reportOf(oddDay(), day).catch((reason: unknown) => reason);
      expect(thrown, day).to.be.instanceOf(error);
      expect((thrown as Error).message).to.contain(day);
    }
  });
});
