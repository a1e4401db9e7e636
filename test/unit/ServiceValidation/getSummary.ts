import { expect } from "chai";
import { ZeroAddress, ZeroHash, toBeHex } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { networkHelpers } from "../../fixtures/chain.js";
import { UNKNOWN, withSecondService } from "../../fixtures/feedback.js";
import { servicesFixture, type ServiceSystem } from "../../fixtures/services.js";
import { Random } from "../../walk/random.js";

let next = 0;

/** Asks the validator about new work of the service, and lets it answer unless there is no response. */
async function ask(
  { validation, agentId, provider }: ServiceSystem,
  validator: HardhatEthersSigner,
  response?: number,
  tag = "",
): Promise<string> {
  const hash = toBeHex(++next, 32);
  await validation.connect(provider).validationRequest(validator, agentId, "ipfs://work", hash);
  if (response !== undefined) await validation.connect(validator).validationResponse(hash, response, "", ZeroHash, tag);
  return hash;
}

/** Answers of the arbiter, 10 (soft), 20 (hard) and 40 (no tag); of the sponsor, 80 (hard); and one of each to come. */
async function answeredFixture() {
  const system = await servicesFixture();
  const { arbiter, sponsor } = system;
  await ask(system, arbiter, 10, "soft");
  await ask(system, arbiter, 20, "hard");
  await ask(system, sponsor);
  await ask(system, arbiter, 40);
  await ask(system, sponsor, 80, "hard");
  await ask(system, arbiter);
  return system;
}

describe("ServiceValidation.getSummary", () => {
  describe("given no responses", () => {
    it("returns nothing, of no service either", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { validation, agentId, arbiter } = system;
      for (const id of [agentId, UNKNOWN]) expect(await validation.getSummary(id, [], "")).to.deep.equal([0n, 0n]);
      await ask(system, arbiter);
      expect(await validation.getSummary(agentId, [], "")).to.deep.equal([0n, 0n]);
      expect(await validation.getSummary(agentId, [arbiter], "")).to.deep.equal([0n, 0n]);
    });
  });

  describe("given requests with and without responses", () => {
    for (const [names, tag, count, average] of [
      [[], "", 4n, 37n],
      [[], "soft", 1n, 10n],
      [[], "hard", 2n, 50n],
      [[], "Hard", 0n, 0n],
      [[], "har", 0n, 0n],
      [["arbiter"], "", 3n, 23n],
      [["sponsor"], "", 1n, 80n],
      [["arbiter", "sponsor"], "", 4n, 37n],
      [["sponsor", "arbiter"], "hard", 2n, 50n],
      [["arbiter", "arbiter"], "", 3n, 23n],
      [["stranger", "sponsor", "sponsor", "stranger"], "hard", 1n, 80n],
      [["stranger"], "", 0n, 0n],
      [["sponsor"], "soft", 0n, 0n],
    ] as [("arbiter" | "sponsor" | "stranger")[], string, bigint, bigint][]) {
      it(`returns ${average} of ${names.join(", ") || "all"}, tag ${JSON.stringify(tag)}`, async () => {
        const system = await networkHelpers.loadFixture(answeredFixture);
        const validators = names.map((name) => system[name].address);
        const summary = await system.validation.getSummary(system.agentId, validators, tag);
        expect(summary).to.deep.equal([count, average]);
      });
    }

    it("does not know the zero address", async () => {
      const { validation, agentId } = await networkHelpers.loadFixture(answeredFixture);
      expect(await validation.getSummary(agentId, [ZeroAddress], "")).to.deep.equal([0n, 0n]);
    });

    it("counts a response of 0", async () => {
      const system = await networkHelpers.loadFixture(answeredFixture);
      await ask(system, system.arbiter, 0);
      expect(await system.validation.getSummary(system.agentId, [], "")).to.deep.equal([5n, 30n]);
    });

    it("uses the last response", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { validation, agentId, arbiter } = system;
      const hash = await ask(system, arbiter, 10, "soft");
      await ask(system, arbiter, 50, "soft");
      await validation.connect(arbiter).validationResponse(hash, 90, "", ZeroHash, "hard");
      expect(await validation.getSummary(agentId, [], "")).to.deep.equal([2n, 70n]);
      expect(await validation.getSummary(agentId, [], "soft")).to.deep.equal([1n, 50n]);
      expect(await validation.getSummary(agentId, [], "hard")).to.deep.equal([1n, 90n]);
    });

    it("keeps services apart", async () => {
      const system = await networkHelpers.loadFixture(answeredFixture);
      const second = await withSecondService(system);
      await ask(second, system.arbiter, 99, "hard");
      expect(await system.validation.getSummary(second.agentId, [], "")).to.deep.equal([1n, 99n]);
      expect(await system.validation.getSummary(system.agentId, [], "")).to.deep.equal([4n, 37n]);
    });
  });

  describe("given averages that are not whole", () => {
    for (const [responses, average] of [
      [[0, 1], 0n],
      [[99, 100], 99n],
      [[100, 100, 99], 99n],
      [[1, 1, 0], 0n],
      [[100, 100, 100], 100n],
    ] as const) {
      it(`rounds that of ${responses.join(", ")} down`, async () => {
        const system = await networkHelpers.loadFixture(servicesFixture);
        for (const response of responses) await ask(system, system.arbiter, response);
        const summary = await system.validation.getSummary(system.agentId, [], "");
        expect(summary).to.deep.equal([BigInt(responses.length), average]);
      });
    }
  });

  describe("given more responses than a sum of 8 bits can hold", () => {
    it("returns the same as counting, for any validators and tags", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { validation, agentId, others } = system;
      const random = new Random(21);
      const [validators, tags] = [others.slice(0, 4), ["", "soft", "hard"]];
      const answers: { validator: string; response: number; tag: string }[] = [];
      for (let i = 0; i < 40; ++i) {
        const [validator, tag] = [random.pick(validators), random.pick(tags)];
        const response = random.chance(20) ? undefined : random.below(101);
        await ask(system, validator, response, tag);
        if (response !== undefined) answers.push({ validator: validator.address, response, tag });
      }
      for (let i = 0; i < 40; ++i) {
        const asked = Array.from({ length: random.below(4) }, () => random.pick(validators).address);
        const tag = random.pick(tags);
        const counted = answers.filter(
          (answer) => (asked.length === 0 || asked.includes(answer.validator)) && (tag === "" || answer.tag === tag),
        );
        const sum = counted.reduce((all, { response }) => all + response, 0);
        const average = counted.length === 0 ? 0 : Math.floor(sum / counted.length);
        const summary = await validation.getSummary(agentId, asked, tag);
        expect(summary).to.deep.equal([BigInt(counted.length), BigInt(average)]);
      }
    });
  });
});
