import { expect } from "chai";
import { toBeHex, ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { UNKNOWN, withSecondService } from "../../fixtures/feedback.js";
import { MAX_UINT256 } from "../../fixtures/hub.js";
import { servicesFixture } from "../../fixtures/services.js";

const HASHES = [5, 3, 9, 1, 7, 2, 8].map((number) => toBeHex(number, 32));

/**
 * Two services ask two validators seven times: the first service numbers 0, 1, 3, 4 and 6, the others the second; the arbiter is
 * asked 0, 2, 3, 5 and 6, the others the sponsor.
 */
async function askedFixture() {
  const system = await servicesFixture();
  const { validation, provider, arbiter, sponsor } = system;
  await withSecondService(system);
  for (const [index, hash] of HASHES.entries()) {
    const agentId = [2, 5].includes(index) ? 1n : 0n;
    const validator = [1, 4].includes(index) ? sponsor : arbiter;
    await validation.connect(provider).validationRequest(validator, agentId, "", hash);
  }
  return system;
}

const OF_FIRST = [0, 1, 3, 4, 6].map((index) => HASHES[index]);
const OF_SECOND = [2, 5].map((index) => HASHES[index]);
const TO_ARBITER = [0, 2, 3, 5, 6].map((index) => HASHES[index]);
const TO_SPONSOR = [1, 4].map((index) => HASHES[index]);

const PAGES = [
  [0n, 0n, 0, 0],
  [0n, 1n, 0, 1],
  [0n, 5n, 0, 5],
  [0n, 6n, 0, 5],
  [0n, MAX_UINT256, 0, 5],
  [1n, 3n, 1, 4],
  [3n, 2n, 3, 5],
  [3n, 3n, 3, 5],
  [4n, MAX_UINT256, 4, 5],
  [4n, 0n, 0, 0],
  [5n, 1n, 0, 0],
  [6n, 1n, 0, 0],
  [MAX_UINT256, 1n, 0, 0],
  [MAX_UINT256, MAX_UINT256, 0, 0],
] as const;

describe("ServiceValidation.getAgentValidations", () => {
  it("lists the requests of each service in order", async () => {
    const { validation } = await networkHelpers.loadFixture(askedFixture);
    expect(await validation.getAgentValidations(0n)).to.deep.equal(OF_FIRST);
    expect(await validation.getAgentValidations(1n)).to.deep.equal(OF_SECOND);
    expect(await validation.getAgentValidations(UNKNOWN)).to.deep.equal([]);
  });
});

describe("ServiceValidation.getValidatorRequests", () => {
  it("lists the requests to each validator in order", async () => {
    const { validation, arbiter, sponsor, provider } = await networkHelpers.loadFixture(askedFixture);
    expect(await validation.getValidatorRequests(arbiter)).to.deep.equal(TO_ARBITER);
    expect(await validation.getValidatorRequests(sponsor)).to.deep.equal(TO_SPONSOR);
    expect(await validation.getValidatorRequests(provider)).to.deep.equal([]);
    expect(await validation.getValidatorRequests(ZeroAddress)).to.deep.equal([]);
  });
});

describe("ServiceValidation.getAgentValidationsPage", () => {
  for (const [offset, limit, from, to] of PAGES) {
    it(`returns ${to - from} of 5 for a limit of ${limit} from ${offset} on`, async () => {
      const { validation } = await networkHelpers.loadFixture(askedFixture);
      const page = await validation.getAgentValidationsPage(0n, offset, limit);
      expect(page).to.deep.equal(OF_FIRST.slice(from, to));
    });
  }

  it("returns those of the service", async () => {
    const { validation } = await networkHelpers.loadFixture(askedFixture);
    expect(await validation.getAgentValidationsPage(1n, 1n, 5n)).to.deep.equal(OF_SECOND.slice(1));
    expect(await validation.getAgentValidationsPage(UNKNOWN, 0n, MAX_UINT256)).to.deep.equal([]);
  });
});

describe("ServiceValidation.getValidatorRequestsPage", () => {
  for (const [offset, limit, from, to] of PAGES) {
    it(`returns ${to - from} of 5 for a limit of ${limit} from ${offset} on`, async () => {
      const { validation, arbiter } = await networkHelpers.loadFixture(askedFixture);
      const page = await validation.getValidatorRequestsPage(arbiter, offset, limit);
      expect(page).to.deep.equal(TO_ARBITER.slice(from, to));
    });
  }

  it("returns those for the validator", async () => {
    const { validation, sponsor, provider } = await networkHelpers.loadFixture(askedFixture);
    expect(await validation.getValidatorRequestsPage(sponsor, 1n, 5n)).to.deep.equal(TO_SPONSOR.slice(1));
    expect(await validation.getValidatorRequestsPage(provider, 0n, MAX_UINT256)).to.deep.equal([]);
  });
});
