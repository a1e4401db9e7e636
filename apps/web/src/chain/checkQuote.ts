import { toServiceCoinError, verifyQuote, type Quote } from "@servicecoin/sdk";
import { readClient } from "./client.ts";

/** Why a quote cannot be accepted; undefined when its payee signed exactly this, and it is valid now. */
export async function faultOfQuote(quote: Quote): Promise<Error | undefined> {
  try {
    await verifyQuote(await readClient(), quote);
    return undefined;
  } catch (error) {
    return toServiceCoinError(error);
  }
}
