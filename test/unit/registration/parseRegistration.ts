import { expect } from "chai";
import { toUtf8Bytes } from "ethers";
import { REGISTRATION_LIMITS as MAX } from "../../../packages/sdk/src/registration/limits.js";
import { parseRegistration } from "../../../packages/sdk/src/registration/registrationFile.js";
import { errorOf, fileWith, refusalOf, REGISTRY, STANDARD_EXAMPLE } from "../../fixtures/registration.js";

const INVALID = "RegistrationInvalid";
const service = (fields: object) => ({ services: [{ name: "web", endpoint: "https://a.example", ...fields }] });
const registered = (fields: object) => ({
  registrations: [{ agentId: 1, agentRegistry: `eip155:1:${REGISTRY}`, ...fields }],
});
const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`key${i}`, i]));

describe("parseRegistration", () => {
  describe("given the example of the standard", () => {
    it("gives all of it, from text and from bytes", () => {
      const expected = JSON.parse(STANDARD_EXAMPLE) as unknown;
      expect(parseRegistration(STANDARD_EXAMPLE)).to.deep.equal(expected);
      expect(parseRegistration(toUtf8Bytes(STANDARD_EXAMPLE))).to.deep.equal(expected);
    });
  });

  describe("given no more than what is mandatory", () => {
    it("takes no x402 payments, is registered nowhere, and does not say whether it is active", () => {
      const { type, name, description } = fileWith();
      const file = { type, name, description, services: [] };
      const expected = { ...file, x402Support: false, registrations: [] };
      expect(parseRegistration(JSON.stringify(file))).to.deep.equal(expected);
    });
  });

  const accepted: [name: string, fields: Record<string, unknown>][] = [
    ["fields that the standard does not name", { x402support: true, terms: { price: 0.5, tags: [null, "a"] } }],
    [
      "further fields of a service and of a registration",
      { ...service({ mcpTools: ["a"] }), ...registered({ since: 1 }) },
    ],
    ["a description of several lines", { description: "One.\r\n\tTwo: \u0645\u062b\u0627\u0644, \u{1F600}" }],
    ["a description that is empty", { description: "" }],
    ["the text __proto__ as a value", { description: "__proto__" }],
    ["the name javascript, without a scheme", service({ endpoint: "javascript.example" })],
    ["an account as endpoint", service({ endpoint: `eip155:1:${REGISTRY}` })],
    ["an endpoint on this machine", service({ endpoint: "http://localhost:8080/mcp" })],
    ["an empty image", { image: "" }],
    ["an image in IPFS", { image: "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi/a.png" }],
    ["an image in Arweave", { image: "ar://abc" }],
    ["an image within the file", { image: "data:image/svg+xml;base64,PHN2Zy8+" }],
    ["a registry in lower case", registered({ agentRegistry: `eip155:1:${REGISTRY.toLowerCase()}` })],
    [
      "a registry of Solana, whose numbers are addresses",
      registered({ agentRegistry: "solana:101:metaplex", agentId: "AGoxnzPQ1n4jQ" }),
    ],
    ["a registration that is still to be made", registered({ agentId: null })],
    ["a number as text", registered({ agentId: "1" })],
    ["a registry on chain 0", registered({ agentRegistry: `eip155:0:${REGISTRY}` })],
    ["the placeholder for a registry", registered({ agentRegistry: "eip155:1:0x742..." })],
    ["a registry with a wrong checksum", registered({ agentRegistry: `eip155:1:${REGISTRY.replace("A", "a")}` })],
    ["the highest number", registered({ agentId: Number.MAX_SAFE_INTEGER })],
    ["the longest name", { name: "n".repeat(MAX.name) }],
    ["the longest text of its own", { other: "t".repeat(MAX.text) }],
    ["the longest key", { ["k".repeat(MAX.key)]: 1 }],
    ["the most services", { services: Array.from({ length: MAX.services }, () => service({}).services[0]) }],
    ["the deepest nesting", { deep: nested(MAX.depth - 1) }],
    // The file has 6 keys of its own, and its service has 2.
    ["the most keys", { more: keys(MAX.keys - 8) }],
  ];
  for (const [name, fields] of accepted) {
    describe(`given ${name}`, () => {
      it("keeps it", () => {
        expect(parseRegistration(JSON.stringify(fileWith(fields)))).to.deep.include(fields);
      });
    });
  }

  describe("given null for what is missing", () => {
    it("is the same file without it", () => {
      const nulls = { image: null, x402Support: null, active: null, registrations: null, supportedTrust: null };
      const text = JSON.stringify(fileWith({ ...nulls, ...service({ version: null, skills: null, domains: null }) }));
      const { image, ...others } = fileWith(service({}));
      expect(image).to.be.a("string");
      expect(parseRegistration(text)).to.deep.equal({ ...others, x402Support: false, registrations: [] });
    });
  });

  const invalid: [name: string, fields: Record<string, unknown>, path: string][] = [
    ["another type", { type: "https://eips.ethereum.org/EIPS/eip-8004#registration-v2" }, "type"],
    ["no type", { type: undefined }, "type"],
    ["no name", { name: undefined }, "name"],
    ["an empty name", { name: "" }, "name"],
    ["a line break in the name", { name: "Bank\nof all" }, "name"],
    ["a line separator in the name", { name: "Bank\u2028of all" }, "name"],
    ["a name that reads backwards", { name: "\u202Eknab" }, "name"],
    ["a bell in the name", { name: "\u0007" }, "name"],
    ["an escape sequence in the description", { description: "\u001b[2J" }, "description"],
    ["no description", { description: undefined }, "description"],
    ["half of a character", { description: "\ud83d" }, "description"],
    ["half of a character in a field of its own", { terms: [{ a: "\ude00\ud83d" }] }, "terms[0].a"],
    ["an image that is a page", { image: "data:text/html,<script>" }, "image"],
    ["an image that is code", { image: "javascript:alert(1)" }, "image"],
    ["an image without a scheme", { image: "//a.example/logo.png" }, "image"],
    ["no services", { services: undefined }, "services"],
    ["services that are no list", { services: {} }, "services"],
    ["a service without endpoint", service({ endpoint: undefined }), "services[0].endpoint"],
    ["a service without name", service({ name: "" }), "services[0].name"],
    ["an empty endpoint", service({ endpoint: "" }), "services[0].endpoint"],
    ["an endpoint that is code", service({ endpoint: "javascript:alert(1)" }), "services[0].endpoint"],
    ["the same after a space, in capitals", service({ endpoint: " JavaScript :alert(1)" }), "services[0].endpoint"],
    ["the same with a tab within", service({ endpoint: "java\tscript:alert(1)" }), "services[0].endpoint"],
    ["an endpoint in VBScript", service({ endpoint: "vbscript:msgbox(1)" }), "services[0].endpoint"],
    ["an endpoint that is a page", service({ endpoint: "data:text/html,<script>" }), "services[0].endpoint"],
    ["a version that is a number", service({ version: 1 }), "services[0].version"],
    ["a skill that is a number", service({ skills: ["a", 1] }), "services[0].skills[1]"],
    ["a domain that is none", service({ domains: [null] }), "services[0].domains[0]"],
    ["x402Support as text", { x402Support: "true" }, "x402Support"],
    ["active as a number", { active: 1 }, "active"],
    ["a number that is rounded", registered({ agentId: 2 ** 53 }), "registrations[0].agentId"],
    ["a number that is a list", registered({ agentId: [1] }), "registrations[0].agentId"],
    ["no registry", registered({ agentRegistry: undefined }), "registrations[0].agentRegistry"],
    ["a kind of trust that is a list", { supportedTrust: ["reputation", []] }, "supportedTrust[1]"],
    ["the key constructor", { terms: { constructor: 1 } }, "terms.constructor"],
    ["the key prototype", { terms: [[{ prototype: {} }]] }, "terms[0][0].prototype"],
    ["a control character in a key", { "a\u0000b": 1 }, '["a\ufffdb"]'],
  ];
  for (const [name, fields, path] of invalid) {
    describe(`given ${name}`, () => {
      it(`is refused at ${path}`, async () => {
        const text = JSON.stringify(fileWith(fields));
        expect(await refusalOf(() => parseRegistration(text))).to.deep.equal({ code: INVALID, path });
      });
    });
  }

  const list = <T>(length: number, entry: T) => Array.from({ length }, () => entry);
  const aTooLong: [path: string, limit: number, fields: (size: number) => Record<string, unknown>][] = [
    ["name", MAX.name, (size) => ({ name: "n".repeat(size) })],
    ["description", MAX.description, (size) => ({ description: "d".repeat(size) })],
    ["image", MAX.text, (size) => ({ image: `ar://${"i".repeat(size - 5)}` })],
    ["other", MAX.text, (size) => ({ other: "o".repeat(size) })],
    ["services", MAX.services, (size) => ({ services: list(size, service({}).services[0]) })],
    ["services[0].name", MAX.label, (size) => service({ name: "n".repeat(size) })],
    ["services[0].version", MAX.label, (size) => service({ version: "v".repeat(size) })],
    ["services[0].endpoint", MAX.endpoint, (size) => service({ endpoint: "e".repeat(size) })],
    ["services[0].skills", MAX.topics, (size) => service({ skills: list(size, "s") })],
    ["services[0].skills[0]", MAX.topic, (size) => service({ skills: ["s".repeat(size)] })],
    ["services[0].domains", MAX.topics, (size) => service({ domains: list(size, "d") })],
    ["services[0].domains[0]", MAX.topic, (size) => service({ domains: ["d".repeat(size)] })],
    ["registrations", MAX.registrations, (size) => ({ registrations: list(size, registered({}).registrations[0]) })],
    ["supportedTrust", MAX.trust, (size) => ({ supportedTrust: list(size, "t") })],
    ["supportedTrust[0]", MAX.label, (size) => ({ supportedTrust: ["t".repeat(size)] })],
    [`["${"k".repeat(40)}…"]`, MAX.key, (size) => ({ ["k".repeat(size)]: 1 })],
    [`deep${"[0]".repeat(15)}`, MAX.depth, (size) => ({ deep: nested(size - 1) })],
  ];
  for (const [path, limit, fields] of aTooLong) {
    describe(`given one more than may be at ${path}`, () => {
      it("is refused with size and limit, and one less is not", async () => {
        const text = (size: number) => JSON.stringify(fileWith(fields(size)));
        const expected = { code: "RegistrationTooLarge", path, size: limit + 1, limit };
        expect(await refusalOf(() => parseRegistration(text(limit + 1)))).to.deep.equal(expected);
        expect(parseRegistration(text(limit))).to.deep.include(fields(limit));
      });
    });
  }

  describe("given more keys than may be, wherever they are", () => {
    it("is refused", async () => {
      const text = JSON.stringify(fileWith({ more: [keys(MAX.keys / 2), keys(MAX.keys / 2)] }));
      const expected = { code: "RegistrationTooLarge", size: MAX.keys + 1, limit: MAX.keys };
      expect(await refusalOf(() => parseRegistration(text))).to.deep.equal(expected);
    });
  });

  describe("given the most bytes", () => {
    const ofBytes = (size: number) => {
      const text = JSON.stringify(fileWith());
      return text + " ".repeat(size - toUtf8Bytes(text).length);
    };

    it("is accepted, and one more is refused, as text and as bytes", async () => {
      expect(parseRegistration(ofBytes(MAX.bytes))).to.deep.include(fileWith());
      const expected = { code: "RegistrationTooLarge", size: MAX.bytes + 1, limit: MAX.bytes };
      const text = ofBytes(MAX.bytes + 1);
      expect(await refusalOf(() => parseRegistration(text))).to.deep.equal(expected);
      expect(await refusalOf(() => parseRegistration(toUtf8Bytes(text)))).to.deep.equal(expected);
    });

    it("counts bytes of text, not characters", async () => {
      const text = JSON.stringify(fileWith({ a: "\u20ac".repeat(11_000), b: "\u20ac".repeat(11_000) }));
      expect(await refusalOf(() => parseRegistration(text))).to.deep.equal({
        code: "RegistrationTooLarge",
        size: toUtf8Bytes(text).length,
        limit: MAX.bytes,
      });
    });
  });

  /** A valid file as text, with the given JSON before its end. */
  const ending = (json: string) => `${JSON.stringify(fileWith()).slice(0, -1)},${json}}`;
  const broken: [name: string, input: string | Uint8Array, path?: string][] = [
    ["nothing", ""],
    ["no JSON", "<!doctype html>"],
    ["comments", ending('"a": 1 // comment\n')],
    ["NaN", ending('"a":NaN')],
    ["a byte order mark", `\uFEFF${ending('"a":1')}`],
    ["a byte order mark in bytes", toUtf8Bytes(`\uFEFF${ending('"a":1')}`)],
    ["bytes that are no UTF-8", Uint8Array.of(...toUtf8Bytes(ending('"a":"')), 0xc3, 0x28, 0x22, 0x7d)],
    ["the bytes of a surrogate", Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)],
    ["UTF-16", new Uint8Array(Buffer.from(ending('"a":1'), "utf16le"))],
    ["a raw control character", ending('"a":"\u0001"')],
    ["null", "null"],
    ["a list", `[${ending('"a":1')}]`],
    ["text", '"file"'],
    ["lists that never end", "[".repeat(MAX.bytes)],
    ["a number that is infinite", ending('"a":[1e999]'), "a[0]"],
    ["a number that is rounded", ending('"a":12345678901234567890'), "a"],
    ["__proto__ in the file", ending('"__proto__":{"active":true}'), "__proto__"],
    ["__proto__ in a service", ending('"services":[{"__proto__":[]}]'), "services[0].__proto__"],
    ["__proto__ in escapes", ending('"a":{"\\u005f_proto__":1}'), "a.__proto__"],
    ["a key twice", ending('"name":"Other"'), "name"],
    ["a key twice, once in escapes", ending('"n\\u0061me":"Translator"'), "name"],
    ["a key twice within", ending('"a":[{"b":[1,{}],"c":{"d":"\\"}{,"},"b":0}]'), "a[0].b"],
    ["an object in a list with a key twice", ending('"a":[1,[],{"x":1,"x":1}]'), "a[2].x"],
    ["a key that needs quotes, twice", ending('"a":{"b c":1,"b c":1}'), 'a["b c"]'],
  ];
  for (const [name, input, path] of broken) {
    describe(`given ${name}`, () => {
      it(`is refused${path === undefined ? "" : ` at ${path}`}`, async () => {
        const expected = path === undefined ? { code: INVALID } : { code: INVALID, path };
        expect(await refusalOf(() => parseRegistration(input))).to.deep.equal(expected);
      });
    });
  }

  describe("given lists within lists as many as fit", () => {
    it("is refused without looking further", async () => {
      const half = MAX.bytes / 2;
      expect(await refusalOf(() => parseRegistration("[".repeat(half) + "]".repeat(half)))).to.deep.equal({
        code: "RegistrationTooLarge",
        path: "[0]".repeat(MAX.depth),
        size: MAX.depth + 1,
        limit: MAX.depth,
      });
    });
  });

  describe("given the same key in different objects", () => {
    it("is accepted", () => {
      const more = [{ a: { a: 1 } }, { a: ["a", "a", { a: "a" }] }];
      expect(parseRegistration(JSON.stringify(fileWith({ more })))["more"]).to.deep.equal(more);
    });
  });

  it("says what was wrong, with its cause", async () => {
    const { message } = await errorOf(() => parseRegistration(JSON.stringify(fileWith({ active: 1 }))));
    expect(message).to.match(/^The registration file is not valid at active: .*boolean/);
    const { name, cause } = await errorOf(() => parseRegistration("{"));
    expect(name).to.equal("RegistrationError");
    expect(cause).to.be.instanceOf(SyntaxError);
  });
});
