import { isMissing, quantity, numberOf } from "./fields.js";
import { typed, typeOf } from "./transaction.js";
import { rlp } from "./rlp.js";

/** What a receipt's encoding takes of the receipt that JSON-RPC returns. */
export interface RawReceipt {
  type?: string;
  /** 0x1 for a success. */
  status?: string;
  /** The state after the transaction, instead of the status, before Byzantium. */
  root?: string;
  cumulativeGasUsed: string;
  logsBloom: string;
  logs: readonly RawLog[];
}

/** What a receipt's encoding takes of a log. */
export interface RawLog {
  address: string;
  topics: readonly string[];
  data: string;
}

/** Encodes a receipt as it stands under the receipts root (EIP-658, EIP-2718). @throws ProofError `Malformed` */
export function encodeReceipt({ type, status, root, cumulativeGasUsed, logsBloom, logs }: RawReceipt): string {
  const outcome = isMissing(status) ? (root ?? "0x") : quantity(numberOf(status, "receipt.status"));
  const gas = quantity(numberOf(cumulativeGasUsed, "receipt.cumulativeGasUsed"));
  const body = [outcome, gas, logsBloom, logs.map(({ address, topics, data }) => [address, [...topics], data])];
  return typed(typeOf(type, "receipt.type"), rlp(body));
}
