import { expect } from "chai";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { MAX_UINT96, Status } from "../../fixtures/hub.js";

const MAX_40 = 2n ** 40n - 1n;

interface Word {
  funded?: bigint;
  paid?: bigint;
  markedAt?: bigint;
  status?: bigint;
}

/** The word as the layout of `Escrow` has it. */
function word({ funded = 0n, paid = 0n, markedAt = 0n, status = Status.Open }: Word): bigint {
  return funded | (paid << 96n) | (markedAt << 192n) | (status << 232n);
}

async function escrowFixture() {
  return { harness: await ethers.deployContract("HubTypesHarness") };
}

/** Everything but the part that a step is about, as high as it gets. */
const HIGH = { markedAt: MAX_40, status: Status.Closed };

describe("Escrow", () => {
  describe("given nothing", () => {
    it("does not exist, and holds nothing", async () => {
      const { harness } = await networkHelpers.loadFixture(escrowFixture);
      expect([...(await harness.read(0n))]).to.deep.equal([0n, 0n, 0n, MAX_UINT96, 0n, Status.None, true]);
    });
  });

  describe("given a deal that was opened", () => {
    it("holds the amount, from 1 to the highest, and is open", async () => {
      const { harness } = await networkHelpers.loadFixture(escrowFixture);
      for (const amount of [1n, 12345n, MAX_UINT96]) {
        const escrow = await harness.opened(amount);
        expect(escrow).to.equal(word({ funded: amount }));
        const room = MAX_UINT96 - amount;
        expect([...(await harness.read(escrow))]).to.deep.equal([amount, 0n, amount, room, 0n, Status.Open, false]);
      }
    });
  });

  describe("given each part alone at its highest", () => {
    it("reads that part, and none of it in another", async () => {
      const { harness } = await networkHelpers.loadFixture(escrowFixture);
      const none = { status: Status.None };
      for (const [parts, read] of [
        [{ ...none, funded: MAX_UINT96 }, [MAX_UINT96, 0n, MAX_UINT96, 0n, 0n, 0n, false]],
        [{ funded: MAX_UINT96, paid: MAX_UINT96 }, [MAX_UINT96, MAX_UINT96, 0n, 0n, 0n, 1n, false]],
        [{ ...none, markedAt: MAX_40 }, [0n, 0n, 0n, MAX_UINT96, MAX_40, 0n, false]],
        [{ status: Status.Closed }, [0n, 0n, 0n, MAX_UINT96, 0n, 4n, false]],
        [{ ...HIGH, funded: 5n, paid: 3n }, [5n, 3n, 2n, MAX_UINT96 - 5n, MAX_40, 4n, false]],
      ] as const) {
        expect([...(await harness.read(word(parts)))]).to.deep.equal(read);
      }
    });
  });

  describe("given money that comes or goes", () => {
    it("adds what comes in, up to all the room, and touches nothing else", async () => {
      const { harness } = await networkHelpers.loadFixture(escrowFixture);
      for (const amount of [0n, 1n, MAX_UINT96 - 7n]) {
        expect(await harness.fund(word({ ...HIGH, funded: 7n, paid: 7n }), amount)).to.equal(
          word({ ...HIGH, funded: 7n + amount, paid: 7n }),
        );
      }
    });

    it("adds what is paid, up to all that is left, and touches nothing else", async () => {
      const { harness } = await networkHelpers.loadFixture(escrowFixture);
      for (const amount of [0n, 1n, MAX_UINT96 - 7n]) {
        expect(await harness.pay(word({ ...HIGH, funded: MAX_UINT96, paid: 7n }), amount)).to.equal(
          word({ ...HIGH, funded: MAX_UINT96, paid: 7n + amount }),
        );
      }
    });

    it("subtracts what is given back, down to what was paid, and touches nothing else", async () => {
      const { harness } = await networkHelpers.loadFixture(escrowFixture);
      for (const amount of [0n, 1n, MAX_UINT96 - 7n]) {
        expect(await harness.giveBack(word({ ...HIGH, funded: MAX_UINT96, paid: 7n }), amount)).to.equal(
          word({ ...HIGH, funded: MAX_UINT96 - amount, paid: 7n }),
        );
      }
    });
  });

  describe("given a status", () => {
    const money = { funded: MAX_UINT96, paid: MAX_UINT96 - 1n };

    it("replaces it, whatever it was, and keeps the mark and the money", async () => {
      const { harness } = await networkHelpers.loadFixture(escrowFixture);
      for (const before of Object.values(Status)) {
        for (const status of Object.values(Status)) {
          expect(await harness.withStatus(word({ ...money, markedAt: MAX_40, status: before }), status)).to.equal(
            word({ ...money, markedAt: MAX_40, status }),
          );
        }
      }
    });

    it("is marked with a time in place of the one before, and keeps the money", async () => {
      const { harness } = await networkHelpers.loadFixture(escrowFixture);
      for (const [before, markedAt] of [
        [0n, 1n],
        [0n, MAX_40],
        [MAX_40, 1n],
        [5n, 10n],
      ] as const) {
        expect(
          await harness.mark(word({ ...money, markedAt: before, status: Status.Delivered }), Status.Disputed, markedAt),
        ).to.equal(word({ ...money, markedAt, status: Status.Disputed }));
      }
    });

    it("makes a deal that was never opened something", async () => {
      const { harness } = await networkHelpers.loadFixture(escrowFixture);
      const escrow = await harness.withStatus(0n, Status.Closed);
      expect([...(await harness.read(escrow))]).to.deep.equal([0n, 0n, 0n, MAX_UINT96, 0n, Status.Closed, false]);
    });
  });
});
