import { createMPT } from "@ethereumjs/mpt";
import { concat, encodeRlp, getBytes, toBeArray, type RlpStructuredDataish } from "ethers";
import type { RawReceipt } from "../chain/chain.js";

/**
 * The root of the trie of a block's receipts, which its header has as `receiptsRoot` (EIP-2718, EIP-658): only the
 * receipts that the block's hash stands for give it.
 */
export async function receiptsRootOf(receipts: readonly RawReceipt[]): Promise<string> {
  const trie = await createMPT();
  for (const [index, receipt] of receipts.entries()) {
    await trie.put(getBytes(encodeRlp(number(index))), getBytes(encoded(receipt)));
  }
  return `0x${Buffer.from(trie.root()).toString("hex")}`;
}

function encoded({ type = "0x0", status, root, cumulativeGasUsed, logsBloom, logs }: RawReceipt): string {
  const outcome = status === undefined ? (root ?? "0x") : number(Number(status));
  const body = encodeRlp([outcome, number(BigInt(cumulativeGasUsed)), logsBloom, logs.map(logOf)]);
  return Number(type) === 0 ? body : concat([hexByte(type), body]);
}

function logOf({ address, topics, data }: RawReceipt["logs"][number]): RlpStructuredDataish {
  return [address, topics, data];
}

/** A number as RLP has it: without leading zeros, 0 as the empty string. */
function number(value: number | bigint): Uint8Array {
  return toBeArray(value);
}

function hexByte(type: string): string {
  return `0x${Number(type).toString(16).padStart(2, "0")}`;
}
