import { withExamples, type Noun } from "../command/noun.js";
import { perform } from "../command/perform.js";
import { parseText } from "../parse/parser.js";

const DAY_MS = 86_400_000;

/** What happened on a day, from an index. */
export const report: Noun = (command) => {
  command
    .option("--day <date>", "day in UTC, such as 2026-11-29 (default: yesterday)")
    .option("--csv", "print a table with every figure of the day and of its hours")
    .option("--html <file>", "write one page with charts to this file, replacing an existing one")
    .option(
      "--database <place>",
      "index to read: a SQLite file or postgres://... (default: that of servicecoin index)",
    );
  withExamples(command, [
    "servicecoin report --day 2026-11-29",
    "servicecoin report --day 2026-11-29 --html report.html",
    "servicecoin report --csv --database postgres://reader@localhost/servicecoin > yesterday.csv",
  ]);
  perform(command, async (input, session) => {
    const yesterday = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
    const day = input.option("day", parseText) ?? yesterday;
    const [database, page] = [input.option("database", parseText), input.option("html", parseText)];
    const { readReport, writePage } = await import("../indexer/report.js");
    const found = await readReport(session, database, day);
    if (page !== undefined) {
      await writePage(session, page, found.html);
      session.out.print({ day, file: page }, () => `Written: ${page}`);
    } else if (input.flag("csv")) {
      session.out.write(found.csv);
    } else {
      session.out.print(found.statistics, () => found.text.trimEnd());
    }
  });
};
