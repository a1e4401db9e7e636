import { expect } from "chai";
import { buildRegistration, claims, registrationOf } from "../../../packages/sdk/src/registration/registrationFile.js";
import { PARAMS, REGISTRY } from "../../fixtures/registration.js";

const OTHER = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

describe("claims", () => {
  const registrations = [registrationOf(1, REGISTRY, 22), registrationOf(11155111, OTHER, 0)];
  const file = buildRegistration({ ...PARAMS, registrations });

  describe("given a file that names the service", () => {
    it("is so for every entry", () => {
      expect(claims(file, 1, REGISTRY, 22)).to.be.true;
      expect(claims(file, 11155111n, OTHER, 0n)).to.be.true;
    });

    it("does not care how either writes the address", () => {
      const lower = { registrations: [{ agentId: 22, agentRegistry: `eip155:1:${REGISTRY.toLowerCase()}` }] };
      for (const { registrations } of [file, lower]) {
        expect(claims({ registrations }, 1n, REGISTRY, 22n)).to.be.true;
        expect(claims({ registrations }, 1n, REGISTRY.toLowerCase(), 22n)).to.be.true;
      }
    });
  });

  describe("given a file that names others", () => {
    const others: [name: string, chainId: number, registry: string, agentId: bigint][] = [
      ["on another chain", 10, REGISTRY, 22n],
      ["in another registry", 1, OTHER, 22n],
      ["of another number", 1, REGISTRY, 23n],
      ["whose parts belong to two entries", 1, OTHER, 0n],
      ["of a number that no file can name", 1, REGISTRY, 2n ** 256n - 1n],
    ];
    for (const [name, chainId, registry, agentId] of others) {
      it(`is not so for a service ${name}`, () => {
        expect(claims(file, chainId, registry, agentId)).to.be.false;
      });
    }
  });

  describe("given a file with entries of other kinds of chains", () => {
    const entry = (agentId: number | string | null, agentRegistry: string) => ({ agentId, agentRegistry });
    const foreign = [
      entry("AGoxnzPQ1n4jQ", "solana:101:metaplex"),
      entry(null, `eip155:1:${REGISTRY}`),
      entry("22", `eip155:1:${REGISTRY}`),
      entry(22, "eip155:1:0x742..."),
    ];

    it("is so only for the service that it names", () => {
      const mixed = { registrations: [...foreign, ...registrations] };
      expect(claims(mixed, 1, REGISTRY, 22)).to.be.true;
      expect(claims({ registrations: foreign }, 1, REGISTRY, 22)).to.be.false;
    });
  });

  describe("given a file without registrations", () => {
    it("is not so", () => {
      expect(claims(buildRegistration(PARAMS), 1, REGISTRY, 22)).to.be.false;
    });
  });

  describe("given a registry that is no address", () => {
    it("throws", () => {
      expect(() => claims(file, 1, "registry", 22)).to.throw(TypeError, "invalid address");
    });
  });
});
