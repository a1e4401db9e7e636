import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inputParser } from "../../../packages/indexer/src/api/input.js";
import { pathParameters, type AnyRoute } from "../../../packages/indexer/src/api/route.js";
import { ROUTES } from "../../../packages/indexer/src/api/routes/index.js";
import { openDatabase } from "../../../packages/indexer/src/database.js";
import { camel, kyselyOn, namedRows } from "../../../packages/indexer/src/query/kysely.js";
import type { Schema } from "../../../packages/indexer/src/query/reader.js";
import { snake } from "../../../packages/indexer/src/store/ddl.js";
import { TABLE_NAMES } from "../../../packages/indexer/src/store/schema.js";
import { dealIdOf, mandateIdOf } from "../../../packages/sdk/src/hub/ids.js";
import { at } from "../../fixtures/at.js";
import { samplesOf } from "../../fixtures/apiSamples.js";
import { indexed } from "../../fixtures/indexing.js";
import { storyFixture } from "../../fixtures/indexedStory.js";
import { networkHelpers } from "../../fixtures/chain.js";

/** Tables that stay small: the DAO and its owners write them, vote by vote. */
const SMALL = ["settings", "setting_changes", "caps", "budgets", "proposals", "meta"];

/** Tables of which also a filtered list may be read in full: what fills them costs the registry or the DAO much. */
const MODERATE = [...SMALL, "services", "treasury_flows"];

/** Sorts that read all rows of one entity at most, which are few. */
const SORTED_PER_ENTITY = ["service_metadata"];

interface Asked {
  path: string;
  sql: string;
  parameters: readonly unknown[];
}

describe("indexer API: query plans", function () {
  const folder = mkdtempSync(join(tmpdir(), "servicecoin-plans-"));
  const asked: Asked[] = [];
  let file: DatabaseSync;

  before(async () => {
    const story = await networkHelpers.loadFixture(storyFixture);
    const location = join(folder, "index.db");
    const { store } = await indexed(story.client, await openDatabase(location));
    file = new DatabaseSync(location);
    // Exact as in the reader: statistics keep what they have counted for the whole process.
    file.aggregate("exact_sum", {
      start: "0",
      step: (sum, value) => String(BigInt(sum as string) + BigInt((value ?? 0) as string)),
    });
    const samples = samplesOf(story, {
      dealId: dealIdOf(story.client, at(story.deals, 0)),
      mandateId: mandateIdOf(story.client, at(story.mandates, 0)),
    });
    let path = "";
    const db = kyselyOn<Schema>("sqlite", (sql, parameters) => {
      asked.push({ path, sql, parameters });
      const statement = file.prepare(sql);
      statement.setReturnArrays(true);
      const rows = statement.all(...(parameters as string[])) as unknown as unknown[][];
      return Promise.resolve(
        namedRows(
          statement.columns().map(({ name }) => camel(name)),
          rows,
        ),
      );
    });
    for (const route of ROUTES as readonly AnyRoute[]) {
      for (const sample of samples.of(route.path)) {
        path = sample;
        const question = { db, dialect: "sqlite", at: store.cursor, status: undefined };
        const { next } = (await route.answer({
          ...question,
          input: inputOf(route, sample, { limit: "1" }),
        } as never)) as {
          next?: string;
        };
        if (next === undefined) continue;
        path = `${sample} (next page)`;
        await route.answer({ ...question, input: inputOf(route, sample, { limit: "1", cursor: next }) } as never);
      }
    }
    await store.database.close();
  });

  after(() => {
    file.close();
    rmSync(folder, { recursive: true });
  });

  it("uses an index or walks the key for every query, and never sorts or reads a whole table", () => {
    expect(asked.length).to.be.above(100);
    const faults = asked.flatMap(({ path, sql, parameters }) => {
      const steps = file.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...(parameters as string[])) as { detail: string }[];
      const details = steps.map(({ detail }) => detail);
      const scanned = details.flatMap(
        (detail) =>
          // `agg` and `asked` are results of subqueries, `wanted` is a list of parameters.
          /^SCAN (?!CONSTANT|json_each|agg\b|asked\b|wanted\b)(\w+)\b(?! VIRTUAL TABLE INDEX \d+:M)/.exec(
            detail,
          )?.[1] ?? [],
      );
      const isSorted = details.some((detail) => detail.includes("TEMP B-TREE"));
      const isWhole = scanned.some((table) => !SMALL.includes(table)) && (isSorted || !sql.includes(" limit "));
      // A filter without an index reads all rows when few fit. The condition of the cursor is no filter.
      const isFiltered = scanned.some((table) => !MODERATE.includes(table)) && / where (?!\()/.test(sql);
      return isWhole || isFiltered ? [`${path}: ${sql}\n  ${details.join("\n  ")}`] : [];
    });
    expect(faults.join("\n")).to.equal("");
  });

  it("sorts by an index wherever one entity can have many rows", () => {
    const sorted = asked.flatMap(({ path, sql, parameters }) => {
      const table = /from "(\w+)"/.exec(sql)?.[1] ?? "";
      if (SMALL.includes(table) || SORTED_PER_ENTITY.includes(table)) return [];
      const steps = file.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...(parameters as string[])) as { detail: string }[];
      const whole = steps.filter(({ detail }) => detail === "USE TEMP B-TREE FOR ORDER BY");
      return whole.length > 0 && !isNarrow(path)
        ? [`${path}: ${sql}\n  ${steps.map(({ detail }) => detail).join("\n  ")}`]
        : [];
    });
    expect(sorted.join("\n")).to.equal("");
  });

  it("reads no deal or payment by what very many have in common, without a limit, when it ranks services", () => {
    const wide = asked.flatMap(({ path, sql, parameters }) => {
      if (!path.startsWith("/matches") || sql.includes(" limit ")) return [];
      const steps = file.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...(parameters as string[])) as { detail: string }[];
      const details = steps.map(({ detail }) => detail);
      return details.some((detail) => /^SEARCH \w+ USING .*\((kind|state|active|created_at|time)[=><]/.test(detail))
        ? [`${path}: ${sql}\n  ${details.join("\n  ")}`]
        : [];
    });
    expect(asked.some(({ path, sql }) => path.startsWith("/matches") && sql.includes('from "deals"'))).to.equal(true);
    expect(wide.join("\n")).to.equal("");
  });

  it("covers every table that the API reads", () => {
    const read = new Set(
      asked.flatMap(({ sql }) => [...sql.matchAll(/(?:from|join) "?(\w+)/g)].map(([, name]) => name)),
    );
    const unread = [
      "blocks",
      "logs",
      "approvals",
      "authorizations",
      "votes_supply",
      "service_words",
      "feedback_responses",
    ];
    const others = TABLE_NAMES.map(snake).filter((name) => !read.has(name) && !unread.includes(name));
    expect(others).to.deep.equal([]);
  });
});

/** Searches and services of one owner or wallet or price range are sorted after they were found: those are few. */
function isNarrow(path: string): boolean {
  return /^\/services\?(q|owner|wallet|minRating|minPrice)=/.test(path);
}

function inputOf(route: AnyRoute, sample: string, more: Record<string, string>): unknown {
  const [path = "", query = ""] = sample.split("?");
  const pattern = new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, "([^/]+)")}$`);
  const values = pattern.exec(path)?.slice(1) ?? [];
  const names = pathParameters(route.path);
  const search = new URLSearchParams(query);
  if (route.isList) for (const [name, value] of Object.entries(more)) search.set(name, value);
  return inputParser(route)(Object.fromEntries(names.map((name, index) => [name, values[index]])), search);
}
