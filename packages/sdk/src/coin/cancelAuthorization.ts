import { action, call } from "../core/action.js";
import { accountOf, type Client } from "../core/client.js";
import { domainOf } from "../domain.js";
import { messageOf, signatureOf, signData, type Signed } from "../signed.js";
import { CANCELLATION_TYPES, cancelAuthorizationData, type Cancellation } from "./typedData.js";

/**
 * Signs the cancellation of a nonce of the client's account, which anyone can submit (ERC-3009).
 * @throws ServiceCoinError `NoSigner`, `Rejected`, `InvalidArgument`
 */
export async function signCancellation(client: Client, { nonce }: { nonce: string }): Promise<Signed<Cancellation>> {
  const message = { authorizer: await accountOf(client), nonce };
  return signData(client, cancelAuthorizationData(domainOf(client, "ServiceCoin"), message));
}

/**
 * Submits a signed cancellation (ERC-3009). The client pays the gas.
 * @throws ServiceCoinError `ERC3009InvalidSignature`, `ERC3009UsedAuthorization`, `WrongChain`, `InvalidArgument`
 */
export const submitCancellation = action((client, signed: Signed<Cancellation>) => cancellationCall(client, signed));

/**
 * Cancels a nonce of the client's own account (ERC-3009). The wallet is asked twice: for a signature and for the
 * transaction. The forms that send nothing also ask for the signature.
 * @throws ServiceCoinError `ERC3009UsedAuthorization`, `NoSigner`, `Rejected`
 */
export const cancelAuthorization = action(async (client, params: { nonce: string }) =>
  cancellationCall(client, await signCancellation(client, params)),
);

function cancellationCall(client: Client, signed: Signed<Cancellation>) {
  const message = messageOf(client, "ServiceCoin", CANCELLATION_TYPES, signed);
  const { authorizer, nonce } = message;
  const signature = signatureOf(client, "ServiceCoin", CANCELLATION_TYPES, signed, authorizer);
  return call(client.coin["cancelAuthorization(address,bytes32,bytes)"], [authorizer, nonce, signature]);
}
