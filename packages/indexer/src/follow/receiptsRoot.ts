import { createMPT } from "@ethereumjs/mpt";
import type { RawReceipt } from "../chain/chain.js";
import { bytesOf, rlp } from "./rlp.js";

/**
 * The root of the trie of a block's receipts, which its header has as `receiptsRoot` (EIP-2718, EIP-658): only the
 * receipts that the block's hash stands for give it.
 */
export async function receiptsRootOf(receipts: readonly RawReceipt[]): Promise<string> {
  const trie = await createMPT();
  for (const [index, receipt] of receipts.entries()) await trie.put(rlp(bytesOf(index)), encoded(receipt));
  return `0x${Buffer.from(trie.root()).toString("hex")}`;
}

function encoded({ type = "0x0", status, root, cumulativeGasUsed, logsBloom, logs }: RawReceipt): Buffer {
  const outcome = status === undefined ? bytes(root ?? "0x") : bytesOf(Number(status));
  const entries = logs.map(({ address, topics, data }) => [bytes(address), topics.map(bytes), bytes(data)]);
  const body = rlp([outcome, bytesOf(BigInt(cumulativeGasUsed)), bytes(logsBloom), entries]);
  return Number(type) === 0 ? body : Buffer.concat([Buffer.from([Number(type)]), body]);
}

/** Hex as bytes. What is no hex ends them, which gives another root. */
function bytes(hex: string): Buffer {
  return Buffer.from(hex.slice(2), "hex");
}
