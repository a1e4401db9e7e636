import { dataLength } from "ethers";
import { dataOf, expectOnly, isMissing, listOf, objectOf } from "../block/fields.js";
import { ProofError } from "../errors.js";
import { hashOfPair, readFields, rootOfBytes, rootOfChunks, rootOfFields, type SszFields } from "./ssz.js";

const HEADER = {
  slot: "uint64",
  proposerIndex: "uint64",
  parentRoot: 32,
  stateRoot: 32,
  bodyRoot: 32,
} as const;

const EXECUTION = {
  parentHash: 32,
  feeRecipient: 20,
  stateRoot: 32,
  receiptsRoot: 32,
  logsBloom: 256,
  prevRandao: 32,
  blockNumber: "uint64",
  gasLimit: "uint64",
  gasUsed: "uint64",
  timestamp: "uint64",
  extraData: "upTo32",
  baseFeePerGas: "uint256",
  blockHash: 32,
  transactionsRoot: 32,
  withdrawalsRoot: 32,
} as const;

/** Deneb appended the fields of blobs; the forks up to Fulu left them as they are. */
const EXECUTION_DENEB = { ...EXECUTION, blobGasUsed: "uint64", excessBlobGas: "uint64" } as const;

/** The header of a beacon block. Its root is the block's. */
export type BeaconHeader = SszFields<typeof HEADER>;

/** The header of an execution payload, as the forks from Capella to Fulu have it. */
export type ExecutionHeader = SszFields<typeof EXECUTION> & Partial<SszFields<typeof EXECUTION_DENEB>>;

/** The validators whose signatures a light client follows for one period. */
export interface SyncCommittee {
  /** Compressed points of BLS12-381, 48 bytes each. A validator can be there more than once. */
  pubkeys: readonly string[];
  aggregatePubkey: string;
}

/** Slots of a sync committee period by the size of the committee: the presets mainnet (and gnosis) and minimal. */
const PERIOD_SLOTS: Readonly<Record<number, number>> = { 512: 8_192, 32: 64 };

/** @throws ProofError `Malformed`, `UnknownField` */
export function readBeaconHeader(value: unknown, what: string): BeaconHeader {
  return readFields(value, HEADER, what);
}

/** The root of the block that a header is of. */
export function rootOfHeader(header: BeaconHeader): string {
  return rootOfFields(header, HEADER);
}

/** @throws ProofError `Malformed`, `UnknownField` */
export function readExecution(value: unknown, what: string): ExecutionHeader {
  return readFields(value, isMissing(objectOf(value, what)["blobGasUsed"]) ? EXECUTION : EXECUTION_DENEB, what);
}

/** The root of an execution payload. */
export function rootOfExecution(header: ExecutionHeader): string {
  return isDeneb(header) ? rootOfFields(header, EXECUTION_DENEB) : rootOfFields(header, EXECUTION);
}

/** @throws ProofError `Malformed` also for a size that no preset has; `UnknownField` */
export function readCommittee(value: unknown, what: string): SyncCommittee {
  const fields = objectOf(value, what);
  expectOnly(fields, new Set(["pubkeys", "aggregatePubkey"]), what);
  const pubkeys = listOf(fields["pubkeys"], `${what}.pubkeys`).map((key, index) =>
    dataOf(key, `${what}.pubkeys[${index}]`, 48),
  );
  if (PERIOD_SLOTS[pubkeys.length] === undefined) {
    const known = Object.keys(PERIOD_SLOTS).join(" or ");
    throw new ProofError("Malformed", `${what}.pubkeys`, `a list of ${known}`, `a list of ${pubkeys.length}`);
  }
  return { pubkeys, aggregatePubkey: dataOf(fields["aggregatePubkey"], `${what}.aggregatePubkey`, 48) };
}

/** The hash tree root of a sync committee. */
export function rootOfCommittee({ pubkeys, aggregatePubkey }: SyncCommittee): string {
  return hashOfPair(rootOfChunks(pubkeys.map(rootOfBytes)), rootOfBytes(aggregatePubkey));
}

/** The period of a slot, on a chain whose committees have the size of this one. */
export function periodOf(slot: string, { pubkeys }: SyncCommittee): number {
  return Number(BigInt(slot) / BigInt(PERIOD_SLOTS[pubkeys.length] ?? 1));
}

/** The members of a committee who have signed, and the others. @param bits A vector of bits, little-endian. */
export function partsOf(
  { pubkeys }: SyncCommittee,
  bits: string,
  what: string,
): { signed: string[]; absent: string[] } {
  if (8 * dataLength(bits) !== pubkeys.length) {
    throw new ProofError("Malformed", what, `${pubkeys.length / 8} bytes in hex`, bits);
  }
  const isSet = (index: number) => {
    const place = 2 + 2 * Math.floor(index / 8);
    return ((parseInt(bits.slice(place, place + 2), 16) >> (index % 8)) & 1) === 1;
  };
  return {
    signed: pubkeys.filter((_, index) => isSet(index)),
    absent: pubkeys.filter((_, index) => !isSet(index)),
  };
}

function isDeneb(header: ExecutionHeader): header is SszFields<typeof EXECUTION_DENEB> {
  return header.blobGasUsed !== undefined;
}
