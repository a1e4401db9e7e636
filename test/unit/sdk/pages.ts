import { expect } from "chai";
import { pagesOf } from "../../../packages/sdk/src/pages.js";

/** The pages of a list of so many numbers, three at a time, and how often it was asked. */
async function read(count: number) {
  const list = Array.from({ length: count }, (_, i) => i);
  const pages: number[][] = [];
  let asked = 0;
  const reading = pagesOf(3, (offset, limit) => {
    asked++;
    return Promise.resolve(list.slice(offset, offset + limit));
  });
  for await (const page of reading) pages.push(page);
  return { pages, asked };
}

describe("pagesOf", () => {
  it("reads to the end, and no further", async () => {
    expect(await read(0)).to.deep.equal({ pages: [[]], asked: 1 });
    expect(await read(2)).to.deep.equal({ pages: [[0, 1]], asked: 1 });
    expect(await read(3)).to.deep.equal({ pages: [[0, 1, 2], []], asked: 2 });
    expect(await read(7)).to.deep.equal({ pages: [[0, 1, 2], [3, 4, 5], [6]], asked: 3 });
  });
});
