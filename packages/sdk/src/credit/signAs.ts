import { concat, TypedDataEncoder } from "ethers";
import type { Client } from "../core/client.js";
import { sign } from "../sign.js";
import type { TypedData } from "../typedData.js";
import { ownsPayoutAccount } from "./payoutAccount.js";

/**
 * Signs typed data for an account: with the client's key, or as the owner of a payout account. A payout account takes
 * the struct hash, followed by its owner's signature (ERC-1271).
 * @throws ServiceCoinError `NoSigner`, `Rejected`, `InvalidArgument`
 */
export async function signAs<Message extends object>(
  client: Client,
  account: string,
  data: TypedData<Message>,
): Promise<string> {
  const signature = await sign(client, data);
  if (!(await ownsPayoutAccount(client, account))) return signature;
  return concat([TypedDataEncoder.from(data.types).hash({ ...data.message }), signature]);
}
