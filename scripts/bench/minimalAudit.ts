import { createMPT } from "@ethereumjs/mpt";
import { readBlocks, type Source } from "@servicecoin/proof";
import { concat, encodeRlp, getBytes, hexlify, keccak256, toBeArray, Transaction, type TransactionLike } from "ethers";

type Fields = Record<string, string | undefined>;
type Receipt = Fields & { logs: { address: string; topics: string[]; data: string }[] };

const BYTES = ["parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom"];
const NUMBERS = ["difficulty", "number", "gasLimit", "gasUsed", "timestamp"];
const LATER = [
  "baseFeePerGas",
  "withdrawalsRoot",
  "blobGasUsed",
  "excessBlobGas",
  "parentBeaconBlockRoot",
  "requestsHash",
];
const ORDER = [...BYTES, ...NUMBERS, "extraData", "mixHash", "nonce", ...LATER];
const QUANTITIES = new Set([...NUMBERS, "baseFeePerGas", "blobGasUsed", "excessBlobGas"]);

const number = (value: string | undefined) => hexlify(toBeArray(value ?? "0x0"));
const typed = (type: string | undefined, body: string) => (Number(type) === 0 ? body : concat([number(type), body]));

/**
 * The mark of `bench:audit`: the hash of the header, the transactions root and the receipts root of each block, by
 * ethers and @ethereumjs/mpt, and no other check.
 */
export async function minimalAudit(source: Source, from: number, to: number): Promise<void> {
  for (let first = from; first <= to; first += 100) {
    for (const { block: told, receipts } of await readBlocks(source, first, Math.min(first + 99, to))) {
      const block = told as Fields & { transactions: Fields[] };
      const fields = ORDER.filter((name) => typeof block[name] === "string");
      const header = fields.map((name) => (QUANTITIES.has(name) ? number(block[name]) : (block[name] ?? "")));
      expect(keccak256(encodeRlp(header)), block["hash"]);
      expect(await rootOf(block.transactions.map(rawTransaction)), block["transactionsRoot"]);
      expect(await rootOf((receipts as Receipt[]).map(rawReceipt)), block["receiptsRoot"]);
    }
  }
}

function rawTransaction({ type, gas, input, r, s, v, yParity, gasPrice, ...fields }: Fields): string {
  const price = Number(type) < 2 ? { gasPrice } : {};
  const signature = { r: pad(r), s: pad(s), v: Number(type) === 0 ? v : (BigInt(yParity ?? "0x0") + 27n).toString() };
  const { chainId, nonce, to, value, accessList, maxFeePerGas, maxPriorityFeePerGas } = fields;
  const dynamic = Number(type) < 2 ? {} : { maxFeePerGas, maxPriorityFeePerGas, accessList };
  const like = { type: Number(type), chainId, nonce: Number(nonce), gasLimit: gas, to, value, data: input };
  return Transaction.from({ ...like, ...price, ...dynamic, signature } as TransactionLike).serialized;
}

function rawReceipt({ type, status, cumulativeGasUsed, logsBloom, logs }: Receipt): string {
  const entries = logs.map(({ address, topics, data }) => [address, topics, data]);
  return typed(type, encodeRlp([number(status), number(cumulativeGasUsed), logsBloom ?? "", entries]));
}

async function rootOf(values: readonly string[]): Promise<string> {
  const trie = await createMPT();
  for (const [index, value] of values.entries()) await trie.put(getBytes(encodeRlp(toBeArray(index))), getBytes(value));
  return hexlify(trie.root());
}

function pad(value: string | undefined): string {
  return `0x${(value ?? "").slice(2).padStart(64, "0")}`;
}

function expect(actual: string, expected: string | undefined): void {
  if (actual !== expected) throw new Error(`the node says ${expected}, and ${actual} follows from the rest`);
}
