import { expect } from "chai";
import { AbiCoder, keccak256, toBeHex } from "ethers";
import {
  HttpSource,
  ProofError,
  readBlocks,
  readStorage,
  verifyBlock,
  type Source,
} from "../../packages/proof/src/index.js";
import { onANode } from "../fixtures/live.js";

const SUPPLY = toBeHex(2, 32);
const UNUSED = toBeHex(10n ** 30n, 32);

interface Proof {
  accountProof: string[];
  storageProof: { proof: string[] }[];
}

onANode("proof: storage", (live) => {
  const source = () => new HttpSource(live().node.url);

  async function lastBlock() {
    const number = await live().provider.getBlockNumber();
    const [told] = await readBlocks(source(), number, number);
    if (told === undefined) throw new Error("no block");
    return verifyBlock(told.block, told.receipts);
  }

  /** A node whose proofs are changed on the way. */
  function changed(change: (proof: Proof) => void): Source {
    return {
      ask: async (calls) => {
        const answers = await source().ask(calls);
        for (const answer of answers) if ("result" in answer) change(answer.result as Proof);
        return answers;
      },
    };
  }

  it("reads supply and balances, and 0 where nothing was written", async () => {
    const alice = await live().client("alice");
    const coin = alice.addresses.ServiceCoin;
    const account = live().wallet("alice").address;
    const slot = keccak256(AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [account, 0]));
    const block = await lastBlock();
    expect(await readStorage(source(), block, coin, [SUPPLY, slot, UNUSED])).to.deep.equal([
      await alice.coin.totalSupply(),
      await alice.coin.balanceOf(account),
      0n,
    ]);
    expect(await readStorage(source(), block, `0x${"12".repeat(20)}`, [SUPPLY])).to.deep.equal([0n]);
  });

  it("finds every changed node of a proof, a missing one and one too many", async () => {
    const { addresses } = await live().client("alice");
    const block = await lastBlock();
    const { accountProof, storageProof } = (await live().node.request("eth_getProof", [
      addresses.ServiceCoin,
      [SUPPLY],
      toBeHex(block.number).replace(/^0x0/, "0x"),
    ])) as Proof;
    const flip = (node = "0x00") => `${node.slice(0, -1)}${node.endsWith("0") ? "1" : "0"}`;
    const changes: ((proof: Proof) => void)[] = [
      ...accountProof.map((_, at) => (proof: Proof) => {
        proof.accountProof[at] = flip(proof.accountProof[at]);
      }),
      ...(storageProof[0]?.proof ?? []).map((_, at) => ({ storageProof: [first] }: Proof) => {
        if (first !== undefined) first.proof[at] = flip(first.proof[at]);
      }),
      (proof) => proof.accountProof.pop(),
      (proof) => proof.storageProof[0]?.proof.pop(),
      (proof) => proof.storageProof.pop(),
      (proof) => proof.accountProof.push("0x80"),
    ];
    expect(changes.length).to.be.above(5);
    for (const change of changes) {
      const error: unknown = await readStorage(changed(change), block, addresses.ServiceCoin, [SUPPLY]).catch(
        (reason: unknown) => reason,
      );
      expect(error).to.be.instanceOf(ProofError);
      expect((error as ProofError).code).to.be.oneOf(["Mismatch", "Malformed"]);
    }
  });
});
