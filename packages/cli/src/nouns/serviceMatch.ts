import type { Command } from "../command/command.js";
import { verb } from "../command/noun.js";
import { perform } from "../command/perform.js";
import { conflict } from "../options/conflicts.js";
import { parseAmount } from "../parse/amount.js";
import { parseCount } from "../parse/number.js";
import { parseText } from "../parse/parser.js";
import { parseTime } from "../parse/time.js";

/** Adds the command that ranks providers for a need. */
export function addServiceMatch(service: Command): void {
  const match = verb(service, "match [category]", "rank the providers for a need, and explain each score part by part")
    .option("--text <words>", "only services with these words in name, description, category, unit or endpoint")
    .option("--budget <amount>", "highest price per unit")
    .option("--deadline <time>", "when it must be delivered, for example 2d")
    .option("--limit <number>", "most providers to show (default: 10)")
    .option("--fixed", "do not use what was learned from orders")
    .option(
      "--database <place>",
      "index to read: a SQLite file or postgres://... (default: the indexer, or the file of servicecoin index)",
    );
  perform(match, async (input, session) => {
    const now = BigInt(Math.floor(Date.now() / 1000));
    const deadline = input.option("deadline", parseTime(now));
    const need = {
      category: input.maybe("category", parseText),
      text: input.option("text", parseText),
      budget: input.option("budget", parseAmount),
      deadline: deadline === undefined ? undefined : Number(deadline),
      limit: input.option("limit", parseCount(1, 200)),
      ranking: input.flag("fixed") ? ("fixed" as const) : undefined,
    };
    const database = input.option("database", parseText);
    if (database !== undefined && session.settings.indexer !== undefined) throw conflict("database", "indexer");
    const { findMatches, matchesText } = await import("../indexer/match.js");
    const hasIndexer = database === undefined && session.indexer !== undefined;
    const found = await findMatches(session, { database, hasIndexer }, need);
    session.out.print(found, () => matchesText(found));
    await session.tellSource();
  });
}
