import { expect } from "chai";
import { stripVTControlCharacters } from "node:util";
import { rowOf, type Look } from "../../../scripts/network/look.js";
import { linesOf, summaryOf } from "../../../scripts/network/watch.js";

const HASH = `0x${"12345678".repeat(8)}`;
const RUNNING: Look = {
  ...{ name: "node 1", url: "http://127.0.0.1:1", state: "running", peers: 1 },
  ...{ head: { number: 1_234, hash: HASH }, finalized: { number: 1_200, hash: HASH } },
};
const STOPPED: Look = {
  ...{ name: "node 2", url: "http://127.0.0.1:2", state: "stopped" },
  ...{ peers: undefined, head: undefined, finalized: undefined },
};

describe("table of nodes", () => {
  describe("given a running node", () => {
    it("shows peers, head and what is final", () => {
      expect(rowOf(RUNNING)).to.deep.equal([
        ...["node 1", "http://127.0.0.1:1", "running", "1", "1,234", "1,200", "0x12345678"],
      ]);
    });
  });

  describe("given a stopped node", () => {
    it("leaves empty what is unknown", () => {
      expect(rowOf(STOPPED)).to.deep.equal(["node 2", "http://127.0.0.1:2", "stopped", "", "", "", ""]);
    });
  });

  describe("given a terminal of 80 columns", () => {
    it("fits into it, with ports of five digits and while a node starts", () => {
      const url = "http://127.0.0.1:65535";
      const lines = linesOf(
        [
          { ...RUNNING, url },
          { ...RUNNING, url, state: "starting" },
        ],
        0,
      );
      expect(Math.max(...lines.map((line) => stripVTControlCharacters(line).length))).to.be.at.most(80);
    });
  });

  describe("given a narrower terminal", () => {
    it("cuts each line, so that the next table is drawn over it", () => {
      const lines = linesOf([RUNNING, STOPPED], 40);
      expect(lines.map((line) => stripVTControlCharacters(line).length)).to.deep.equal([40, 40, 40, 35]);
    });
  });

  describe("given a log instead of a terminal", () => {
    it("says what is final, and that a node is stopped", () => {
      expect(summaryOf([RUNNING, STOPPED])).to.equal("node 1: 1 peer, final to block 1200; node 2: stopped");
    });

    it("says that nothing is final yet", () => {
      expect(summaryOf([{ ...RUNNING, finalized: undefined }])).to.equal("node 1: 1 peer, nothing final");
    });

    it("stays the same while only the head moves", () => {
      expect(summaryOf([{ ...RUNNING, head: { number: 1_235, hash: HASH } }])).to.equal(summaryOf([RUNNING]));
    });
  });
});
