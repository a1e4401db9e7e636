import type { Cryptography } from "./cryptography.js";

/**
 * Cryptography in WebAssembly, for Node.js: libsecp256k1 and Keccak compiled from C. It gives the results of ethers,
 * many times faster.
 */
export async function wasmCryptography(): Promise<Cryptography> {
  const [{ instantiateSecp256k1 }, { createKeccak }] = await Promise.all([
    // The entry of the package runs all of it, for a third of a second.
    import("@bitauth/libauth/build/lib/crypto/secp256k1.js"),
    import("hash-wasm"),
  ]);
  const [secp256k1, hasher] = await Promise.all([instantiateSecp256k1(), createKeccak(256)]);
  return {
    keccak256: (data) => `0x${hasher.init().update(bytesOf(data)).digest("hex")}`,
    recoverPublicKey: (digest, r, s, parity) => {
      const signature = Buffer.concat([bytesOf(r), bytesOf(s)]);
      const key = secp256k1.recoverPublicKeyUncompressed(signature, parity, bytesOf(digest));
      if (typeof key === "string") throw new RangeError(key);
      return `0x${Buffer.from(key).toString("hex")}`;
    },
  };
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.slice(2), "hex");
}
