import { expect } from "chai";
import { nextWindow, previousWindow, windowTo, type ListWindow } from "../../../apps/web/src/ui/listWindow.ts";

const MOST = 300;

describe("page: rows of a long list that are in the page", () => {
  describe("given a list that fits", () => {
    it("has all of its rows", () => {
      expect(windowTo(0)).to.deep.equal({ start: 0, end: 0 });
      expect(windowTo(MOST)).to.deep.equal({ start: 0, end: MOST });
    });
  });

  describe("given a longer list", () => {
    it("has the last rows, in whole lines of two to six cards", () => {
      for (let end = MOST + 1; end < 2_000; end++) {
        const { start } = windowTo(end);
        expect(end - start).to.be.within(MOST - 59, MOST);
        for (const cards of [2, 3, 4, 5, 6]) expect(start % cards).to.equal(0);
      }
    });

    it("leaves out no row on the way to its end and back", () => {
      const count = 1_025;
      const seen = new Set<number>();
      const note = ({ start, end }: ListWindow): void => {
        for (let row = start; row < end; row++) seen.add(row);
      };
      let current = windowTo(count);
      note(current);
      while (current.start > 0) {
        const previous = previousWindow(current);
        expect(previous.start).to.be.below(current.start);
        expect(previous.end, "rows in common").to.be.above(current.start);
        note((current = previous));
      }
      expect(seen.size).to.equal(count);
      while (current.end < count) {
        const next = nextWindow(current, count);
        expect(next.end).to.be.above(current.end);
        expect(next.start, "rows in common").to.be.below(current.end);
        current = next;
      }
      expect(current).to.deep.equal(windowTo(count));
    });
  });
});
