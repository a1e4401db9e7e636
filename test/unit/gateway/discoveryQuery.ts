import { expect } from "chai";
import {
  cursorOf,
  parseListQuery,
  parseSearchQuery,
  QueryError,
  type QueryParameters,
} from "../../../packages/gateway/src/discovery/queryParameters.js";

const ADDRESS = "0x8004A169FB4a3325136EB29fA0ceB6D2e539a432";

describe("discovery query parameters", () => {
  it("defaults to the first 20 items", () => {
    expect(parseListQuery({}).range).to.deep.equal({ limit: 20, offset: 0 });
    expect(parseSearchQuery({ query: "x" }).range).to.deep.equal({ limit: 20, offset: 0 });
  });

  it("reads every parameter, and ignores unknown ones", () => {
    const filter = {
      type: "http",
      scheme: "exact",
      extensions: "e",
      category: "c",
      network: "eip155:1",
      payTo: ADDRESS,
    };

    const { filter: read, range } = parseListQuery({
      ...filter,
      maxPrice: "7",
      limit: "100",
      offset: "3",
      other: ["x"],
    });

    expect(read).to.deep.equal({ ...filter, maxPrice: 7n });
    expect(range).to.deep.equal({ limit: 100, offset: 3 });
  });

  it("accepts a lower-case address, and rejects one with a wrong checksum", () => {
    expect(parseListQuery({ payTo: ADDRESS.toLowerCase() }).filter.payTo).to.equal(ADDRESS.toLowerCase());
    expectError(() => parseListQuery({ payTo: ADDRESS.replace("A", "a") }), "payTo");
  });

  it("reduces the limit of a search to the maximum", () => {
    expect(parseSearchQuery({ query: "x", limit: "1000" }).range.limit).to.equal(100);
  });

  it("continues from a cursor", () => {
    expect(parseSearchQuery({ query: "x", cursor: cursorOf(40) }).range.offset).to.equal(40);
  });

  const wrong: [string, unknown][] = [
    ["limit", "0"],
    ["limit", "101"],
    ["limit", "-1"],
    ["limit", "1.5"],
    ["limit", "1e1"],
    ["limit", ""],
    ["limit", ["1", "2"]],
    ["offset", "-1"],
    ["offset", "9007199254740992"],
    ["payTo", "0x12"],
    ["payTo", "8004A169FB4a3325136EB29fA0ceB6D2e539a432"],
    ["network", "31337"],
    ["network", "eip155:"],
    ["maxPrice", "0.5"],
    ["maxPrice", "9".repeat(79)],
    ["type", ["http", "mcp"]],
    ["category", "x".repeat(201)],
  ];
  for (const [name, value] of wrong) {
    it(`rejects a list with ${name}=${JSON.stringify(value).slice(0, 60)}`, () => {
      expectError(() => parseListQuery({ [name]: value }), name);
    });
  }

  for (const [name, value] of [
    ["query", undefined],
    ["query", " "],
    ["query", "x".repeat(201)],
    ["limit", "0"],
    ["cursor", ""],
    ["cursor", "40"],
    ["cursor", Buffer.from("from -1").toString("base64url")],
  ] as const) {
    it(`rejects a search with ${name}=${String(value).slice(0, 60)}`, () => {
      const parameters: QueryParameters = { query: "x", [name]: value };
      expectError(() => parseSearchQuery(parameters), name);
    });
  }

  it("quotes the invalid value without control characters", () => {
    const error = expectError(() => parseListQuery({ network: `\u001b[2J${"x".repeat(150)}` }), "network");

    expect(error.message).to.match(/^network is "\[2Jx{76}…": expected a chain as eip155:<chain id>\.$/);
    expect(expectError(() => parseSearchQuery({}), "query").message).to.equal(
      "query is missing: expected 1 to 200 characters to look for.",
    );
  });
});

function expectError(run: () => unknown, parameter: string): QueryError {
  try {
    run();
  } catch (error) {
    expect(error).to.be.instanceOf(QueryError).and.to.include({ parameter });
    return error as QueryError;
  }
  throw new Error("The query was accepted.");
}
