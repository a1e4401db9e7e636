import { expect } from "chai";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ProblemDetails } from "../../../packages/indexer/src/api/problem.js";
import { QueryTimeError } from "../../../packages/indexer/src/query/queryTimeError.js";
import { serveStory, type ServedStory } from "../../fixtures/api.js";
import { openPlace } from "../../fixtures/indexing.js";

/** Minutes of work for one query, in each database's own way. */
const ENDLESS = {
  SQLite: "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1e10) SELECT count(*) FROM n) > 0",
  PostgreSQL: "(SELECT count(*) FROM generate_series(1, 10000000000)) > 0",
};

const TIME_LIMIT = 4_000;

for (const kind of ["SQLite", "PostgreSQL"] as const) {
  describe(`indexer API: queries that take too long, on ${kind}`, function () {
    let folder: string;
    let served: ServedStory;
    let close: () => Promise<void> = () => Promise.resolve();

    before(async function () {
      folder = await mkdtemp(path.join(tmpdir(), "slow-"));
      const place = await openPlace(kind, path.join(folder, "index.db"));
      if (place === undefined) this.skip();
      served = await serveStory(place);
      close = served.close;
    });

    after(async () => {
      await close();
      await rm(folder, { recursive: true });
    });

    it("ends them with 503 and the limit, answers others meanwhile, and the next one again", async () => {
      const { story, indexer, reader } = served;
      const { url } = await served.start({ timeLimit: TIME_LIMIT });
      const { database } = indexer.store;
      await database.run("ALTER TABLE services RENAME TO services_kept");
      await database.run(`CREATE VIEW services AS SELECT * FROM services_kept WHERE ${ENDLESS[kind]}`);
      // As many as there are processes, and one more.
      const slow = ["minPrice=1", "minPrice=2", "q=weather"].map((query) => fetch(`${url}/services?${query}`));
      let ended = 0;
      for (const coming of slow) void coming.then(() => ended++);
      for (let count = 0; count < 2; count++) {
        const { status } = await fetch(`${url}/accounts/${story.alice.address}?minBlock=${count}`);
        expect([status, ended]).to.deep.equal([200, 0]);
      }
      for (const coming of slow) {
        const response = await coming;
        const problem = (await response.json()) as ProblemDetails;
        expect(response.headers.get("retry-after")).to.equal("5");
        expect(problem).to.deep.equal({
          ...{ type: "about:blank", title: "Service Unavailable", status: 503, timeLimit: TIME_LIMIT },
          detail: `The query took longer than ${TIME_LIMIT} ms.`,
        });
      }
      const error: unknown = await reader
        .read((db) => db.selectFrom("services").selectAll().execute(), { timeLimit: 100 })
        .catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(QueryTimeError);
      expect((error as QueryTimeError).timeLimit).to.equal(100);
      await database.run("DROP VIEW services");
      await database.run("ALTER TABLE services_kept RENAME TO services");
      // A busy machine takes its time to start a process.
      let again = await fetch(`${url}/services?minPrice=1`);
      for (let attempt = 0; again.status !== 200 && attempt < 5; attempt++) {
        again = await fetch(`${url}/services?minPrice=1`);
      }
      expect(again.status).to.equal(200);
      expect(((await again.json()) as { data: unknown[] }).data).to.not.have.length(0);
    });

    it("reads the same rows with a limit as without, and reports a wrong query", async () => {
      const { reader } = served;
      const read = (timeLimit?: number) =>
        reader.read(async (db, { cursor }) => [cursor, await db.selectFrom("deals").selectAll().execute()], {
          timeLimit,
        });
      expect(await read(5_000)).to.deep.equal(await read());
      const wrong: unknown = await reader
        .read(
          (db) =>
            db
              .selectFrom("deals")
              .select("nothing" as "id")
              .execute(),
          { timeLimit: 5_000 },
        )
        .catch((thrown: unknown) => thrown);
      expect((wrong as Error).message).to.match(/nothing/);
      expect(await read(5_000)).to.deep.equal(await read());
    });
  });
}
