import { keccak256, SigningKey } from "ethers";

/** What hashes and senders are recomputed with. Every implementation gives the same results. */
export interface Cryptography {
  /** Keccak-256 of bytes in hex, as lowercase hex. */
  keccak256: (data: string) => string;
  /**
   * The public key that a signature is of, uncompressed and in lowercase hex.
   * @param digest 32 bytes in hex, as are r and s.
   * @param s At most half the order of the curve.
   * @throws any error when no key gives the signature
   */
  recoverPublicKey: (digest: string, r: string, s: string, parity: 0 | 1) => string;
}

/** By ethers, in JavaScript alone. */
export const ETHERS: Cryptography = {
  keccak256,
  recoverPublicKey: (digest, r, s, parity) => SigningKey.recoverPublicKey(digest, { r, s, v: parity === 0 ? 27 : 28 }),
};
