import { TypedDataEncoder, ZeroAddress } from "ethers";
import type { Client } from "../core/client.js";
import { dealData, mandateData, quoteData, type Deal, type Mandate } from "../deals.js";
import type { TypedData } from "../typedData.js";
import { domainOf } from "../domain.js";

/**
 * Returns the id of a deal without a call to the chain: its EIP-712 struct hash, without a domain (`hub.idOf`). It
 * stays the same if the chain takes another id.
 */
export function dealIdOf(client: Client, deal: Deal): string {
  return structHashOf("Deal", dealData(domainOf(client, "PaymentHub"), deal));
}

/** Returns the id of a quote, under which it can be voided: the id of the deal without its payer. */
export function quoteIdOf(client: Client, deal: Deal): string {
  return dealIdOf(client, { ...deal, payer: ZeroAddress });
}

/** Returns the EIP-712 digest that the payee signs to offer these terms to any payer (`hub.quoteOf`). */
export function quoteDigestOf(client: Client, deal: Deal): string {
  return digestOf(quoteData(domainOf(client, "PaymentHub"), deal));
}

/** Returns the id of a mandate without a call to the chain: its EIP-712 struct hash (`hub.idOfMandate`). */
export function mandateIdOf(client: Client, mandate: Mandate): string {
  return structHashOf("Mandate", mandateData(domainOf(client, "PaymentHub"), mandate));
}

function structHashOf<Message extends object>(type: string, { types, message }: TypedData<Message>): string {
  return TypedDataEncoder.hashStruct(type, types, { ...message });
}

function digestOf<Message extends object>({ domain, types, message }: TypedData<Message>): string {
  return TypedDataEncoder.hash(domain, types, { ...message });
}
