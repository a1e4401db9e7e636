/**
 * A toy ledger, to see what a chain of hashes is: blocks that are mined, blocks of elected validators, and what happens
 * when somebody changes the past. For learning only: ServiceCoin runs on EVM chains and uses none of this.
 */
import { hashOf, NOTHING_BEFORE, type Block } from "./ledger/block.ts";
import { elected, type Stakes } from "./ledger/stake.ts";
import { faultIn } from "./ledger/validate.ts";
import { mine, workOf } from "./ledger/work.ts";

const PAYMENTS = [["100 SCV to Alice"], ["Alice pays Bob 10 SCV"], ["Bob pays Carol 3 SCV", "Alice pays Carol 1 SCV"]];
const STAKES: Stakes = { Alice: 32n, Bob: 16n, Carol: 16n };

const mined: Block[] = [];
for (const [number, data] of PAYMENTS.entries()) {
  const last = mined.at(-1);
  mined.push(mine({ number, previous: last === undefined ? NOTHING_BEFORE : hashOf(last), data }));
}
console.log("Proof of work: H(nonce || previous || data) < target\n");
show(mined);
console.log(`Valid: ${faultIn(mined) === undefined}, about ${workOf(mined)} hashes of work\n`);

const changed = mined.map((block) => (block.number === 1 ? { ...block, data: ["Alice pays Bob 90 SCV"] } : block));
console.log("Somebody changes block 1:", sentence(changed));
const [first, second, third] = changed as [Block, Block, Block];
const again = mine({ ...second, previous: hashOf(first) });
console.log("... and mines it again:  ", sentence([first, again, third]));
console.log("To change the past, one must mine all later blocks again, faster than everyone else mines new ones.\n");

const staked: Block[] = [];
for (const [number, data] of PAYMENTS.entries()) {
  const last = staked.at(-1);
  const previous = last === undefined ? NOTHING_BEFORE : hashOf(last);
  staked.push({ number, previous, data, nonce: 0, validator: elected(STAKES, previous, number) });
}
console.log(
  "Proof of stake: the maker of a block is drawn from",
  Object.keys(STAKES).join(", "),
  "by their deposits\n",
);
show(staked);
console.log(`Valid: ${faultIn(staked, STAKES) === undefined}`);
const usurped = staked.map((block) => (block.number === 2 ? { ...block, validator: "Mallory" } : block));
console.log("Mallory makes block 2:", sentence(usurped, STAKES));

function show(chain: readonly Block[]): void {
  for (const block of chain) {
    const { number, previous, nonce, validator, data } = block;
    const maker = validator === undefined ? `nonce ${nonce}` : `by ${validator}`;
    console.log(
      `${number}  ${hashOf(block).slice(0, 12)}  after ${previous.slice(0, 12)}  ${maker}: ${data.join("; ")}`,
    );
  }
}

function sentence(chain: readonly Block[], stakes?: Stakes): string {
  const fault = faultIn(chain, stakes);
  return fault === undefined ? "the chain is valid" : `block ${fault.block} is wrong, because ${fault.reason}`;
}
