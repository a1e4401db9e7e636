import { expect } from "chai";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase } from "../../packages/indexer/src/database.js";
import type { Indexer } from "../../packages/indexer/src/indexer.js";
import { Reader } from "../../packages/indexer/src/query/reader.js";
import { verifyIndex } from "../../packages/indexer/src/verify/verifyIndex.js";
import { createClient, type Client } from "../../packages/sdk/src/core/client.js";
import { CONTRACTS } from "../../packages/sdk/src/core/contracts.js";
import { accountsOf } from "../fixtures/accounts.js";
import { at } from "../fixtures/at.js";
import { connection, ethers, networkHelpers } from "../fixtures/chain.js";
import { catchUp, dump, expectSameRows, indexed, inMemory } from "../fixtures/indexing.js";
import { deployCheckout } from "../fixtures/pair.js";
import { SETTINGS } from "../fixtures/system.js";
import { ACTIONS, chooseKind } from "../walk/actions/index.js";
import { play } from "../walk/play.js";
import { Random } from "../walk/random.js";
import { setStage, type Stage } from "../walk/stage.js";
import { newDeal, newMandate } from "../walk/terms.js";
import { World } from "../walk/world.js";

const STEPS = 500;
/** Every so many steps the chain goes back a few of them, and goes on otherwise. */
const REORG = 100;

/** A client of the stage's coin, treasury and hub, and of contracts beside them on which nothing happens. */
async function clientOf({ coin, hub, places }: Stage): Promise<Client> {
  const votes = await ethers.deployContract("ServiceVotes", [coin]);
  const guardianUntil = (await networkHelpers.time.latest()) + 1_000_000;
  const dao = await ethers.deployContract("ServiceDAO", [
    votes,
    { ...SETTINGS, guardian: places.owner, guardianUntil },
  ]);
  const registry = await ethers.deployContract("ServiceRegistry");
  const reputation = await ethers.deployContract("ServiceReputation", [registry, hub]);
  const validation = await ethers.deployContract("ServiceValidation", [registry]);
  const batch = await ethers.deployContract("PaymentBatch", [coin]);
  const [deployer] = await accountsOf(ethers);
  const { checkout, liquidity } = await deployCheckout(ethers, { coin, hub, deployer });
  const payoutAccount = await ethers.deployContract("PayoutAccount", [coin, hub, registry]);
  const credit = await ethers.deployContract("Credit", [dao, coin, hub, places.treasury, payoutAccount]);
  const all = [
    ...[coin, votes, dao, places.treasury, hub, registry, reputation, validation, batch],
    ...[checkout, liquidity, payoutAccount, credit],
  ];
  const addresses = all.map((one) => (typeof one === "string" ? one : (one.target as string)));
  const entries = CONTRACTS.map((name, index) => [name, { address: at(addresses, index), block: 0 }]);
  type Contracts = Parameters<typeof createClient>[1]["contracts"];
  return createClient(ethers.provider, { chainId: 31337, contracts: Object.fromEntries(entries) as Contracts });
}

describe(`indexer: ${STEPS} random steps through the hub`, function () {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-walk-"));
  });

  after(() => rm(folder, { recursive: true }));

  it("leave rows that are what the contracts say, also when some of them are taken back", async () => {
    const stage = await setStage();
    const client = await clientOf(stage);
    const file = path.join(folder, "walk.db");
    const database = await openDatabase(file);
    const indexer = await indexed(client, database, { undoDepth: 60 });
    const reader = await Reader.open(file);
    const world = new World(new Random(11), stage);
    world.remember({
      ...{ caller: stage.owner, to: "hub", data: "0x", predict: () => undefined },
      ...{ deals: [newDeal(world)], mandates: [newMandate(world)] },
    });
    world.book.now = BigInt(await networkHelpers.time.latest());
    let done = 0;
    for (let step = 1; step <= STEPS; step++) {
      world.tick();
      const kind = chooseKind(world);
      const action = at(ACTIONS[kind] ?? [], 1) as (world: World) => Parameters<typeof play>[2];
      const chosen = action(world);
      if ((await play(stage, kind, chosen)) === undefined) done++;
      world.remember(chosen);
      if (step % REORG !== 0) continue;
      await catchUp(indexer);
      const { differences, compared } = await verifyIndex(reader, client, ethers.provider);
      expect(differences, `after step ${step}`).to.deep.equal([]);
      expect(compared.deals).to.be.above(10);
      await takeBack(stage, indexer);
      await catchUp(indexer);
      expect((await verifyIndex(reader, client, ethers.provider)).differences).to.deep.equal([]);
    }
    expect(done).to.be.above(STEPS / 3);
    expect(indexer.status.reorgs.count).to.equal(STEPS / REORG);
    expectSameRows(await dump(database), await dump((await inMemory(client)).store.database));
    await reader.close();
    await database.close();
  });

  /** Adds transfers, has them indexed, and goes back to before. */
  async function takeBack({ coin, deployer, parties }: Stage, indexer: Indexer): Promise<void> {
    const snapshot: unknown = await connection.provider.request({ method: "evm_snapshot" });
    for (const { address } of parties) await coin.connect(deployer).transfer(address, 1n);
    await catchUp(indexer);
    await connection.provider.request({ method: "evm_revert", params: [snapshot] });
  }
});
