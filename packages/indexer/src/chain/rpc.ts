import { InconsistentNodeError } from "./inconsistentNodeError.js";

/** What a node says, with numbers as numbers and hex in lower case. */
export interface Header {
  number: number;
  hash: string;
  parentHash: string;
  /** Seconds since 1970. */
  time: number;
  receiptsRoot: string;
  logsBloom: string;
}

/** A log as a node returns it. `time` is missing from nodes that do not add it to logs. */
export interface RawLog {
  address: string;
  topics: string[];
  data: string;
  block: number;
  blockHash: string;
  transactionHash: string;
  transactionIndex: number;
  logIndex: number;
  time: number | undefined;
}

interface HeaderFields {
  number: string;
  hash: string;
  parentHash: string;
  timestamp: string;
  receiptsRoot: string;
  logsBloom: string;
}

interface LogFields {
  address: string;
  topics: string[];
  data: string;
  blockNumber: string;
  blockHash: string;
  transactionHash: string;
  transactionIndex: string;
  logIndex: string;
  blockTimestamp?: string | null;
}

/** @throws InconsistentNodeError when the answer is no header */
export function toHeader(answer: unknown): Header {
  const fields = required("header", answer, HEADER_FIELDS) as unknown as HeaderFields;
  return {
    number: Number(fields.number),
    hash: fields.hash.toLowerCase(),
    parentHash: fields.parentHash.toLowerCase(),
    time: Number(fields.timestamp),
    receiptsRoot: fields.receiptsRoot.toLowerCase(),
    logsBloom: fields.logsBloom,
  };
}

/** @throws InconsistentNodeError when the answer is no log */
export function toLog(answer: unknown): RawLog {
  const fields = isLog(answer) ? answer : (required("log", answer, LOG_FIELDS) as unknown as LogFields);
  if (!Array.isArray(fields.topics)) throw new InconsistentNodeError(`The node returned a log without topics`);
  const { blockTimestamp } = fields;
  return {
    address: fields.address.toLowerCase(),
    topics: fields.topics,
    data: fields.data,
    block: Number(fields.blockNumber),
    blockHash: fields.blockHash.toLowerCase(),
    transactionHash: fields.transactionHash.toLowerCase(),
    transactionIndex: Number(fields.transactionIndex),
    logIndex: Number(fields.logIndex),
    // Some nodes write 0 where they do not know it.
    time: blockTimestamp === undefined || blockTimestamp === null ? undefined : Number(blockTimestamp) || undefined,
  };
}

const HEADER_FIELDS = ["number", "hash", "parentHash", "timestamp", "receiptsRoot", "logsBloom"];

/** A pending log has null where a log of a block has these. */
const LOG_FIELDS = ["address", "data", "blockNumber", "blockHash", "transactionHash", "transactionIndex", "logIndex"];

/** Whether an answer is a log, without the name of what is missing: there are millions of them. */
function isLog(answer: unknown): answer is LogFields {
  if (typeof answer !== "object" || answer === null) return false;
  const fields: Partial<Record<keyof LogFields, unknown>> = answer;
  return (
    typeof fields.address === "string" &&
    typeof fields.data === "string" &&
    typeof fields.blockNumber === "string" &&
    typeof fields.blockHash === "string" &&
    typeof fields.transactionHash === "string" &&
    typeof fields.transactionIndex === "string" &&
    typeof fields.logIndex === "string"
  );
}

function required(what: string, answer: unknown, names: readonly string[]): Record<string, unknown> {
  const fields = (answer ?? {}) as Record<string, unknown>;
  for (const name of names) {
    if (typeof fields[name] === "string") continue;
    throw new InconsistentNodeError(`The node returned a ${what} whose ${name} is ${String(fields[name])}`);
  }
  return fields;
}

/** Hex of a number, as JSON-RPC takes it. */
export function hex(number: number): string {
  return `0x${number.toString(16)}`;
}
