import { recoverAddress, Signature, TypedDataEncoder } from "ethers";
import type { Client } from "./core/client.js";
import { signerOf } from "./core/client.js";
import { withErrors } from "./core/errors.js";
import type { TypedData } from "./typedData.js";

/**
 * Signs typed data with the client's account (EIP-712). What a key signed is returned as 65 bytes with a `v` of 27 or
 * 28, which contracts take, also from wallets that give 0 or 1 or the 64 bytes of ERC-2098.
 * @throws ServiceCoinError `NoSigner`; `Rejected` when the wallet's owner declines; `InvalidArgument`
 */
export async function sign<Message extends object>(client: Client, data: TypedData<Message>): Promise<string> {
  const signer = signerOf(client);
  return withErrors(async () => {
    const signature = await signer.signTypedData(data.domain, data.types, { ...data.message });
    return canonicalSignature(data, await signer.getAddress(), signature);
  });
}

/**
 * Returns the form that contracts take, if a key of the account made the signature: anyone may bring it in another one.
 * A smart wallet's signature stays as it is, and so does one that is not valid: the contract refuses it.
 */
export function canonicalSignature<Message extends object>(
  data: TypedData<Message>,
  account: string,
  signature: string,
): string {
  try {
    const parsed = Signature.from(signature);
    // The result is the same for any account, and recovering the key takes milliseconds.
    if (parsed.serialized === signature) return signature;
    return isSignedByKey(data, account, parsed) ? parsed.serialized : signature;
  } catch {
    // Signatures of smart wallets may have any form.
    return signature;
  }
}

/**
 * Returns whether the key of the account made the signature. Members of the message that its type lacks do not count.
 */
export function isSignedByKey<Message extends object>(
  { domain, types, message }: TypedData<Message>,
  account: string,
  signature: Signature,
): boolean {
  const digest = TypedDataEncoder.hash(domain, types, { ...message });
  return recoverAddress(digest, signature).toLowerCase() === account.toLowerCase();
}
