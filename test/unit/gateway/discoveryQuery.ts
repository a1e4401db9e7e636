import { expect } from "chai";
import {
  cursorOf,
  listQuery,
  QueryError,
  searchQuery,
  type Parameters,
} from "../../../packages/gateway/src/discovery/query.js";

const ADDRESS = "0x8004A169FB4a3325136EB29fA0ceB6D2e539a432";

describe("query of discovery", () => {
  it("gives 20 from the first unless told", () => {
    expect(listQuery({}).range).to.deep.equal({ limit: 20, offset: 0 });
    expect(searchQuery({ query: "x" }).range).to.deep.equal({ limit: 20, offset: 0 });
  });

  it("reads every parameter, and passes others over", () => {
    const filter = {
      type: "http",
      scheme: "exact",
      extensions: "e",
      category: "c",
      network: "eip155:1",
      payTo: ADDRESS,
    };

    const { filter: read, range } = listQuery({ ...filter, maxPrice: "7", limit: "100", offset: "3", other: ["x"] });

    expect(read).to.deep.equal({ ...filter, maxPrice: 7n });
    expect(range).to.deep.equal({ limit: 100, offset: 3 });
  });

  it("takes an address in any case, unless its checksum is wrong", () => {
    expect(listQuery({ payTo: ADDRESS.toLowerCase() }).filter.payTo).to.equal(ADDRESS.toLowerCase());
    expectError(() => listQuery({ payTo: ADDRESS.replace("A", "a") }), "payTo");
  });

  it("cuts the limit of a search, which is a wish", () => {
    expect(searchQuery({ query: "x", limit: "1000" }).range.limit).to.equal(100);
  });

  it("goes on from a cursor", () => {
    expect(searchQuery({ query: "x", cursor: cursorOf(40) }).range.offset).to.equal(40);
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
    it(`refuses ${name}=${JSON.stringify(value).slice(0, 60)}`, () => {
      expectError(() => listQuery({ [name]: value }), name);
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
    it(`refuses a search with ${name}=${String(value).slice(0, 60)}`, () => {
      const parameters: Parameters = { query: "x", [name]: value };
      expectError(() => searchQuery(parameters), name);
    });
  }

  it("names the value, and quotes nothing that a terminal would act on", () => {
    const error = expectError(() => listQuery({ network: `\u001b[2J${"x".repeat(150)}` }), "network");

    expect(error.message).to.match(/^network is "\[2Jx{76}…": expected a chain as eip155:<chain id>\.$/);
    expect(expectError(() => searchQuery({}), "query").message).to.equal(
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
  throw new Error("It was taken.");
}
