import { expect } from "chai";
import { id } from "ethers";
import { readLogs, type LogQuery } from "../../../../packages/sdk/src/logs/readLogs.js";
import { ADDRESS, empty, startScriptedNode, type ScriptedNode } from "../../../fixtures/scriptedNode.js";
import { expectError } from "../../../fixtures/sdk.js";

const TOO_LARGE = { code: -32005, message: "query returned more than 10000 results" };

describe("readLogs", () => {
  let node: ScriptedNode;
  afterEach(() => node.close());

  /** The batches, each as its range and the block numbers of its logs. */
  async function read(query: Partial<LogQuery> = {}): Promise<string[]> {
    const batches: string[] = [];
    for await (const { from, to, logs } of readLogs(node.provider, { addresses: ADDRESS, ...query })) {
      batches.push([`${from}-${to}`, ...logs.map(({ blockNumber }) => blockNumber)].join(" "));
    }
    return batches;
  }

  it("reads everything in one request when the chain is short", async () => {
    node = await startScriptedNode(["a"], [], ["b", "c"]);
    expect(await read()).to.deep.equal(["0-3 1 3 3"]);
    expect(node.ranges).to.deep.equal(["0-3"]);
  });

  it("reads nothing of a chain that ends before the first block", async () => {
    node = await startScriptedNode(["a"]);
    expect(await read({ from: 2 })).to.deep.equal([]);
    expect(node.ranges).to.deep.equal([]);
  });

  it("reads a range, block by block where the span says so", async () => {
    node = await startScriptedNode(["a"], ["b"], ["c"], ["d"]);
    expect(await read({ from: 2, to: 3, span: 1 })).to.deep.equal(["2-2 2", "3-3 3"]);
    expect(await read({ from: 1, span: 3 })).to.deep.equal(["1-3 1 2 3", "4-4 4"]);
  });

  it("passes the topics on", async () => {
    node = await startScriptedNode(["a", "b"], ["b"], ["c"]);
    expect(await read({ topics: [id("b")] })).to.deep.equal(["0-3 1 2"]);
    expect(await read({ topics: [[id("a"), id("c")]] })).to.deep.equal(["0-3 1 3"]);
  });

  it("reads 10,000 blocks at once by default", async () => {
    node = await startScriptedNode(...empty(20_000));
    expect(await read()).to.deep.equal(["0-9999", "10000-19999", "20000-20000"]);
  });

  it("reads the newest blocks first on request, each batch in the order of the chain", async () => {
    node = await startScriptedNode(["a"], ["b"], ["c"], ["d"], ["e"]);
    expect(await read({ span: 2, newestFirst: true })).to.deep.equal(["4-5 4 5", "2-3 2 3", "0-1 1"]);
    expect(await read({ span: 4, newestFirst: true, from: 1 })).to.deep.equal(["2-5 2 3 4 5", "1-1 1"]);
  });

  it("halves the span when the node rejects it, and grows it by a quarter after each full range", async () => {
    node = await startScriptedNode(...empty(39));
    node.faultOf = (from, to) => (to - from + 1 > 10 ? TOO_LARGE : undefined);
    expect(await read({ span: 32 })).to.deep.equal(["0-7", "8-17", "18-23", "24-31", "32-39"]);
    expect(node.ranges).to.deep.equal([...["0-31!", "0-15!", "0-7", "8-17", "18-30!", "18-23"], ...["24-31", "32-39"]]);
  });

  it("grows back to the span that it began with, and not beyond it", async () => {
    node = await startScriptedNode(...empty(40));
    let isBusy = true;
    node.faultOf = () => {
      const fault = isBusy ? TOO_LARGE : undefined;
      isBusy = false;
      return fault;
    };
    expect(await read({ span: 8 })).to.deep.equal(["0-3", "4-8", "9-15", "16-23", "24-31", "32-39", "40-40"]);
  });

  it("narrows down to one block with many logs", async () => {
    node = await startScriptedNode([], [], ["a", "b", "c"], []);
    node.faultOf = (from, to, logs) => (logs > 2 && to > from ? TOO_LARGE : undefined);
    expect(await read()).to.deep.equal(["0-1", "2-2", "3-3 3 3 3", "4-4"]);
  });

  for (const [name, fault] of [
    ["a range limit", { code: -32602, message: "eth_getLogs is limited to a 5 block range" }],
    ["too many results", { code: -32005, message: "query returned more than 10000 results" }],
    ["a response that is too large", { code: -32008, message: "Response size exceeded" }],
    ["words of its own", { code: -32005, message: "That is too much at once." }],
    ["a time limit", { code: -32000, message: "query timeout exceeded" }],
    ["HTTP 413", { status: 413 }],
    ["HTTP 400", { status: 400 }],
  ] as const) {
    it(`reads fewer blocks at once of a node that names ${name}`, async () => {
      node = await startScriptedNode(...empty(9));
      node.faultOf = (from, to) => (to - from >= 5 ? fault : undefined);
      expect(await read()).to.deep.equal(["0-4", "5-9"]);
    });
  }

  for (const [name, fault] of [
    ["a rate limit", { code: -32005, message: "rate limit exceeded" }],
    ["a missing method", { code: -32601, message: "the method eth_getLogs does not exist/is not supported" }],
    ["a missing key", { status: 401 }],
  ] as const) {
    it(`gives up at once for ${name}`, async () => {
      node = await startScriptedNode(...empty(9));
      node.faultOf = () => fault;
      await expectRejection(read());
      expect(node.ranges).to.deep.equal(["0-9!"]);
    });
  }

  it("gives up when the node rejects a single block", async () => {
    node = await startScriptedNode(...empty(3));
    node.faultOf = () => TOO_LARGE;
    const error = await expectRejection(read());
    expect(JSON.stringify(error)).to.include(TOO_LARGE.message);
    expect(node.ranges).to.deep.equal(["0-3!", "0-1!", "0-0!"]);
  });

  it("gives up at once when the connection fails", async () => {
    node = await startScriptedNode(...empty(3));
    await node.stop();
    expect(String(await expectRejection(read({ to: 3 })))).to.include("ECONNREFUSED");
  });

  describe("of a node that lags behind", () => {
    it("takes only the blocks that it has seen, and reads the others when it has them", async () => {
      node = await startScriptedNode(["a"], ["b"], ["c"], ["d"]);
      node.seen = (request) => (request === 1 ? 2 : 4);
      expect(await read()).to.deep.equal(["0-2 1 2", "3-4 3 4"]);
      expect(node.ranges).to.deep.equal(["0-4", "3-4"]);
    });

    it("requests a range again that it has not seen at all", async () => {
      node = await startScriptedNode(["a"], ["b"]);
      node.seen = (request) => (request < 2 ? 0 : 2);
      expect(await read({ from: 1, to: 2 })).to.deep.equal(["1-2 1 2"]);
      expect(node.ranges).to.deep.equal(["1-2", "1-2", "1-2"]);
    });

    it("trusts no range read from its end before the node has seen the end", async () => {
      node = await startScriptedNode(["a"], ["b"]);
      node.seen = (request) => (request < 1 ? 1 : 2);
      expect(await read({ to: 2, newestFirst: true })).to.deep.equal(["0-2 1 2"]);
      expect(node.ranges).to.deep.equal(["0-2", "0-2"]);
    });

    it("fails when it does not catch up", async function () {
      node = await startScriptedNode(["a"]);
      const error = await expectError(read({ from: 2, to: 3 }), "Unreachable");
      expect(error.message).to.equal("The node is unavailable: it is at block 1, behind block 2");
      expect(node.ranges).to.deep.equal(Array(10).fill("2-3"));
    });
  });

  describe("with a signal", () => {
    it("throws the reason between two requests", async () => {
      node = await startScriptedNode(...empty(9));
      const controller = new AbortController();
      const reading = readLogs(node.provider, { addresses: ADDRESS, span: 5, signal: controller.signal });
      expect((await reading.next()).done).to.equal(false);
      controller.abort(new Error("enough"));
      expect(String(await expectRejection(reading.next()))).to.equal("Error: enough");
      expect(node.ranges).to.deep.equal(["0-4"]);
    });

    it("does not wait for a request that hangs", async () => {
      node = await startScriptedNode(...empty(3));
      node.provider.getLogs = () => new Promise(() => undefined);
      const controller = new AbortController();
      const reading = readLogs(node.provider, { addresses: ADDRESS, to: 3, signal: controller.signal }).next();
      controller.abort(new Error("enough"));
      expect(String(await expectRejection(reading))).to.equal("Error: enough");
    });

    it("reads nothing when it is aborted already", async () => {
      node = await startScriptedNode(["a"]);
      expect(String(await expectRejection(read({ signal: AbortSignal.abort(new Error("no")) })))).to.equal("Error: no");
      expect(node.ranges).to.deep.equal([]);
    });
  });
});

async function expectRejection(promise: Promise<unknown>): Promise<unknown> {
  const [outcome] = await Promise.allSettled([promise]);
  if (outcome.status === "fulfilled") throw new Error("expected a rejection");
  return outcome.reason;
}
