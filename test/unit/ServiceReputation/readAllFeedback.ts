import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { at } from "../../fixtures/at.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { give, LONG, MAX_UINT64, MAX_VALUE, rate, UNKNOWN, withSecondService } from "../../fixtures/feedback.js";
import { paidDeal, servicesFixture } from "../../fixtures/services.js";

/** What is read: client, number, value, decimals, tags, and whether it was taken back. */
type Row = readonly [string, bigint, bigint, bigint, string, string, boolean];

/** The stranger says two things, the payer rates a deal between them and another at last; the third and the deal are taken back. */
async function readFixture() {
  const system = await servicesFixture();
  const { reputation, agentId, payer, stranger } = system;
  await give(system, stranger, { value: -5n, decimals: 3, tag1: "yield", tag2: "day" });
  await rate(system, payer, await paidDeal(system, { price: 1n }), { value: 99n, decimals: 0 });
  await give(system, stranger, { value: MAX_VALUE, decimals: 18, tag1: "starred", tag2: "" });
  await rate(system, payer, await paidDeal(system, { price: 2n }), { value: 505n, decimals: 1 });
  await give(system, payer, { value: 0n, decimals: 0, tag1: "", tag2: "day" });
  await reputation.connect(payer).revokeFeedback(agentId, 1n);
  await reputation.connect(stranger).revokeFeedback(agentId, 2n);
  const rows: Row[] = [
    [stranger.address, 1n, -5n, 3n, "yield", "day", false],
    [stranger.address, 2n, MAX_VALUE, 18n, "starred", "", true],
    [payer.address, 1n, 99n, 0n, "starred", "paid", true],
    [payer.address, 2n, 505n, 1n, "starred", "paid", false],
    [payer.address, 3n, 0n, 0n, "", "day", false],
  ];
  return { ...system, rows };
}

type ReadSystem = Awaited<ReturnType<typeof readFixture>>;

interface Filter {
  clients?: string[];
  tag1?: string;
  tag2?: string;
  revoked?: boolean;
}

/** Reads and expects these rows, column by column. */
async function expectRows({ reputation, agentId }: ReadSystem, filter: Filter, rows: readonly Row[]) {
  const { clients = [], tag1 = "", tag2 = "", revoked = true } = filter;
  const told = await reputation.readAllFeedback(agentId, clients, tag1, tag2, revoked);
  expect(told).to.deep.equal([0, 1, 2, 3, 4, 5, 6].map((column) => rows.map((row) => row[column])));
}

describe("ServiceReputation.readFeedback", () => {
  it("returns each piece, with the tags of deals", async () => {
    const { reputation, agentId, rows } = await networkHelpers.loadFixture(readFixture);
    for (const [client, index, ...said] of rows) {
      expect(await reputation.readFeedback(agentId, client, index)).to.deep.equal(said);
    }
  });

  it("names its columns", async () => {
    const { reputation, agentId, payer } = await networkHelpers.loadFixture(readFixture);
    const { value, valueDecimals, tag1, tag2, isRevoked } = await reputation.readFeedback(agentId, payer, 1n);
    expect([value, valueDecimals, tag1, tag2, isRevoked]).to.deep.equal([99n, 0n, "starred", "paid", true]);
  });

  it("rejects numbers before the first and after the last", async () => {
    const { reputation, agentId, payer } = await networkHelpers.loadFixture(readFixture);
    for (const index of [0n, 4n, MAX_UINT64]) {
      await expectRevert(reputation.readFeedback(agentId, payer, index), reputation, "ReputationUnknownFeedback", [
        agentId,
        payer.address,
        index,
        3n,
      ]);
    }
  });

  it("rejects clients that said nothing and services without feedback", async () => {
    const system = await networkHelpers.loadFixture(readFixture);
    const { reputation, agentId, payer, provider } = system;
    const second = await withSecondService(system);
    for (const [id, client] of [
      [agentId, provider.address],
      [agentId, ZeroAddress],
      [second.agentId, payer.address],
      [UNKNOWN, payer.address],
    ] as const) {
      await expectRevert(reputation.readFeedback(id, client, 1n), reputation, "ReputationUnknownFeedback", [
        id,
        client,
        1n,
        0n,
      ]);
    }
  });
});

