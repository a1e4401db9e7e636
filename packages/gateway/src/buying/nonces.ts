import { hexlify, randomBytes } from "ethers";

/** Nonces that share a word of the coin's storage. */
const PER_WORD = 256;

/**
 * Nonces that nobody used, neighbours of each other: ServiceCoin keeps 256 neighbours in one word, and only the first of them pays for a
 * new one, 17,100 gas more than the others.
 */
export class Nonces {
  private prefix = "";
  private next = PER_WORD;

  /** 32 bytes. */
  take(): string {
    if (this.next === PER_WORD) {
      this.prefix = hexlify(randomBytes(31));
      this.next = 0;
    }
    return this.prefix + (this.next++).toString(16).padStart(2, "0");
  }
}
