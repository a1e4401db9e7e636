import { decodeRlp, keccak256 } from "ethers";
import { dataOf, hex, listOf, numberIn, objectOf } from "../block/fields.js";
import type { VerifiedBlock } from "../block/verifyBlock.js";
import { askOne, type Source } from "../audit/source.js";
import { expectSame, ProofError } from "../errors.js";
import { EMPTY_ROOT } from "./trie.js";
import { valueIn } from "./verify.js";

/**
 * Reads storage of a contract at a block, and proves each value by the block's state root (EIP-1186).
 * @param slots 32 bytes in hex each.
 * @returns The values in the order of the slots; 0 for a slot that was never written.
 * @throws ProofError `Unreachable` when the node serves no proofs; `Mismatch`, `Malformed` for one that proves nothing
 */
export async function readStorage(
  source: Source,
  { number, header }: Pick<VerifiedBlock, "number" | "header">,
  address: string,
  slots: readonly string[],
): Promise<bigint[]> {
  const told = objectOf(await askOne(source, "eth_getProof", address, slots, hex(number)), "eth_getProof");
  const nodes = nodesIn(told["accountProof"], "accountProof");
  const account = valueIn(header.stateRoot, keccak256(address), nodes, "accountProof");
  const root = account === undefined ? EMPTY_ROOT : storageRootIn(account);
  const proofs = listOf(told["storageProof"], "storageProof");
  expectSame("storageProof.length", String(slots.length), String(proofs.length));
  return slots.map((slot, index) => {
    const what = `storageProof[${index}]`;
    if (root === EMPTY_ROOT) return 0n;
    const proof = nodesIn(objectOf(proofs[index], what)["proof"], `${what}.proof`);
    const value = valueIn(root, keccak256(slot), proof, `${what}.proof`);
    return value === undefined ? 0n : numberIn(textIn(decodeRlp(value), what));
  });
}

/** The third of an account's four fields: nonce, balance, storage root, code hash. */
function storageRootIn(account: string): string {
  const fields = decodeRlp(account);
  return textIn(Array.isArray(fields) ? (fields as readonly unknown[])[2] : undefined, "accountProof");
}

function textIn(value: unknown, field: string): string {
  if (typeof value !== "string") throw new ProofError("Malformed", field, "a value", undefined);
  return value;
}

function nodesIn(value: unknown, field: string): string[] {
  return listOf(value, field).map((node, index) => dataOf(node, `${field}[${index}]`));
}
