import { expect } from "chai";
import { ZeroAddress, ZeroHash, type AddressLike } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { give, MAX_UINT64, UNKNOWN, withSecondService } from "../../fixtures/feedback.js";
import { servicesFixture, type ServiceSystem } from "../../fixtures/services.js";

async function respond(
  { reputation, agentId, provider, sponsor }: ServiceSystem,
  client: AddressLike,
  index: bigint,
  [byProvider, bySponsor]: readonly [number, number],
) {
  for (const [responder, count] of [
    [provider, byProvider],
    [sponsor, bySponsor],
  ] as const) {
    for (let i = 0; i < count; ++i) {
      await reputation.connect(responder).appendResponse(agentId, client, index, "ipfs://answer", ZeroHash);
    }
  }
}

/** Responses of provider and sponsor: 1 and 2 to the payer's first, 4 and 0 to its third, 0 and 8 to the stranger's only. */
async function answeredFixture() {
  const system = await servicesFixture();
  const { payer, stranger } = system;
  for (const client of [payer, stranger, payer, payer]) await give(system, client);
  await respond(system, payer, 1n, [1, 2]);
  await respond(system, payer, 3n, [4, 0]);
  await respond(system, stranger, 1n, [0, 8]);
  // Of no account for the first service.
  const second = await withSecondService(system);
  await give(second, payer);
  await respond(second, payer, 1n, [1, 0]);
  return system;
}

type Roles = ("provider" | "sponsor" | "arbiter")[];

async function expectCount(
  system: ServiceSystem,
  client: AddressLike,
  index: bigint,
  counts: readonly [all: bigint, provider: bigint, sponsor: bigint],
) {
  const { reputation, agentId } = system;
  const [all, provider, sponsor] = counts;
  for (const [roles, count] of [
    [[], all],
    [["provider"], provider],
    [["sponsor"], sponsor],
    [["sponsor", "provider"], all],
    [["provider", "provider"], 2n * provider],
    [["arbiter"], 0n],
    [["arbiter", "sponsor"], sponsor],
  ] as [Roles, bigint][]) {
    const responders = roles.map((role) => system[role].address);
    const told = await reputation.getResponseCount(agentId, client, index, responders);
    expect(told, roles.join(" and ")).to.equal(count);
  }
}

describe("ServiceReputation.getResponseCount", () => {
  describe("given one piece of feedback", () => {
    it("counts its responses, by all or by those named", async () => {
      const system = await networkHelpers.loadFixture(answeredFixture);
      await expectCount(system, system.payer, 1n, [3n, 1n, 2n]);
      await expectCount(system, system.payer, 2n, [0n, 0n, 0n]);
      await expectCount(system, system.payer, 3n, [4n, 4n, 0n]);
      await expectCount(system, system.stranger, 1n, [8n, 0n, 8n]);
    });

    it("counts none where there is no feedback", async () => {
      const system = await networkHelpers.loadFixture(answeredFixture);
      for (const index of [4n, MAX_UINT64]) await expectCount(system, system.payer, index, [0n, 0n, 0n]);
      await expectCount(system, system.stranger, 2n, [0n, 0n, 0n]);
      await expectCount(system, system.provider, 1n, [0n, 0n, 0n]);
    });

    it("counts them when it was taken back", async () => {
      const system = await networkHelpers.loadFixture(answeredFixture);
      await system.reputation.connect(system.payer).revokeFeedback(system.agentId, 1n);
      await expectCount(system, system.payer, 1n, [3n, 1n, 2n]);
    });
  });

  describe("given a client", () => {
    it("counts the responses to all its feedback, including the last", async () => {
      const system = await networkHelpers.loadFixture(answeredFixture);
      await expectCount(system, system.payer, 0n, [7n, 5n, 2n]);
      await expectCount(system, system.stranger, 0n, [8n, 0n, 8n]);
      await expectCount(system, system.provider, 0n, [0n, 0n, 0n]);
    });
  });

  describe("given nobody as client", () => {
    it("counts all responses, whatever number is named", async () => {
      const system = await networkHelpers.loadFixture(answeredFixture);
      for (const index of [0n, 1n, 2n, MAX_UINT64]) {
        await expectCount(system, ZeroAddress, index, [15n, 5n, 10n]);
      }
    });
  });

  describe("given another service, or none", () => {
    it("counts what belongs to it", async () => {
      const system = await networkHelpers.loadFixture(answeredFixture);
      for (const client of [ZeroAddress, system.payer.address]) {
        await expectCount({ ...system, agentId: 1n }, client, 0n, [1n, 1n, 0n]);
        await expectCount({ ...system, agentId: UNKNOWN }, client, 0n, [0n, 0n, 0n]);
      }
    });
  });
});
