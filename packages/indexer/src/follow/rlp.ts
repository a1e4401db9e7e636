/** What RLP encodes: bytes, or a list of such things. */
export type RlpItem = Buffer | readonly RlpItem[];

const SHORT = 55;
const BYTES = 0x80;
const LIST = 0xc0;

/**
 * Encodes in RLP (yellow paper, appendix B). The encoder of ethers works on hex and arrays of numbers, which takes more
 * time for the receipts of a block than all else that is done with it.
 */
export function rlp(item: RlpItem): Buffer {
  if (Buffer.isBuffer(item)) {
    const [first = BYTES] = item;
    return item.length === 1 && first < BYTES ? item : Buffer.concat([prefix(BYTES, item.length), item]);
  }
  const parts = item.map(rlp);
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([prefix(LIST, length), ...parts]);
}

function prefix(kind: number, length: number): Buffer {
  if (length <= SHORT) return Buffer.from([kind + length]);
  const digits = bytesOf(length);
  return Buffer.concat([Buffer.from([kind + SHORT + digits.length]), digits]);
}

/** A number without leading zeros, 0 as no byte. */
export function bytesOf(value: number | bigint): Buffer {
  if (value == 0) return Buffer.alloc(0);
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
}
