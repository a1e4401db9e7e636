import { sql, type RawBuilder } from "kysely";
import type { Snapshot } from "../query/reader.js";
import type { Dialect } from "./columns.js";
import { wantedWords, wordsOf } from "./words.js";

/**
 * The statements that create the full-text index of services.
 *
 * The words of a service are a row of `service_words`, which is written and rolled back like any other. In PostgreSQL
 * the index is one on that column; in SQLite triggers keep an FTS5 table in the same transaction. Both get words that
 * are ready (`wordsOf`), so that both find the same: the tokenizer `ascii` only splits them at spaces.
 */
export function searchStatements(dialect: Dialect): string[] {
  if (dialect === "postgres") return [`CREATE INDEX service_words_search ON service_words USING gin (${VECTOR})`];
  const [remove, add] = [
    "DELETE FROM service_search WHERE rowid = old.id;",
    "INSERT INTO service_search (rowid, words) VALUES (new.id, new.words);",
  ];
  return [
    "CREATE VIRTUAL TABLE service_search USING" +
      " fts5(words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii')",
    `CREATE TRIGGER service_words_added AFTER INSERT ON service_words BEGIN ${add} END`,
    `CREATE TRIGGER service_words_changed AFTER UPDATE ON service_words BEGIN ${remove} ${add} END`,
    `CREATE TRIGGER service_words_removed AFTER DELETE ON service_words BEGIN ${remove} END`,
  ];
}

const VECTOR = "array_to_tsvector(string_to_array(words, ' '))";

/** What is found of a service, most telling first. */
export interface SearchableService {
  name: string | null;
  category: string | null;
  unit: string | null;
  endpoint: string | null;
  description: string | null;
}

/** The words by which a service is found, separated by spaces. */
export function searchableWords({ name, category, unit, endpoint, description }: SearchableService): string {
  return wordsOf([name, category, unit, endpoint, description]).join(" ");
}

/**
 * The ids of the services that have every word of a query, or words that begin so, as a subquery for `where("id",
 * "in", ...)`. The query is plain words in any language and case; there is no syntax. One without a letter finds
 * nothing.
 */
export function idsFound(dialect: Dialect, query: string): RawBuilder<number> {
  const words = wantedWords(query);
  if (words.length === 0) return sql`(SELECT id FROM services WHERE 1 = 0)`;
  // Words are letters, marks and digits only.
  if (dialect === "sqlite") {
    const match = words.map((word) => `"${word}"*`).join(" AND ");
    return sql`(SELECT rowid FROM service_search WHERE service_search MATCH ${match})`;
  }
  const match = words.map((word) => `'${word}':*`).join(" & ");
  return sql`(SELECT id FROM service_words WHERE ${sql.raw(VECTOR)} @@ ${match}::tsquery)`;
}

/** How many services a search returns. */
const DEFAULT_LIMIT = 100;

/** In which of these a word was found counts. */
const IMPORTANCE: [field: keyof SearchableService, points: number][] = [
  ["name", 10],
  ["category", 4],
  ["unit", 2],
  ["description", 2],
  ["endpoint", 1],
];

/** A service that was found. */
export interface FoundService {
  id: number;
  /**
   * How well it fits: whole words count more than beginnings, and those of the name more than those of the
   * description.
   */
  relevance: number;
}

/**
 * Finds services by text, those that fit best first, then in the order of registration. See `idsFound` for the query.
 */
export async function searchServices(
  db: Snapshot,
  dialect: Dialect,
  query: string,
  limit = DEFAULT_LIMIT,
): Promise<FoundService[]> {
  const services = await db
    .selectFrom("services")
    .select(["id", "name", "category", "unit", "endpoint", "description"])
    .where("id", "in", idsFound(dialect, query))
    .execute();
  const wanted = wantedWords(query);
  const found = services.map((service) => ({ id: service.id, relevance: relevanceOf(service, wanted) }));
  return found.sort((a, b) => b.relevance - a.relevance || a.id - b.id).slice(0, limit);
}

function relevanceOf(service: SearchableService, wanted: readonly string[]): number {
  let relevance = 0;
  for (const [field, points] of IMPORTANCE) {
    const words = new Set(wordsOf([service[field]]));
    for (const word of wanted) {
      if (words.has(word)) relevance += 2 * points;
      else if ([...words].some((other) => other.startsWith(word))) relevance += points;
    }
  }
  return relevance;
}
