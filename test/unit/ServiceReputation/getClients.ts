import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { at } from "../../fixtures/at.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { give, rate, UNKNOWN, withSecondService } from "../../fixtures/feedback.js";
import { MAX_UINT256 } from "../../fixtures/hub.js";
import { paidDeal, servicesFixture } from "../../fixtures/services.js";

/** Five clients; the first and the third said more later, and the second rated a deal only. */
async function clientsFixture() {
  const system = await servicesFixture();
  const { payer, others } = system;
  const clients = [others[0], payer, ...others.slice(1, 4)];
  for (const client of clients) {
    if (client === payer) await rate(system, payer, await paidDeal(system));
    else await give(system, client);
  }
  for (const client of [at(clients, 2), at(clients, 0), at(clients, 2)]) await give(system, client);
  return { ...system, clients, addresses: clients.map(({ address }) => address) };
}

describe("ServiceReputation.getClients", () => {
  describe("given clients", () => {
    it("lists each client once, in the order of the first feedback", async () => {
      const { reputation, agentId, addresses } = await networkHelpers.loadFixture(clientsFixture);
      expect(await reputation.getClients(agentId)).to.deep.equal(addresses);
      expect(await reputation.clientCount(agentId)).to.equal(5n);
    });

    it("keeps clients that revoked all feedback", async () => {
      const { reputation, agentId, addresses, clients } = await networkHelpers.loadFixture(clientsFixture);
      await reputation.connect(at(clients, 3)).revokeFeedback(agentId, 1n);
      expect(await reputation.getClients(agentId)).to.deep.equal(addresses);
      expect(await reputation.clientCount(agentId)).to.equal(5n);
    });

    it("keeps them apart by service", async () => {
      const system = await networkHelpers.loadFixture(clientsFixture);
      const { reputation, clients, addresses } = system;
      const second = await withSecondService(system);
      await give(second, at(clients, 4));
      expect(await reputation.getClients(second.agentId)).to.deep.equal([addresses[4]]);
      expect(await reputation.clientCount(second.agentId)).to.equal(1n);
      expect(await reputation.clientCount(system.agentId)).to.equal(5n);
    });
  });

  describe("given nobody yet", () => {
    it("names nobody, of no service either", async () => {
      const { reputation, agentId, payer } = await networkHelpers.loadFixture(servicesFixture);
      for (const id of [agentId, UNKNOWN]) {
        expect(await reputation.getClients(id)).to.deep.equal([]);
        expect(await reputation.clientCount(id)).to.equal(0n);
        expect(await reputation.getLastIndex(id, payer)).to.equal(0n);
        expect(await reputation.getClientsPage(id, 0n, MAX_UINT256)).to.deep.equal([]);
      }
    });
  });
});

describe("ServiceReputation.getClientsPage", () => {
  for (const [offset, limit, from, to] of [
    [0n, 0n, 0, 0],
    [0n, 1n, 0, 1],
    [0n, 4n, 0, 4],
    [0n, 5n, 0, 5],
    [0n, 6n, 0, 5],
    [0n, MAX_UINT256, 0, 5],
    [1n, 2n, 1, 3],
    [3n, 2n, 3, 5],
    [3n, 3n, 3, 5],
    [4n, MAX_UINT256, 4, 5],
    [4n, 0n, 0, 0],
    [5n, 1n, 0, 0],
    [6n, 1n, 0, 0],
    [MAX_UINT256, 1n, 0, 0],
    [MAX_UINT256, MAX_UINT256, 0, 0],
  ] as const) {
    it(`returns ${to - from} of 5 for a limit of ${limit} from ${offset} on`, async () => {
      const { reputation, agentId, addresses } = await networkHelpers.loadFixture(clientsFixture);
      expect(await reputation.getClientsPage(agentId, offset, limit)).to.deep.equal(addresses.slice(from, to));
    });
  }
});

describe("ServiceReputation.getLastIndex", () => {
  it("returns the number of feedbacks of a client", async () => {
    const system = await networkHelpers.loadFixture(clientsFixture);
    const { reputation, agentId, clients, stranger } = system;
    for (const [client, last] of [
      [at(clients, 0), 2n],
      [at(clients, 1), 1n],
      [at(clients, 2), 3n],
      [at(clients, 3), 1n],
      [stranger, 0n],
      [ZeroAddress, 0n],
    ] as const) {
      expect(await reputation.getLastIndex(agentId, client)).to.equal(last);
    }
    expect(await reputation.getLastIndex(UNKNOWN, at(clients, 0))).to.equal(0n);
  });

  it("does not decrease when feedback is revoked", async () => {
    const { reputation, agentId, clients } = await networkHelpers.loadFixture(clientsFixture);
    await reputation.connect(at(clients, 2)).revokeFeedback(agentId, 3n);
    expect(await reputation.getLastIndex(agentId, at(clients, 2))).to.equal(3n);
  });
});
