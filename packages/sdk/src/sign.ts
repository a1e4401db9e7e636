import type { Client } from "./core/client.js";
import { signerOf } from "./core/client.js";
import { withErrors } from "./core/errors.js";
import type { TypedData } from "./typedData.js";

/**
 * Signs typed data with the client's account (EIP-712).
 * @throws ServiceCoinError `NoSigner`; `Rejected` when the wallet's owner declines; `InvalidArgument`
 */
export async function sign<Message extends object>(client: Client, data: TypedData<Message>): Promise<string> {
  const signer = signerOf(client);
  return withErrors(() => signer.signTypedData(data.domain, data.types, { ...data.message }));
}
