import { expect } from "chai";
import { getAddress, getBytes, hexlify, keccak256, toUtf8Bytes } from "ethers";
import { REGISTRATION_LIMITS as MAX } from "../../../packages/sdk/src/registration/limits.js";
import { buildRegistration, registrationOf } from "../../../packages/sdk/src/registration/registrationFile.js";
import { readAgentUri, toDataUri } from "../../../packages/sdk/src/registration/uri.js";
import { at } from "../../fixtures/at.js";
import { PARAMS, refusalOf } from "../../fixtures/registration.js";
import { take } from "../../fixtures/sdk.js";

/** Numbers below a bound that depend on the seed only, so that every run sees the same cases. */
function generator(seed: number): (below: number) => number {
  let count = 0;
  return (below) => Number(BigInt(keccak256(toUtf8Bytes(`${seed}/${count++}`))) % BigInt(below));
}

const ALPHABET = [...Array.from('aZ0 "\\/<>&%#;,{}[]:+='), "\u00e4", "\u4e2d", "\u{1F600}", "\u200d"];
const KEYS = ["a", "terms", "x402support", "with space", "\u00e4", "length", "toString", "0"];

function randomFile(seed: number) {
  const next = generator(seed);
  const text = (most: number) => Array.from({ length: next(most + 1) }, () => ALPHABET[next(ALPHABET.length)]).join("");
  const list = <T>(most: number, entry: () => T) => Array.from({ length: next(most + 1) }, entry);
  const maybe = <T>(value: T) => (next(2) ? value : undefined);
  const json = (levels: number): unknown => {
    const leaves = [text(9), next(2) === 1, null, next(1e9) - 5e8, next(1e9) / 1024];
    const kind = next(leaves.length + (levels > 0 ? 2 : 0));
    if (kind < leaves.length) return leaves[kind];
    return kind === leaves.length ? list(4, () => json(levels - 1)) : fields(levels - 1);
  };
  const fields = (levels: number) => Object.fromEntries(list(4, () => [at(KEYS, next(KEYS.length)), json(levels)]));
  const address = () => getAddress(hexlify(getBytes(keccak256(toUtf8Bytes(`${seed}/${next(1e9)}`))).slice(12)));
  return buildRegistration({
    ...fields(5),
    name: `n${text(60)}`,
    description: `${text(200)}\n${text(20)}`,
    image: at(["", "https://a.example/\u00e4.png", "ipfs://abc", "data:image/png;base64,AA=="], next(4)),
    services: list(5, () => ({
      ...fields(3),
      name: `s${text(10)}`,
      endpoint: `e${text(50)}`,
      version: maybe(text(5)),
      skills: maybe(list(3, () => text(9))),
      domains: maybe(list(3, () => text(9))),
    })),
    x402Support: maybe(next(2) === 1),
    active: maybe(next(2) === 1),
    registrations: maybe(list(4, () => registrationOf(next(1e9) + 1, address(), next(2 ** 40)))),
    supportedTrust: maybe(list(3, () => text(9))),
  });
}

describe("toDataUri", () => {
  describe("given a file", () => {
    it("has its JSON in base64, of the type that the standard wants", () => {
      const file = buildRegistration({ ...PARAMS, name: "\u00dcbersetzer \u{1F600}" });
      const [type, data] = take(toDataUri(file).split(","), 2);
      expect(type).to.equal("data:application/json;base64");
      expect(Buffer.from(data, "base64").toString("utf8")).to.equal(JSON.stringify(file));
    });
  });

  describe("given 300 random files", () => {
    it("is read back as the same file", async () => {
      for (let seed = 0; seed < 300; seed++) {
        const file = randomFile(seed);
        const uri = toDataUri(file);
        expect((await readAgentUri(uri)).file).to.deep.equal(file, `seed ${seed}`);
        expect(toDataUri((await readAgentUri(uri)).file)).to.equal(uri, `seed ${seed}`);
      }
    });

    it("covers files with and without what is optional, and fields of their own within each other", () => {
      const files = Array.from({ length: 300 }, (_, seed) => randomFile(seed));
      for (const has of [true, false]) {
        expect(files.some((file) => "supportedTrust" in file === has)).to.be.true;
        expect(files.some(({ services }) => services.length > 0 === has)).to.be.true;
        expect(files.some(({ registrations }) => registrations.length > 0 === has)).to.be.true;
        expect(files.some(({ services }) => services.some((service) => "skills" in service === has))).to.be.true;
        expect(files.some(({ terms }) => JSON.stringify(terms ?? null).includes("[{") === has)).to.be.true;
      }
    });
  });

  describe("given a file that was changed into one that could not be read back", () => {
    const file = buildRegistration(PARAMS);

    it("is refused when it is not valid", async () => {
      const [service] = take(file.services, 1);
      const services = [service, { ...service, endpoint: "javascript:alert(1)" }];
      const expected = { code: "RegistrationInvalid", path: "services[1].endpoint" };
      expect(await refusalOf(() => toDataUri({ ...file, services }))).to.deep.equal(expected);
    });

    it("is refused when it is too large", async () => {
      const refusal = await refusalOf(() => toDataUri({ ...file, a: "a".repeat(MAX.text), b: "b".repeat(MAX.text) }));
      expect(refusal).to.include({ code: "RegistrationTooLarge", limit: MAX.bytes });
    });
  });
});
