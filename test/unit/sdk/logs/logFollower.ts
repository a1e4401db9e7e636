import { expect } from "chai";
import { id } from "ethers";
import { followLogs } from "../../../../packages/sdk/src/logs/followLogs.js";
import { LogFollower, type FollowedLogs, type FollowFilter } from "../../../../packages/sdk/src/logs/logFollower.js";
import { ADDRESS, empty, startScriptedNode, type ScriptedNode } from "../../../fixtures/scriptedNode.js";

const NAMES = new Map(["a", "b", "c", "d", "e", "f"].map((name) => [id(name), name]));

/** A batch in short: "+" for new logs, "-" for removed ones, with their blocks, then where the follower is. */
function short({ logs, removed, block, rewoundTo }: FollowedLogs): string {
  const name = (log: FollowedLogs["logs"][number]) => `${NAMES.get(log.topics[0] ?? "") ?? "?"}${log.blockNumber}`;
  return [
    ...removed.map((log) => `-${name(log)}`),
    ...logs.map((log) => `+${name(log)}`),
    ...(rewoundTo === undefined ? [] : [`rewound to ${rewoundTo}`]),
    `at ${block}`,
  ].join(" ");
}

describe("LogFollower", () => {
  let node: ScriptedNode;
  let follower: LogFollower;
  afterEach(() => node.close());

  async function start(filter: Partial<FollowFilter> = {}, ...blocks: string[][]): Promise<void> {
    node = await startScriptedNode(...blocks);
    follower = new LogFollower(node.provider, { addresses: ADDRESS, from: 0, ...filter });
  }

  async function catchUp(signal?: AbortSignal): Promise<string[]> {
    const batches: string[] = [];
    for await (const batch of follower.catchUp(signal)) batches.push(short(batch));
    return batches;
  }

  it("reads what is there, and then what is new, once", async () => {
    await start({}, ["a"], ["b"]);
    expect(await catchUp()).to.deep.equal(["+a1 +b2 at 2"]);
    expect(await catchUp()).to.deep.equal([]);
    node.grow(["c"], []);
    expect(await catchUp()).to.deep.equal(["+c3 at 4"]);
    expect(follower.block).to.equal(4);
  });

  it("begins with the block that it is given, and reads no earlier one again", async () => {
    await start({ from: 2 }, ["a"], ["b"]);
    expect(await catchUp()).to.deep.equal(["+b2 at 2"]);
    node.grow(["c"]);
    expect(await catchUp()).to.deep.equal(["+c3 at 3"]);
    expect(node.ranges).to.deep.equal(["2-2", "2-3"]);
  });

  it("reads the last 12 blocks again, and yields their logs once", async () => {
    await start({}, ...empty(19), ["a"]);
    await catchUp();
    node.grow(["b"]);
    expect(await catchUp()).to.deep.equal(["+b21 at 21"]);
    expect(node.ranges).to.deep.equal(["0-20", "9-21"]);
  });

  it("reads at most half of the span again, so that it gets on", async () => {
    await start({ span: 4 }, ...empty(3), ["a"], ["b"]);
    expect(await catchUp()).to.deep.equal(["at 1", "at 3", "+a4 +b5 at 5"]);
    expect(node.ranges).to.deep.equal(["0-1", "0-3", "2-5"]);
  });

  it("yields the logs that a reorganization takes away, the last first, before the new ones", async () => {
    await start({}, ["a"], ["b", "c"], ["d"]);
    await catchUp();
    node.reorganize(1, ["e"], [], ["f"]);
    expect(await catchUp()).to.deep.equal(["-d3 -c2 -b2 +e2 +f4 at 4"]);
    node.grow([]);
    expect(await catchUp()).to.deep.equal(["at 5"]);
  });

  it("takes a log away and yields it again when it is in another block then", async () => {
    await start({}, ["a"], []);
    await catchUp();
    node.reorganize(0, [], ["a"], []);
    expect(await catchUp()).to.deep.equal(["-a1 +a2 at 3"]);
  });

  it("waits while the chain is shorter by less than the window", async () => {
    await start({}, ["a"], ["b"], ["c"]);
    await catchUp();
    node.reorganize(1, ["d"]);
    expect(await catchUp()).to.deep.equal([]);
    node.grow([], ["e"]);
    expect(await catchUp()).to.deep.equal(["-c3 -b2 +d2 +e4 at 4"]);
  });

  it("begins again before the window when the chain is shorter by more than it", async () => {
    await start({ reorgWindow: 2 }, ["a"], ["b"], ["c"], ["d"], ["e"]);
    await catchUp();
    node.reorganize(1, ["f"]);
    expect(await catchUp()).to.deep.equal(["rewound to 0 at 0", "+a1 +f2 at 2"]);
  });

  it("rewinds to no block before the first", async () => {
    await start({ from: 1, reorgWindow: 1 }, ["a"], ["b"], ["c"]);
    await catchUp();
    node.reorganize(0);
    expect(await catchUp()).to.deep.equal(["rewound to 0 at 0"]);
    node.grow(["d"]);
    expect(await catchUp()).to.deep.equal(["+d1 at 1"]);
  });

  it("re-reads nothing without a window", async () => {
    await start({ reorgWindow: 0 }, ["a"], ["b"]);
    await catchUp();
    node.grow(["c"]);
    expect(await catchUp()).to.deep.equal(["+c3 at 3"]);
    expect(node.ranges).to.deep.equal(["0-2", "3-3"]);
  });

  it("takes from a node that lags behind only the blocks that it has seen", async () => {
    await start({}, ["a"], ["b"], ["c"]);
    // One node tells the head, the next one returns the logs.
    node.seen = (request) => (request === 1 ? 1 : 3);
    expect(await catchUp()).to.deep.equal(["+a1 at 1", "+b2 +c3 at 3"]);
  });

  it("does not take the silence of a lagging node for a reorganization", async () => {
    await start({}, ["a"], ["b"]);
    await catchUp();
    node.grow(["c"]);
    // Of the three blocks the second node has seen one: it neither returns nor removes the others.
    node.seen = (request) => (request === 3 ? 1 : 3);
    expect(await catchUp()).to.deep.equal([]);
    expect(follower.block).to.equal(2);
    expect(await catchUp()).to.deep.equal(["+c3 at 3"]);
  });

  it("keeps its place when a request fails", async () => {
    await start({ span: 2 }, ["a"], ["b"], ["c"]);
    const limit = { code: -32005, message: "rate limit exceeded" };
    node.faultOf = (_from, to) => (to === 3 ? limit : undefined);
    const batches: string[] = [];
    let failed = false;
    try {
      for await (const batch of follower.catchUp()) batches.push(short(batch));
    } catch {
      failed = true;
    }
    expect([failed, batches, follower.block]).to.deep.equal([true, ["at 0", "+a1 at 1", "+b2 at 2"], 2]);
    node.faultOf = () => undefined;
    expect(await catchUp()).to.deep.equal(["+c3 at 3"]);
  });

  it("keeps its place when the caller stops", async () => {
    await start({ span: 2, reorgWindow: 0 }, ["a"], ["b"], ["c"]);
    for await (const batch of follower.catchUp()) {
      expect(short(batch)).to.equal("+a1 at 1");
      break;
    }
    expect(await catchUp()).to.deep.equal(["+b2 +c3 at 3"]);
  });

  it("reads fewer blocks at once from a node that rejects more", async () => {
    await start({ reorgWindow: 0 }, ["a"], ["b"], ["c"], ["d"]);
    node.faultOf = (from, to) => (to - from >= 2 ? { code: -32005, message: "too many blocks" } : undefined);
    expect(await catchUp()).to.deep.equal(["+a1 at 1", "+b2 at 2", "+c3 +d4 at 4"]);
    expect(node.ranges).to.deep.equal(["0-4!", "0-1", "2-4!", "2-2", "3-4"]);
  });

  it("ends without an error when it is aborted", async () => {
    await start({ span: 2, reorgWindow: 0 }, ["a"], ["b"], ["c"]);
    const controller = new AbortController();
    const batches: string[] = [];
    for await (const batch of follower.catchUp(controller.signal)) {
      batches.push(short(batch));
      controller.abort();
    }
    expect(batches).to.deep.equal(["+a1 at 1"]);
    expect(await catchUp(AbortSignal.abort())).to.deep.equal([]);
  });
});

