import { expect } from "chai";
import { computeAddress, isAddress, keccak256, SigningKey, toBeHex, toQuantity } from "ethers";
import { ETHERS, type Cryptography } from "../../packages/proof/src/cryptography.js";
import { ProofError, senderOf, verifyBlock, type RawTransaction } from "../../packages/proof/src/index.js";
import { wasmCryptography } from "../../packages/proof/src/wasm.js";
import { playChain, rawBlock } from "../fixtures/chainStory.js";
import { onANode } from "../fixtures/live.js";
import { numbers } from "../fixtures/random.js";

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const FIELD = 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2fn;
const DIGEST = keccak256("0x01");

/** Values at the bounds of what a signature may have. */
const BOUNDS = [
  0n,
  1n,
  2n,
  5n,
  ORDER / 2n,
  ORDER / 2n + 1n,
  ORDER - 1n,
  ORDER,
  ORDER + 1n,
  FIELD - 1n,
  FIELD,
  FIELD + 1n,
];
const WIDEST = (1n << 256n) - 1n;

describe("proof: cryptography in WebAssembly", () => {
  let wasm: Cryptography;

  before(async () => {
    wasm = await wasmCryptography();
  });

  /** The sender or the field that is wrong, by both. */
  function expectSameSender(transaction: RawTransaction): string {
    const [first, second] = [ETHERS, wasm].map((cryptography) => {
      try {
        return senderOf(transaction, "transaction", cryptography);
      } catch (error) {
        if (!(error instanceof ProofError)) throw error;
        return error.message;
      }
    });
    expect(second).to.equal(first);
    return first ?? "";
  }

  function transaction(signedHash: string, r: bigint, s: bigint, v: bigint): RawTransaction {
    return { type: 2, raw: "0x", signedHash, v, r: toBeHex(r), s: toBeHex(s) };
  }

  it("hashes bytes of every length as ethers does", () => {
    for (let length = 0; length <= 300; length++) {
      const data = `0x${"a7".repeat(length)}`;
      expect(wasm.keccak256(data)).to.equal(keccak256(data));
    }
  });

  it("recovers the signer of random signatures, with low and with high s", () => {
    for (let number = 1; number <= 50; number++) {
      const key = new SigningKey(keccak256(toBeHex(number)));
      const digest = keccak256(toBeHex(number + 1_000));
      const { r, s, yParity } = key.sign(digest);
      const low = expectSameSender(transaction(digest, BigInt(r), BigInt(s), BigInt(yParity)));
      const high = expectSameSender(transaction(digest, BigInt(r), ORDER - BigInt(s), BigInt(1 - yParity)));
      expect(low).to.equal(computeAddress(key.publicKey).toLowerCase());
      expect(high).to.equal(low);
    }
  });

  it("gives what ethers gives for every r and s at a bound, and every parity", () => {
    const { r, s } = new SigningKey(keccak256("0x07")).sign(DIGEST);
    const values = [...BOUNDS, WIDEST, BigInt(r), BigInt(s)];
    const results = new Set<string>();
    for (const one of values) {
      for (const other of values) {
        for (const v of [0n, 1n, 2n, 27n]) results.add(expectSameSender(transaction(DIGEST, one, other, v)));
      }
    }
    expect([...results].filter(isAddress).length).to.be.greaterThan(20);
    expect([...results].filter((result) => result.includes("signature")).length).to.be.greaterThan(20);
  });

  it("gives what ethers gives for digests at a bound", () => {
    const { r, s } = new SigningKey(keccak256("0x07")).sign(DIGEST);
    for (const digest of [...BOUNDS, WIDEST]) {
      for (const v of [0n, 1n]) expectSameSender(transaction(toBeHex(digest, 32), BigInt(r), BigInt(s), v));
    }
  });

  it("gives what ethers gives for r that is no point, and for a key that is no point", () => {
    const random = numbers("r of signatures");
    const senders = Array.from({ length: 40 }, () => expectSameSender(transaction(DIGEST, random(256n), 3n, 1n)));
    expect(senders.filter(isAddress).length).to.be.within(5, 35);
    // With s = 1 and r of digest * G, the key would be (R - digest * G) / r, which is the point at infinity.
    const point = SigningKey.computePublicKey(DIGEST, false);
    const isOdd = BigInt(`0x${point.slice(-2)}`) & 1n;
    const infinite = transaction(DIGEST, BigInt(`0x${point.slice(4, 68)}`), 1n, isOdd);
    expect(expectSameSender(infinite)).to.include("signature");
  });

  onANode("on blocks", (live) => {
    it("recomputes the same of each, and refuses the same changes", async () => {
      await playChain(live());
      const head = Number(await live().node.request("eth_blockNumber"));
      for (let number = 1; number <= head; number++) {
        const { block, receipts } = await rawBlock(live(), number);
        expect(verifyBlock(block, receipts, [], wasm)).to.deep.equal(verifyBlock(block, receipts));
        const later = { ...block, gasUsed: toQuantity(BigInt(String(block["gasUsed"])) + 1n) };
        expect(() => verifyBlock(later, receipts, [], wasm)).to.throw(ProofError, "block.hash");
      }
    });
  });
});
