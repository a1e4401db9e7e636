import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { Batcher } from "../../../packages/gateway/src/settlement/batcher.js";

interface Item {
  name: string;
  alone: boolean;
}

function batcherOf(gather: number, max: number, linger = 1_000) {
  const delivered: string[] = [];
  const batcher = new Batcher<Item>({ gather, linger, max }, (batch) => {
    delivered.push(batch.map(({ name }) => name).join(""));
  });
  const add = (names: string, alone = false) => {
    for (const name of names) batcher.add({ name, alone });
  };
  return { batcher, delivered, add };
}

describe("Batcher", () => {
  it("delivers what arrives together at once, in order", async () => {
    const { delivered, add } = batcherOf(60_000, 100);
    add("abc");
    expect(delivered).to.deep.equal([]);
    await setImmediate();
    expect(delivered).to.deep.equal(["abc"]);
  });

  it("lets nobody wait while nothing is in flight", async () => {
    const { batcher, delivered, add } = batcherOf(60_000, 100, 60_000);
    add("a");
    await setImmediate();
    batcher.hold()();
    add("b");
    await setImmediate();
    expect(delivered).to.deep.equal(["a", "b"]);
  });

  it("delivers a full batch at once, and then the rest", async () => {
    const { delivered, add } = batcherOf(60_000, 2);
    add("abcde");
    expect(delivered).to.deep.equal(["ab", "cd"]);
    await setImmediate();
    expect(delivered).to.deep.equal(["ab", "cd", "e"]);
  });

  it("delivers an item that goes alone at once, on its own", async () => {
    const { delivered, add } = batcherOf(10, 100);
    add("a");
    add("x", true);
    add("b");
    expect(delivered).to.deep.equal(["x"]);
    await setImmediate();
    expect(delivered).to.deep.equal(["x", "ab"]);
  });

  it("delivers at once when flushed, and nothing if it is empty", async () => {
    const { batcher, delivered, add } = batcherOf(10, 100);
    batcher.flush();
    add("ab");
    expect(batcher.size).to.equal(2);
    batcher.flush();
    expect(delivered).to.deep.equal(["ab"]);
    expect(batcher.size).to.equal(0);
    await sleep(40);
    expect(delivered).to.deep.equal(["ab"]);
  });

  describe("given a batch in flight", () => {
    it("collects until it is mined", async () => {
      const { batcher, delivered, add } = batcherOf(5, 100);
      const release = batcher.hold();
      add("a");
      await sleep(30);
      add("b");
      expect(delivered).to.deep.equal([]);
      release();
      expect(delivered).to.deep.equal(["ab"]);
    });

    it("does not shorten the gathering time of a new batch while another one is in flight", async () => {
      const { batcher, delivered, add } = batcherOf(20, 100, 40);
      const release = batcher.hold();
      batcher.hold();
      add("a");
      release();
      add("b");
      expect(delivered).to.deep.equal([]);
      await sleep(80);
      expect(delivered).to.deep.equal(["ab"]);
    });

    it("ends the gathering time when nothing is in flight any more", () => {
      const { batcher, delivered, add } = batcherOf(60_000, 100);
      const release = batcher.hold();
      add("ab");
      release();
      expect(delivered).to.deep.equal(["ab"]);
    });

    it("waits no longer than the linger time", async () => {
      const { batcher, delivered, add } = batcherOf(5, 100, 30);
      batcher.hold();
      add("a");
      await sleep(80);
      expect(delivered).to.deep.equal(["a"]);
    });

    it("still delivers a full batch at once", () => {
      const { batcher, delivered, add } = batcherOf(5, 2);
      batcher.hold();
      add("ab");
      expect(delivered).to.deep.equal(["ab"]);
    });

    it("counts a release once", async () => {
      const { batcher, delivered, add } = batcherOf(5, 100);
      const release = batcher.hold();
      const other = batcher.hold();
      release();
      release();
      add("a");
      await sleep(30);
      expect(delivered).to.deep.equal([]);
      other();
      expect(delivered).to.deep.equal(["a"]);
    });
  });
});
