import { hex, numberIn } from "../block/fields.js";
import type { VerifiedBlock } from "../block/verifyBlock.js";
import { ProofError } from "../errors.js";

/**
 * Rules between a block and the one before it that nodes for development break. A public chain keeps all of them.
 * `senders`: a signature gives the sender that the node says.
 */
export const RULES = ["parent", "time", "gasLimit", "baseFee", "senders"] as const;

/** Name of a rule. */
export type Rule = (typeof RULES)[number];

/** A broken rule. */
export interface Breach {
  rule: Rule;
  block: number;
  error: ProofError;
}

const LEAST_GAS_LIMIT = 5_000n;

/** The rules that a block breaks. Its own hash and roots are checked already. */
export function breachesOf(block: VerifiedBlock, before: Pick<VerifiedBlock, "hash" | "header"> | undefined): Breach[] {
  const { header, number } = block;
  const breaches: Breach[] = block.unsigned.map((error) => ({ rule: "senders", block: number, error }));
  if (before === undefined) return breaches;
  const parent = before.header;
  const add = (rule: Rule, field: string, expected: string, actual: string) => {
    const error = new ProofError("Mismatch", `block.${field}`, expected, actual);
    breaches.push({ rule, block: number, error });
  };
  if (header.parentHash !== before.hash) add("parent", "parentHash", before.hash, header.parentHash);
  const [time, timeBefore] = [numberIn(header.timestamp), numberIn(parent.timestamp)];
  if (time <= timeBefore) add("time", "timestamp", `a time after ${timeBefore}`, time.toString());
  const [limit, limitBefore] = [numberIn(header.gasLimit), numberIn(parent.gasLimit)];
  const change = limit > limitBefore ? limit - limitBefore : limitBefore - limit;
  if (change >= limitBefore / 1024n && change > 0n) {
    add("gasLimit", "gasLimit", `less than 1/1024 from ${limitBefore}`, limit.toString());
  } else if (limit < LEAST_GAS_LIMIT) {
    add("gasLimit", "gasLimit", `at least ${LEAST_GAS_LIMIT}`, limit.toString());
  }
  const fee = nextBaseFee(parent);
  if (fee !== undefined && header.baseFeePerGas !== undefined && fee !== numberIn(header.baseFeePerGas)) {
    add("baseFee", "baseFeePerGas", hex(fee), hex(numberIn(header.baseFeePerGas)));
  }
  return breaches;
}

/** The base fee of the block after this one, in wei (EIP-1559); undefined before London. */
export function nextBaseFee({ baseFeePerGas, gasLimit, gasUsed }: VerifiedBlock["header"]): bigint | undefined {
  if (baseFeePerGas === undefined) return undefined;
  const [fee, used, target] = [numberIn(baseFeePerGas), numberIn(gasUsed), numberIn(gasLimit) / 2n];
  if (used === target || target === 0n) return fee;
  if (used < target) return fee - (fee * (target - used)) / target / 8n;
  const rise = (fee * (used - target)) / target / 8n;
  return fee + (rise === 0n ? 1n : rise);
}
