import { expect } from "chai";
import { buildRegistration, registrationOf } from "../../../packages/sdk/src/registration/registrationFile.js";
import { PARAMS, refusalOf, REGISTRY } from "../../fixtures/registration.js";

describe("buildRegistration", () => {
  describe("given the least", () => {
    it("fills in the type, and what the standard's example has", () => {
      expect(buildRegistration(PARAMS)).to.deep.equal({
        type: "https://eips.ethereum.org/EIPS/eip-8004#registration-v1",
        ...PARAMS,
        x402Support: false,
        active: true,
        registrations: [],
      });
    });

    it("has the standard's order of fields", () => {
      const fields = ["type", "name", "description", "image", "services", "x402Support", "active", "registrations"];
      expect(Object.keys(buildRegistration(PARAMS))).to.deep.equal(fields);
    });
  });

  describe("given everything", () => {
    const params = {
      ...PARAMS,
      x402Support: true,
      active: false,
      registrations: [registrationOf(11155111, REGISTRY, 7n)],
      supportedTrust: ["reputation"],
      terms: { languages: ["de", "fr"], pages: 12.5, draft: null },
    };

    it("keeps it, fields of its own too", () => {
      expect(buildRegistration(params)).to.deep.include(params);
    });

    it("gives a copy: later changes of what was given do not reach it", () => {
      const terms = { languages: ["de"] };
      const file = buildRegistration({ ...PARAMS, terms });
      terms.languages.push("fr");
      expect(file["terms"]).to.deep.equal({ languages: ["de"] });
    });

    it("builds the same from its own file", () => {
      const file = buildRegistration(params);
      expect(buildRegistration({ ...file, image: params.image })).to.deep.equal(file);
    });
  });

  describe("given fields that are undefined", () => {
    it("has the defaults for those, and no such field for others", () => {
      const undefinedFields = {
        x402Support: undefined,
        active: undefined,
        supportedTrust: undefined,
        other: undefined,
      };
      expect(buildRegistration({ ...PARAMS, ...undefinedFields })).to.deep.equal(buildRegistration(PARAMS));
    });
  });

  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  const refused: [name: string, fields: Record<string, unknown>, code: string, path: string][] = [
    ["another type", { type: "https://example.com/" }, "RegistrationInvalid", "type"],
    ["an empty name", { name: "" }, "RegistrationInvalid", "name"],
    ["NaN, which JSON would write as null", { terms: { pages: NaN } }, "RegistrationInvalid", "terms.pages"],
    ["an infinite number", { terms: [1, -Infinity] }, "RegistrationInvalid", "terms[1]"],
    ["a bigint", { price: 1n }, "RegistrationInvalid", "price"],
    ["a function", { price: () => 1 }, "RegistrationInvalid", "price"],
    ["a symbol", { price: Symbol("price") }, "RegistrationInvalid", "price"],
    ["a name that is too long", { name: "n".repeat(129) }, "RegistrationTooLarge", "name"],
    ...[
      ["a registry without chain", REGISTRY],
      ["a registry on chain 0", `eip155:0:${REGISTRY}`],
      ["a chain in hex", `eip155:0x1:${REGISTRY}`],
      ["the placeholder for a registry", "eip155:1:0x742..."],
      ["a registry with a wrong checksum", `eip155:1:${REGISTRY.replace("A", "a")}`],
    ].map(([name = "", agentRegistry]): [string, Record<string, unknown>, string, string] => [
      name,
      { registrations: [{ agentId: 1, agentRegistry }] },
      "RegistrationInvalid",
      "registrations[0].agentRegistry",
    ]),
    ...[-1, 1.5, "1", null].map((agentId): [string, Record<string, unknown>, string, string] => [
      `the number ${JSON.stringify(agentId)}`,
      { registrations: [{ agentId, agentRegistry: `eip155:1:${REGISTRY}` }] },
      "RegistrationInvalid",
      "registrations[0].agentId",
    ]),
    ["an object within itself", { a: circular }, "RegistrationTooLarge", `a${".self".repeat(15)}`],
  ];
  for (const [name, fields, code, path] of refused) {
    describe(`given ${name}`, () => {
      it(`is refused with ${code} at ${path}`, async () => {
        expect(await refusalOf(() => buildRegistration({ ...PARAMS, ...fields }))).to.include({ code, path });
      });
    });
  }
});

describe("buildRegistration given an entry on another kind of chain", () => {
  it("keeps it", () => {
    const registrations = [{ agentId: "AGoxnzPQ1n4jQ", agentRegistry: "solana:101:metaplex" }];
    expect(buildRegistration({ ...PARAMS, registrations }).registrations).to.deep.equal(registrations);
  });
});

describe("registrationOf", () => {
  it("names chain and registry, with the checksum of the address", () => {
    const expected = { agentId: 22, agentRegistry: `eip155:1:${REGISTRY}` };
    expect(registrationOf(1n, REGISTRY.toLowerCase(), 22n)).to.deep.equal(expected);
    expect(registrationOf(1, REGISTRY, 22)).to.deep.equal(expected);
  });

  it("takes the largest number that JSON readers do not round, and zero", () => {
    expect(registrationOf(1, REGISTRY, 2n ** 53n - 1n).agentId).to.equal(Number.MAX_SAFE_INTEGER);
    expect(registrationOf(1, REGISTRY, 0).agentId).to.equal(0);
  });

  for (const agentId of [2n ** 53n, -1n, 0.5]) {
    it(`refuses the number ${agentId.toString()}`, async () => {
      const expected = { code: "RegistrationInvalid", path: "agentId" };
      expect(await refusalOf(() => registrationOf(1, REGISTRY, agentId))).to.deep.equal(expected);
    });
  }

  it("refuses a registry that is no address", () => {
    expect(() => registrationOf(1, "0x8004", 1)).to.throw(TypeError, "invalid address");
  });
});
