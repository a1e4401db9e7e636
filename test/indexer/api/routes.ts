import { expect } from "chai";
import { z } from "zod";
import { ROUTES } from "../../../packages/indexer/src/api/routes/index.js";
import { csvColumns } from "../../../packages/indexer/src/api/csvColumns.js";
import type { AnyRoute } from "../../../packages/indexer/src/api/route.js";
import { dealIdOf, mandateIdOf } from "../../../packages/sdk/src/hub/ids.js";
import { at } from "../../fixtures/at.js";
import { expectSameRows } from "../../fixtures/indexing.js";
import { postgresServer } from "../../fixtures/postgres.js";
import { serveStory, type ServedStory } from "../../fixtures/api.js";
import { samplesOf, type Samples } from "../../fixtures/apiSamples.js";

const routes = ROUTES as readonly AnyRoute[];

/** The schema with objects that refuse other fields, as clients read it. */
function strict(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodArray) return z.array(strict(schema.element as z.ZodType));
  if (schema instanceof z.ZodNullable) return strict(schema.unwrap() as z.ZodType).nullable();
  if (!(schema instanceof z.ZodObject)) return schema;
  const shape: Record<string, z.ZodType> = schema.shape;
  const fields = Object.entries(shape);
  return z.strictObject(Object.fromEntries(fields.map(([name, field]) => [name, strict(field)])));
}

/** Where the index is. */
const PLACES: Record<string, () => Promise<string | undefined>> = {
  SQLite: () => Promise.resolve("file"),
  PostgreSQL: async () => (await postgresServer())?.newUrl(),
};

for (const [kind, place] of Object.entries(PLACES)) {
  describe(`indexer API: every route, on ${kind}`, function () {
    everyRoute(place);
  });
}

function everyRoute(place: () => Promise<string | undefined>): void {
  let served: ServedStory;
  let samples: Samples;

  before(async function () {
    const location = await place();
    if (location === undefined) this.skip();
    served = await serveStory(location === "file" ? undefined : location);
    samples = samplesOf(served.story, {
      dealId: dealIdOf(served.story.client, at(served.story.deals, 0)),
      mandateId: mandateIdOf(served.story.client, at(served.story.mandates, 0)),
    });
  });

  after(() => (served as ServedStory | undefined)?.close());

  it("answers with data of its schema, of one block", async () => {
    for (const route of routes) {
      for (const path of samples.of(route.path)) {
        const response = await fetch(`${served.api.url}${path}`);
        const body = (await response.json()) as { data: unknown; asOfBlock: number; blockHash: string; ready: boolean };
        expect(response.status, `${path}: ${JSON.stringify(body)}`).to.equal(200);
        const parsed = strict(route.data).safeParse(body.data);
        expect(parsed.error?.issues ?? [], path).to.deep.equal([]);
        expect(body.asOfBlock).to.equal(served.indexer.store.cursor?.block);
        expect(body.blockHash).to.equal(served.indexer.store.cursor?.hash);
        expect(body.ready).to.equal(true);
      }
    }
  });

  it("has rows of the story in every list", async () => {
    for (const { path } of routes.filter(({ isList }) => isList)) {
      const found = await Promise.all(
        samples.of(path).map(async (sample) => {
          const response = await fetch(`${served.api.url}${sample}`);
          return ((await response.json()) as { data: unknown[] }).data.length;
        }),
      );
      expect(Math.max(...found), path).to.be.above(0);
    }
  });

  it("gives the same rows page by page as at once, in each list", async () => {
    for (const { path } of routes.filter(({ isList }) => isList)) {
      for (const sample of samples.of(path)) {
        const whole = await pagesOf(`${served.api.url}${sample}`, 200);
        expectSameRows(await pagesOf(`${served.api.url}${sample}`, 5), whole, sample);
      }
    }
  });

  it("gives each list as CSV with one column per field", async () => {
    for (const route of routes.filter(({ isList }) => isList)) {
      const columns = csvColumns((route.data as z.ZodArray<z.ZodType>).element);
      for (const sample of samples.of(route.path)) {
        const response = await fetch(`${served.api.url}${sample}`, { headers: { accept: "text/csv" } });
        expect(response.headers.get("content-type")).to.equal("text/csv; charset=utf-8");
        expect((await response.text()).split("\r\n")[0]).to.equal(columns.join(","));
      }
    }
  });

  async function pagesOf(url: string, limit: number): Promise<unknown[]> {
    const rows: unknown[] = [];
    let cursor: string | undefined;
    do {
      const next = new URL(url);
      next.searchParams.set("limit", String(limit));
      if (cursor !== undefined) next.searchParams.set("cursor", cursor);
      const body = (await (await fetch(next)).json()) as { data: unknown[]; next?: string };
      rows.push(...body.data);
      cursor = body.next;
    } while (cursor !== undefined);
    return rows;
  }
}
