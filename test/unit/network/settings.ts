import { expect } from "chai";
import { OperatorError } from "../../../scripts/lib/errors.js";
import { readSettings, VALIDATORS, validatorsOf } from "../../../scripts/network/settings.js";

describe("settings of the network", () => {
  describe("given an environment", () => {
    it("has two nodes and slots of six seconds without variables", () => {
      expect(readSettings({})).to.deep.equal({ nodes: 2, slotSeconds: 6 });
    });

    it("takes the variables", () => {
      expect(readSettings({ NODES: "4", SLOT_SECONDS: "12" })).to.deep.equal({ nodes: 4, slotSeconds: 12 });
    });

    for (const [variable, text] of [
      ["NODES", "1"],
      ["NODES", "5"],
      ["NODES", "two"],
      ["NODES", "2.5"],
      ["SLOT_SECONDS", "1"],
      ["SLOT_SECONDS", "61"],
      ["SLOT_SECONDS", "-6"],
    ] as const) {
      it(`refuses ${variable}=${text}, and names it`, () => {
        expect(() => readSettings({ [variable]: text })).to.throw(OperatorError, `${variable} is "${text}"`);
      });
    }
  });

  describe("given validators to spread", () => {
    for (const nodes of [2, 3, 4]) {
      it(`gives each of ${VALIDATORS} to one of ${nodes} nodes`, () => {
        const given = Array.from({ length: nodes }, (_, index) => validatorsOf(index, nodes)).flatMap(([first, last]) =>
          Array.from({ length: last - first + 1 }, (_, offset) => first + offset),
        );
        expect(given).to.deep.equal(Array.from({ length: VALIDATORS }, (_, validator) => validator));
      });
    }

    for (const nodes of [2, 3, 4]) {
      it(`leaves seven eighths when any node but the first of ${nodes} is stopped`, () => {
        for (let stopped = 1; stopped < nodes; stopped++) {
          const [first, last] = validatorsOf(stopped, nodes);
          expect((VALIDATORS - (last - first + 1)) * 8).to.be.at.least(VALIDATORS * 7);
        }
      });
    }
  });
});
