import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { hashOf, NOTHING_BEFORE, type Block } from "../../../examples/ledger/block.js";
import { elected, type Stakes } from "../../../examples/ledger/stake.js";
import { faultIn } from "../../../examples/ledger/validate.js";
import { hasWork, mine, TARGET, workOf } from "../../../examples/ledger/work.js";

const ROOT = path.join(import.meta.dirname, "../../..");
const DATA = [["100 to Alice"], ["Alice pays Bob 10"], ["Bob pays Carol 3", "Alice pays Carol 1"]];
const STAKES: Stakes = { Alice: 32n, Bob: 16n, Carol: 16n };

function chainOf(make: (draft: Omit<Block, "nonce">) => Block): Block[] {
  const chain: Block[] = [];
  for (const [number, data] of DATA.entries()) {
    const last = chain.at(-1);
    chain.push(make({ number, previous: last === undefined ? NOTHING_BEFORE : hashOf(last), data }));
  }
  return chain;
}

const mined = chainOf((draft) => mine(draft));
const staked = chainOf((draft) => ({ ...draft, nonce: 0, validator: elected(STAKES, draft.previous, draft.number) }));

/** One change of each field. */
const CHANGES: Record<string, (block: Block) => Block> = {
  number: (block) => ({ ...block, number: block.number + 1 }),
  previous: (block) => ({ ...block, previous: block.previous.replace(/.$/, (digit) => (digit === "0" ? "1" : "0")) }),
  data: (block) => ({ ...block, data: [...block.data, "Alice pays Mallory 1"] }),
  "the border between lines": (block) => ({ ...block, data: [block.data.join("")] }),
  nonce: (block) => ({ ...block, nonce: block.nonce + 1 }),
  validator: (block) => ({ ...block, validator: "Mallory" }),
};

describe("examples: ledger", () => {
  it("mines blocks below the target, that link to each other", () => {
    expect(faultIn(mined)).to.equal(undefined);
    expect(mined.every((block) => hasWork(block))).to.equal(true);
    expect(workOf(mined)).to.equal(3n * 4096n);
    expect(workOf(mined) > workOf(mined.slice(0, 2))).to.equal(true);
    const harder = mine({ number: 0, previous: NOTHING_BEFORE, data: [] }, TARGET / 4n);
    expect(BigInt(`0x${hashOf(harder)}`) < TARGET / 4n).to.equal(true);
  });

  for (const [what, change] of Object.entries(CHANGES)) {
    it(`finds a change of ${what} in the past`, () => {
      for (const [chain, stakes] of [
        [mined, undefined],
        [staked, STAKES],
      ] as const) {
        for (const at of [0, 1]) {
          const changed = chain.map((block, number) => (number === at ? change(block) : block));
          // The last line of a single one has no border.
          if (hashOf(changed[at] as Block) === hashOf(chain[at] as Block)) continue;
          expect(faultIn(changed, stakes)?.block, `block ${at}`).to.be.oneOf([at, at + 1]);
        }
      }
    });
  }

  it("elects in proportion to the stakes, the same whatever their order", () => {
    const counts: Record<string, number> = {};
    for (let number = 0; number < 8_000; number++) {
      const validator = elected(STAKES, NOTHING_BEFORE, number);
      counts[validator] = (counts[validator] ?? 0) + 1;
      expect(elected({ Carol: 16n, Bob: 16n, Alice: 32n }, NOTHING_BEFORE, number)).to.equal(validator);
    }
    expect(counts["Alice"]).to.be.closeTo(4_000, 150);
    expect(counts["Bob"]).to.be.closeTo(2_000, 150);
    expect(counts["Carol"]).to.be.closeTo(2_000, 150);
    expect(elected({ Alice: 0n, Bob: 1n }, NOTHING_BEFORE, 7)).to.equal("Bob");
  });

  it("refuses stakes of which nobody can be elected", () => {
    expect(() => elected({}, NOTHING_BEFORE, 0)).to.throw(RangeError, "The stakes are 0 coins in all");
  });

  it("names who was elected, and not who pretends to be", () => {
    const usurped = staked.map((block) => (block.number === 2 ? { ...block, validator: "Mallory" } : block));
    const turn = elected(STAKES, hashOf(staked[1] as Block), 2);
    expect(faultIn(usurped, STAKES)).to.deep.equal({ block: 2, reason: `${turn} was elected, not Mallory` });
  });

  it("prints what docs/ledger.md shows", () => {
    const said = execFileSync(process.execPath, ["examples/ledger.ts"], { cwd: ROOT, encoding: "utf8" });
    expect(readFileSync(path.join(ROOT, "docs/ledger.md"), "utf8")).to.include(said.trim());
  });
});
