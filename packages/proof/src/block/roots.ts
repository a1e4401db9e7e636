import { ETHERS } from "../cryptography.js";
import { rootOfList } from "../trie/trie.js";
import { dataOf, expectOnly, objectOf, quantityOf } from "./fields.js";
import { encodeHeader, type Header } from "./header.js";
import { rlp, rlpList } from "./rlp.js";
import { encodeReceipt, type RawReceipt } from "./receipt.js";

const WITHDRAWAL = new Set(["index", "validatorIndex", "address", "amount"]);

/**
 * The root of the trie of a block's receipts, which its header has as `receiptsRoot` (EIP-2718, EIP-658): only the
 * receipts that the block's hash stands for give it.
 */
export function receiptsRootOf(receipts: readonly RawReceipt[], cryptography = ETHERS): string {
  return rootOfList(receipts.map(encodeReceipt), cryptography);
}

/** The `withdrawalsRoot` of withdrawals as JSON-RPC returns them (EIP-4895). @throws ProofError `Malformed` */
export function withdrawalsRootOf(withdrawals: readonly unknown[], cryptography = ETHERS): string {
  return rootOfList(withdrawals.map(encodeWithdrawal), cryptography);
}

/** The hash that a header has as `sha3Uncles`. */
export function ommersHashOf(ommers: readonly Header[], { keccak256 } = ETHERS): string {
  // The list of encodings is an encoding itself.
  return ommers.length === 0 ? EMPTY_OMMERS : keccak256(rlpList(ommers.map((ommer) => encodeHeader(ommer).slice(2))));
}

const EMPTY_OMMERS = ETHERS.keccak256("0xc0");

function encodeWithdrawal(withdrawal: unknown, index: number): string {
  const what = `withdrawals[${index}]`;
  const fields = objectOf(withdrawal, what);
  expectOnly(fields, WITHDRAWAL, what);
  return rlp([
    quantityOf(fields["index"], `${what}.index`),
    quantityOf(fields["validatorIndex"], `${what}.validatorIndex`),
    dataOf(fields["address"], `${what}.address`, 20),
    quantityOf(fields["amount"], `${what}.amount`),
  ]);
}
