import { expect } from "chai";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase } from "../../packages/indexer/src/database.js";
import { Indexer } from "../../packages/indexer/src/indexer.js";
import { DatabaseError, type Database } from "../../packages/indexer/src/store/database.js";
import { readMeta, writeMeta, type Identity } from "../../packages/indexer/src/store/identity.js";
import { SCHEMA_VERSION } from "../../packages/indexer/src/store/schema.js";
import { ethers, networkHelpers } from "../fixtures/chain.js";
import { dump, expectSameRows, indexed, onEveryDatabase } from "../fixtures/indexing.js";
import { storyFixture, type Story } from "../fixtures/indexedStory.js";

onEveryDatabase("indexer: databases of others", (open) => {
  let story: Story;

  beforeEach(async () => {
    story = await networkHelpers.loadFixture(storyFixture);
  });

  const openIndex = (database: Database, options = {}) =>
    Indexer.open(story.client, [ethers.provider], database, options).catch((error: unknown) => error);

  /** Opens an index whose identity was changed; expects a refusal that touches nothing. */
  async function refusalOf(change: Partial<Identity>): Promise<string> {
    const database = await open();
    await indexed(story.client, database, { liveBlocks: 0 });
    const identity = (await readMeta<Identity>(database, "identity")) as Identity;
    await writeMeta(database, "identity", { ...identity, ...change });
    const before = await dump(database);
    const refused = await openIndex(database);
    expect(refused).to.be.instanceOf(DatabaseError);
    expectSameRows(await dump(database), before);
    expect(await readMeta(database, "identity")).to.deep.equal({ ...identity, ...change });
    return (refused as Error).message;
  }

  it("are refused when they are of another version, with both versions", async () => {
    expect(await refusalOf({ schema: 999 })).to.contain(`its schema is version 999, not ${SCHEMA_VERSION}`);
  });

  it("are refused when they are of another chain, with both ids", async () => {
    expect(await refusalOf({ chainId: "8453" })).to.contain("it is of chain 8453, not 31337");
  });

  it("are refused when they are of another application, also from scratch", async () => {
    const database = await open();
    await database.run("CREATE TABLE customers (id integer PRIMARY KEY, name text NOT NULL)");
    await database.run("INSERT INTO customers (id, name) VALUES (1, 'Ann')");
    for (const fromScratch of [false, true]) {
      const refused = await openIndex(database, { fromScratch });
      expect(refused).to.be.instanceOf(DatabaseError);
      expect((refused as Error).message).to.contain("tables of another application: customers");
    }
    expect(await database.all("SELECT name FROM customers")).to.have.length(1);
  });

  it("are emptied from scratch when they are an index of another version", async () => {
    const database = await open();
    await indexed(story.client, database, { liveBlocks: 0 });
    const before = await dump(database);
    await writeMeta(database, "identity", { schema: 999 });
    await indexed(story.client, database, { liveBlocks: 0, fromScratch: true });
    expectSameRows(await dump(database), before);
  });
});

describe("indexer: files that are no index", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-file-"));
  });

  after(() => rm(folder, { recursive: true }));

  it("are refused by name, and stay as they were", async () => {
    const file = path.join(folder, "letter.txt");
    await writeFile(file, "Dear Ann, this is a letter and no database. ".repeat(50));
    const refused: unknown = await openDatabase(file).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(DatabaseError);
    expect((refused as Error).message).to.match(/letter\.txt cannot be opened: file is not a database/);
    const missing: unknown = await openDatabase(path.join(folder, "no/such/folder.db")).catch(
      (error: unknown) => error,
    );
    expect(missing).to.be.instanceOf(DatabaseError);
    expect((missing as Error).message).to.contain("folder.db");
  });

  it("can be opened again after they were refused", async () => {
    const file = path.join(folder, "other.db");
    const other = new DatabaseSync(file);
    other.exec("CREATE TABLE notes (id INTEGER PRIMARY KEY)");
    other.close();
    await (await openDatabase(file)).close();
    await (await openDatabase(file)).close();
  });
});
