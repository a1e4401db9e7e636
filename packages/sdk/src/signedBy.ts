import { Contract, hexlify, isError, recoverAddress, Signature } from "ethers";
import { type Client, providerOf } from "./core/client.js";
import { isRevert } from "./core/nodeErrors.js";

const ERC1271 = ["function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)"];
const MAGIC = "0x1626ba7e";

/**
 * Returns whether an account signed a digest: with its key, or else through its contract (ERC-1271), as the contracts
 * check it. A key's signature is checked without a call to the chain.
 */
export async function isSignatureOf(
  client: Client,
  account: string,
  digest: string,
  signature: string,
): Promise<boolean> {
  if (recovered(digest, signature)?.toLowerCase() === account.toLowerCase()) return true;
  const provider = providerOf(client);
  if ((await provider.getCode(account)) === "0x") return false;
  const wallet = new Contract(account, ERC1271, provider);
  try {
    return (await wallet.getFunction("isValidSignature").staticCall(digest, signature)) === MAGIC;
  } catch (error) {
    // A wallet may reject in any way; a node failure is not a rejection.
    if (isRevert(error) || isError(error, "BAD_DATA")) return false;
    throw error;
  }
}

/**
 * Returns the address whose key signed. The contracts accept 65 bytes `r, s, v` in their one canonical form; ethers
 * alone would accept others.
 */
function recovered(digest: string, signature: string): string | undefined {
  try {
    const canonical = Signature.from(signature);
    return canonical.serialized === hexlify(signature) ? recoverAddress(digest, canonical) : undefined;
  } catch {
    // Signatures of smart wallets may have any form.
    return undefined;
  }
}
