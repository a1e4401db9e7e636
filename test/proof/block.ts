import { createMPT } from "@ethereumjs/mpt";
import { expect } from "chai";
import { decodeRlp, encodeRlp, getBytes, hexlify, keccak256 } from "ethers";
import {
  encodeHeader,
  ommersHashOf,
  ProofError,
  readHeader,
  verifyBlock,
  withdrawalsRootOf,
} from "../../packages/proof/src/index.js";
import { keyOf, proofInList, rootOfList } from "../../packages/proof/src/trie/trie.js";
import { valueIn } from "../../packages/proof/src/trie/verify.js";
import { changes, playChain, rawBlock, type RawBlock } from "../fixtures/chainStory.js";
import { onEveryNode } from "../fixtures/live.js";
import { numbers } from "../fixtures/random.js";

/** What nodes tell of a block and receipt that no hash or other field gives. */
const UNCHECKED = /^\.(?:size|totalDifficulty)$|\.blobGasPrice$/;

/** Every field that a check does not find when it is changed. */
function missed({ block, receipts }: RawBlock): { tried: number; missed: string[] } {
  const found = { tried: 0, missed: [] as string[] };
  const attempt = (path: string, one: unknown, those: readonly unknown[]) => {
    if (UNCHECKED.test(path)) return;
    found.tried++;
    try {
      if (verifyBlock(one, those).unsigned.length === 0) found.missed.push(path);
    } catch (error) {
      if (!(error instanceof ProofError)) throw error;
    }
  };
  for (const { path, changed } of changes(block)) attempt(path, changed, receipts);
  for (const { path, changed } of changes(receipts)) attempt(`receipts${path}`, block, changed as unknown[]);
  return found;
}

onEveryNode("proof: block", (live) => {
  it("recomputes blocks with each type of transaction that nodes make, and finds every changed field", async () => {
    const first = (await rawBlock(live(), "latest")).block["number"];
    await playChain(live());
    const last = Number((await rawBlock(live(), "latest")).block["number"]);
    const types = new Set<unknown>();
    let tried = 0;
    for (let number = Number(first) + 1; number <= last; number++) {
      const raw = await rawBlock(live(), number);
      const verified = verifyBlock(raw.block, raw.receipts);
      expect([verified.hash, verified.unsigned]).to.deep.equal([raw.block["hash"], []]);
      for (const { type } of raw.block.transactions) types.add(type);
      const result = missed(raw);
      expect(result.missed, `block ${number}`).to.deep.equal([]);
      tried += result.tried;
    }
    expect([...types].sort()).to.deep.equal(["0x0", "0x1", "0x2", "0x4"]);
    expect(tried).to.be.above(500);
  });

  it("encodes headers and lists of ommers as ethers does", async () => {
    const header = readHeader((await rawBlock(live(), "latest")).block);
    const encoded = encodeHeader(header);
    expect(encodeRlp(decodeRlp(encoded))).to.equal(encoded);
    const ommers = [header, header];
    expect(ommersHashOf(ommers)).to.equal(keccak256(encodeRlp(ommers.map((one) => decodeRlp(encodeHeader(one))))));
  });

  it("refuses a field that it does not know, by its name", async () => {
    const { block } = await rawBlock(live(), "latest");
    expect(() => readHeader({ ...block, slotNumber: "0x1" })).to.throw(ProofError, "block.slotNumber");
    expect(() => readHeader({ ...block, baseFeePerGas: undefined })).to.throw(ProofError, "block.baseFeePerGas");
  });
});

describe("proof: trie", () => {
  const random = numbers("trie");
  const valuesOf = (count: number) =>
    Array.from(
      { length: count },
      () =>
        `0x${random(8n + (random(5n) % 20n) * 8n)
          .toString(16)
          .padStart(64, "0")
          .slice(-2 * (1 + Number(random(6n))))}`,
    );

  for (const count of [1, 2, 3, 16, 17, 127, 128, 129, 257, 300]) {
    it(`gives the root of the reference implementation, and proofs, for ${count} values`, async () => {
      const values = valuesOf(count).map((value) => (value.length % 2 === 0 ? value : `${value}0`));
      const trie = await createMPT();
      for (const [index, value] of values.entries()) await trie.put(getBytes(keyOf(index)), getBytes(value));
      const root = rootOfList(values);
      expect(root).to.equal(hexlify(trie.root()));
      for (const [index, value] of values.entries()) {
        if (index > 17 && index % 64 > 1) continue;
        const proof = proofInList(values, index);
        expect(valueIn(root, keyOf(index), proof, "proof")).to.equal(value);
        const [node = ""] = proof;
        expect(() => valueIn(root, keyOf(index), [...proof, node], "proof")).to.throw(ProofError);
        expect(() => valueIn(root, keyOf(index), proof.slice(1), "proof")).to.throw(ProofError);
      }
    });
  }

  it("gives another root for each changed field of a withdrawal", () => {
    const withdrawals = [
      { index: "0x1", validatorIndex: "0x2", address: `0x${"ab".repeat(20)}`, amount: "0x3b9aca00" },
      { index: "0x2", validatorIndex: "0x0", address: `0x${"cd".repeat(20)}`, amount: "0x1" },
    ];
    const roots = [...changes(withdrawals)].map(({ changed }) => withdrawalsRootOf(changed as unknown[]));
    expect(new Set([withdrawalsRootOf(withdrawals), ...roots]).size).to.equal(roots.length + 1);
    expect(roots.length).to.equal(10);
  });
});
