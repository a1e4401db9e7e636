import { expect } from "chai";
import { Result } from "ethers";
import { HANDLERS } from "../../packages/indexer/src/handlers/index.js";
import { EventDecoder } from "../../packages/indexer/src/handlers/decode.js";
import { toRow } from "../../packages/indexer/src/store/rows.js";
import { CONTRACTS, INTERFACES } from "../../packages/sdk/src/core/contracts.js";
import { decodeLogs } from "../../packages/sdk/src/core/events.js";
import { networkHelpers } from "../fixtures/chain.js";
import { inMemory } from "../fixtures/indexing.js";
import { storyFixture } from "../fixtures/indexedStory.js";

/** Events of the ABIs that no transaction of the story can emit, with the reason. */
const NEVER = new Map([
  ["ServiceDAO.VoteCastWithParams", "the DAO counts no parameters"],
  ["ServiceDAO.ProposalGuardianSet", "the deployment sets it once, in the constructor of the story's DAO"],
  ["ServiceRegistry.BatchMetadataUpdate", "the registry changes one URI at a time"],
]);

async function fixture() {
  const story = await storyFixture();
  return { story, indexer: await inMemory(story.client) };
}

function eventsOfAbis(): string[] {
  const names = CONTRACTS.flatMap((contract) => {
    const found: string[] = [];
    INTERFACES[contract].forEachEvent(({ name }) => found.push(`${contract}.${name}`));
    return found;
  });
  return [...new Set(names)].sort();
}

describe("indexer: handlers", function () {
  it("there is one for each event of each contract, and no other", () => {
    const handled = CONTRACTS.flatMap((contract) =>
      Object.keys(HANDLERS[contract]).map((name) => `${contract}.${name}`),
    );
    expect(handled.sort()).to.deep.equal(eventsOfAbis());
  });

  it("the story has every event that can happen", async () => {
    const { story, indexer } = await networkHelpers.loadFixture(fixture);
    const decoder = new EventDecoder(story.client.addresses);
    const rows = await indexer.store.database.all<Record<string, never>>("SELECT * FROM logs");
    const seen = new Set(
      rows
        .map((row) => decoder.decode(toRow("logs", Object.values(row))))
        .map((event) => `${event?.contract}.${event?.name}`),
    );
    const missing = eventsOfAbis().filter((name) => !seen.has(name) && !name.endsWith(".EIP712DomainChanged"));
    expect(missing.filter((name) => !NEVER.has(name))).to.deep.equal([]);
  });

  it("events are decoded as ethers decodes them", async () => {
    const { story, indexer } = await networkHelpers.loadFixture(fixture);
    const decoder = new EventDecoder(story.client.addresses);
    const rows = await indexer.store.database.all<Record<string, never>>(
      "SELECT * FROM logs ORDER BY block, log_index",
    );
    for (const row of rows) {
      const log = toRow("logs", Object.values(row));
      const { block: blockNumber, logIndex: index } = log;
      const [expected] = decodeLogs(story.client.addresses, [
        { ...log, topics: log.topics.split(","), blockNumber, index },
      ]);
      const event = decoder.decode(log);
      expect(event?.name).to.equal(expected?.name);
      expect(plain(event?.args), event?.name).to.deep.equal(plain(expected?.args));
    }
  });
});

/** Arguments without the case of addresses, with NUL replaced as in the index, and tuples as lists. */
function plain(args: unknown): unknown {
  const text = JSON.stringify(args, (key, value: unknown) => {
    if (value instanceof Result) return value.toArray() as unknown[];
    if (key !== "" && typeof value === "object" && value !== null) return Object.values(value) as unknown[];
    return typeof value === "bigint" ? `${value}n` : value;
  });
  return (JSON.parse(text.toLowerCase().replaceAll("\\u0000", "\uFFFD")) as unknown) ?? {};
}