describe("ServiceReputation.readAllFeedback", () => {
  describe("given no clients", () => {
    it("reads all feedback, by client and number", async () => {
      const system = await networkHelpers.loadFixture(readFixture);
      await expectRows(system, {}, system.rows);
    });

    it("leaves out revoked feedback by default", async () => {
      const system = await networkHelpers.loadFixture(readFixture);
      const { rows } = system;
      await expectRows(system, { revoked: false }, [at(rows, 0), at(rows, 3), at(rows, 4)]);
    });

    it("reads nothing if there is no feedback", async () => {
      const system = await networkHelpers.loadFixture(readFixture);
      const second = await withSecondService(system);
      await expectRows({ ...system, agentId: second.agentId }, {}, []);
      await expectRows({ ...system, agentId: UNKNOWN }, {}, []);
    });
  });

  describe("given clients", () => {
    it("reads them in this order, one named twice twice", async () => {
      const system = await networkHelpers.loadFixture(readFixture);
      const { rows, payer, stranger, provider } = system;
      const [first, second] = [rows.slice(0, 2), rows.slice(2)];
      await expectRows(system, { clients: [payer.address] }, second);
      await expectRows(system, { clients: [payer.address, stranger.address] }, [...second, ...first]);
      await expectRows(system, { clients: [stranger.address, provider.address, stranger.address] }, [
        ...first,
        ...first,
      ]);
      await expectRows(system, { clients: [provider.address, ZeroAddress] }, []);
    });

    it("leaves out revoked feedback", async () => {
      const system = await networkHelpers.loadFixture(readFixture);
      const { rows, payer, stranger } = system;
      await expectRows(system, { clients: [payer.address], revoked: false }, rows.slice(3));
      await expectRows(system, { clients: [stranger.address], revoked: false }, rows.slice(0, 1));
    });
  });

  describe("given tags", () => {
    for (const [tag1, tag2, found, valid] of [
      ["starred", "", [1, 2, 3], [3]],
      ["", "paid", [2, 3], [3]],
      ["starred", "paid", [2, 3], [3]],
      ["", "day", [0, 4], [0, 4]],
      ["yield", "", [0], [0]],
      ["yield", "day", [0], [0]],
      ["starred", "day", [], []],
      ["paid", "", [], []],
      ["", "starred", [], []],
      ["Starred", "", [], []],
      ["", "paid ", [], []],
    ] as const) {
      it(`reads what has ${JSON.stringify(tag1)} and ${JSON.stringify(tag2)}`, async () => {
        const system = await networkHelpers.loadFixture(readFixture);
        const rowsOf = (numbers: readonly number[]) => numbers.map((number) => at(system.rows, number));
        await expectRows(system, { tag1, tag2 }, rowsOf(found));
        await expectRows(system, { tag1, tag2, revoked: false }, rowsOf(valid));
        const clients = [system.payer.address];
        await expectRows(system, { tag1, tag2, clients }, rowsOf(found.filter((number) => number >= 2)));
      });
    }
  });

  describe("given very long tags", () => {
    it("reads them back among others", async () => {
      const system = await networkHelpers.loadFixture(readFixture);
      const { rows, sponsor } = system;
      await give(system, sponsor, { value: 1n, decimals: 0, tag1: LONG, tag2: "x" });
      await give(system, sponsor, { value: 2n, decimals: 0, tag1: "y", tag2: LONG });
      const more: Row[] = [
        [sponsor.address, 1n, 1n, 0n, LONG, "x", false],
        [sponsor.address, 2n, 2n, 0n, "y", LONG, false],
      ];
      await expectRows(system, {}, [...rows, ...more]);
      await expectRows(system, { tag1: LONG }, [at(more, 0)]);
      await expectRows(system, { tag2: LONG }, [at(more, 1)]);
    });
  });
});
