import { expect } from "chai";
import { toUtf8Bytes } from "ethers";
import { buildRegistration } from "../../../packages/sdk/src/registration/registrationFile.js";
import { readAgentUri, toDataUri } from "../../../packages/sdk/src/registration/uri.js";
import { errorOf, PARAMS, refusalOf } from "../../fixtures/registration.js";

const FILE = buildRegistration({ ...PARAMS, name: "\u00dcbersetzer, 100 %" });
const TEXT = JSON.stringify(FILE);
const BASE64 = Buffer.from(TEXT).toString("base64");
const CID = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";
const INVALID = "RegistrationInvalid";
const UNSUPPORTED = "RegistrationUnsupportedUri";

/** A fetch that answers everything with the file, and the addresses that it was asked for. */
function recordingFetch() {
  const asked: string[] = [];
  const fetch = (input: string | URL | Request) => {
    asked.push(input instanceof Request ? input.url : input.toString());
    return Promise.resolve(new Response(TEXT, { headers: { "content-type": "text/html" } }));
  };
  return { asked, fetch };
}

describe("readAgentUri", () => {
  describe("given a data URI", () => {
    const accepted: [name: string, uri: string][] = [
      ["base64", `data:application/json;base64,${BASE64}`],
      ["base64 with its charset", `data:application/json;charset=utf-8;base64,${BASE64}`],
      ["base64 in percent escapes", `data:application/json;base64,${encodeURIComponent(BASE64)}`],
      ["percent escapes", `data:application/json,${encodeURIComponent(TEXT)}`],
      ["percent escapes with their charset", `data:application/json;charset=UTF-8,${encodeURIComponent(TEXT)}`],
      ["nothing encoded but the percent sign", `data:application/json,${TEXT.replace("%", "%25")}`],
      ["capitals and spaces", `DATA:Application/JSON; charset="utf8"; BASE64,${BASE64}`],
    ];
    for (const [name, uri] of accepted) {
      it(`reads ${name}`, async () => {
        const { file, bytes, host } = await readAgentUri(uri);
        expect(file).to.deep.equal(FILE);
        expect(Buffer.from(bytes).toString()).to.equal(TEXT);
        expect(host).to.equal(undefined);
      });
    }

    const refused: [name: string, uri: string, code: string][] = [
      ["no comma", "data:application/json;base64", UNSUPPORTED],
      ["no type", `data:,${encodeURIComponent(TEXT)}`, UNSUPPORTED],
      ["another type", `data:text/html;base64,${BASE64}`, UNSUPPORTED],
      ["another charset", `data:application/json;charset=utf-16;base64,${BASE64}`, UNSUPPORTED],
      ["another encoding", `data:application/json;enc=gzip;base64,${BASE64}`, UNSUPPORTED],
      ["base64 that is none", `data:application/json;base64,${BASE64.replace("e", "!")}`, INVALID],
      ["base64 with spaces", `data:application/json;base64,${BASE64.slice(0, 8)} ${BASE64.slice(8)}`, INVALID],
      ["base64 without padding", "data:application/json;base64,e30", INVALID],
      ["percent escapes that end early", "data:application/json,{%2", INVALID],
      ["percent escapes that are no UTF-8", "data:application/json,%ff", INVALID],
      ["half of a character", `data:application/json,{"a":"\ud83d"}`, INVALID],
      ["bytes that are no UTF-8", "data:application/json;base64,Iv8i", INVALID],
      ["a file that is not valid", "data:application/json,{}", INVALID],
    ];
    for (const [name, uri, code] of refused) {
      it(`refuses ${name} with ${code}`, async () => {
        expect(await refusalOf(() => readAgentUri(uri))).to.include({ code });
      });
    }

    it("refuses more bytes than may be", async () => {
      const uri = `data:application/json,${TEXT.replace("%", "%25")}${" ".repeat(65_536)}`;
      const expected = { code: "RegistrationTooLarge", size: toUtf8Bytes(TEXT).length + 65_536, limit: 65_536 };
      expect(await refusalOf(() => readAgentUri(uri))).to.deep.equal(expected);
    });

    it("reads what toDataUri writes without asking anyone", async () => {
      const { asked, fetch } = recordingFetch();
      expect((await readAgentUri(toDataUri(FILE), { fetch })).file).to.deep.equal(FILE);
      expect(asked).to.deep.equal([]);
    });
  });

  describe("given an https URI", () => {
    it("reads the file whatever type the answer has, and names the host that served it", async () => {
      const { asked, fetch } = recordingFetch();
      const { file, bytes, host } = await readAgentUri("https://agent.example:8443/a.json?v=1", { fetch });
      expect(file).to.deep.equal(FILE);
      expect(Buffer.from(bytes).toString()).to.equal(TEXT);
      expect(host).to.equal("agent.example:8443");
      expect(asked).to.deep.equal(["https://agent.example:8443/a.json?v=1"]);
    });

    it("joins the pieces in which it comes", async () => {
      const bytes = toUtf8Bytes(TEXT);
      const pieces = [bytes.slice(0, 10), bytes.slice(10, 10), bytes.slice(10, 11), bytes.slice(11)];
      const fetch = () => Promise.resolve(new Response(ReadableStream.from(pieces)));
      expect((await readAgentUri("https://agent.example/", { fetch })).file).to.deep.equal(FILE);
    });
  });

  describe("given an IPFS URI", () => {
    const accepted: [uri: string, ipfsGateway: string | undefined, url: string][] = [
      [`ipfs://${CID}`, undefined, `https://ipfs.io/ipfs/${CID}`],
      [
        `ipfs://${CID}/agents/1.json`,
        "https://gateway.example/ipfs",
        `https://gateway.example/ipfs/${CID}/agents/1.json`,
      ],
      [`IPFS://${CID}/a b`, "https://gateway.example/", `https://gateway.example/${CID}/a%20b`],
    ];
    for (const [uri, ipfsGateway, url] of accepted) {
      it(`asks the gateway for ${url}, and takes it for nobody's host`, async () => {
        const { asked, fetch } = recordingFetch();
        const { file, host } = await readAgentUri(uri, ipfsGateway === undefined ? { fetch } : { fetch, ipfsGateway });
        expect(file).to.deep.equal(FILE);
        expect(host).to.equal(undefined);
        expect(asked).to.deep.equal([url]);
      });
    }

    const refused: [name: string, uri: string, ipfsGateway?: string][] = [
      ["no content id", "ipfs://"],
      ["a host name as content id", "ipfs://agent.example/a.json"],
      ["a query", `ipfs://${CID}?redirect=1`],
      ["a path that leads out", `ipfs://${CID}/../../api`],
      ["a path that leads out in escapes", `ipfs://${CID}/%2e%2e/a`],
      ["a path that leads out with backslashes", `ipfs://${CID}/..\\..\\api`],
      ["a path that leads to a longer content id", `ipfs://${CID}/../${CID}a`],
      ["a gateway without TLS", `ipfs://${CID}`, "http://gateway.example/ipfs/"],
      ["a gateway that is no URL", `ipfs://${CID}`, "gateway.example"],
    ];
    for (const [name, uri, ipfsGateway] of refused) {
      it(`refuses ${name}, without asking anyone`, async () => {
        const { asked, fetch } = recordingFetch();
        const options = ipfsGateway === undefined ? { fetch } : { fetch, ipfsGateway };
        expect(await refusalOf(() => readAgentUri(uri, options))).to.include({ code: UNSUPPORTED });
        expect(asked).to.deep.equal([]);
      });
    }
  });

  describe("given any other URI", () => {
    const refused = [
      "",
      " https://agent.example/",
      "agent.json",
      "//agent.example/agent.json",
      "file:///etc/passwd",
      "ftp://agent.example/agent.json",
      "javascript:alert(1)",
      "blob:https://agent.example/1",
      "https://",
      "https://agent.example:99999/",
      "https://user:password@agent.example/",
      "http://agent.example/agent.json",
    ];
    for (const uri of refused) {
      it(`refuses "${uri}", without asking anyone`, async () => {
        const { asked, fetch } = recordingFetch();
        expect(await refusalOf(() => readAgentUri(uri, { fetch }))).to.deep.equal({ code: UNSUPPORTED, uri });
        expect(asked).to.deep.equal([]);
      });
    }

    it("quotes it shortened, without what a terminal would act on", async () => {
      const { message, details } = await errorOf(() => readAgentUri(`file:\u001b[2J\n${"a".repeat(5000)}`));
      expect(details).to.deep.equal({ uri: `file:\ufffd[2J\ufffd${"a".repeat(70)}…` });
      expect(message).to.equal(
        `The URI "${String(details.uri)}" cannot be read: its scheme is not data, https or ipfs.`,
      );
    });
  });
});