describe("followLogs", () => {
  let node: ScriptedNode;
  afterEach(() => node.close());

  it("yields past logs and then new ones, until it is aborted", async () => {
    node = await startScriptedNode(["a"], ["b"]);
    const controller = new AbortController();
    const options = { addresses: ADDRESS, from: 2, pollingInterval: 5, signal: controller.signal };
    const batches: string[] = [];
    for await (const batch of followLogs(node.provider, options)) {
      batches.push(short(batch));
      if (batches.length === 1) node.grow(["c"]);
      if (batches.length === 2) node.reorganize(2, [], ["d"]);
      if (batches.length === 3) controller.abort();
    }
    expect(batches).to.deep.equal(["+b2 at 2", "+c3 at 3", "-c3 +d4 at 4"]);
  });

  it("does not wait for the next look when it is aborted", async () => {
    node = await startScriptedNode(["a"]);
    const controller = new AbortController();
    const following = followLogs(node.provider, {
      ...{ addresses: ADDRESS, from: 0, pollingInterval: 60_000, signal: controller.signal },
    });
    expect((await following.next()).done).to.equal(false);
    const next = following.next();
    controller.abort();
    expect(await next).to.deep.equal({ done: true, value: undefined });
  });

  it("fails as the node does", async () => {
    node = await startScriptedNode(["a"]);
    await node.stop();
    const [outcome] = await Promise.allSettled([followLogs(node.provider, { addresses: ADDRESS, from: 0 }).next()]);
    expect(outcome.status === "rejected" && String(outcome.reason)).to.include("ECONNREFUSED");
  });
});
