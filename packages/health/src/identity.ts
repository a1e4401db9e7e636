import { readFileSync } from "node:fs";

/** Which system a program works for, and in which version: others compare it with what they see. */
export interface Identity {
  version: string;
  chainId: string;
  /** Hash of the chain's first block, in which chains with the same id differ; null until the node has answered. */
  genesisHash: string | null;
  /** Addresses of the contracts by name. */
  addresses: Readonly<Record<string, string>>;
}

/** What an identity is made of. */
export interface IdentityParts {
  /** The `package.json` of the program. */
  manifest: URL;
  provider: { getBlock(number: number): Promise<{ hash: string | null } | null> };
  chainId: bigint;
  addresses: Readonly<Record<string, string>>;
}

/** Returns a function that tells the identity. It asks the node until that has answered once, and never throws. */
export function identityReader({ manifest, provider, chainId, addresses }: IdentityParts): () => Promise<Identity> {
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  let hash: string | null = null;
  let reading: Promise<void> | undefined;
  return async () => {
    // One request at a time: anyone may ask for the identity.
    if (hash === null) {
      reading ??= provider
        .getBlock(0)
        .then(
          (block) => {
            hash = block?.hash ?? null;
          },
          () => undefined,
        )
        .finally(() => (reading = undefined));
      await reading;
    }
    return { version, chainId: String(chainId), genesisHash: hash, addresses };
  };
}
