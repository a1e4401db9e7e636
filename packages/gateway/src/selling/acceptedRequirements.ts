import type { PaymentPayload, PaymentRequirements } from "@x402/core/types";
import { x402ResourceServer } from "@x402/express";
import { getAddress, isAddress } from "ethers";

/**
 * Returns a payment whose accepted requirements are spelled as sellers spell them: addresses with their checksum, and
 * no members that are null. Clients in other languages send both.
 */
export function withCanonicalRequirements(payload: PaymentPayload): PaymentPayload {
  const { extra, ...accepted } = withoutNulls(payload.accepted) as Partial<PaymentRequirements>;
  const addresses = Object.entries({ asset: accepted.asset, payTo: accepted.payTo }).filter(
    (entry): entry is [string, string] => isAddress(entry[1]),
  );
  const checksummed = Object.fromEntries(addresses.map(([name, address]) => [name, getAddress(address)]));
  const canonical = { ...accepted, ...checksummed, ...(extra === undefined ? {} : { extra: withoutNulls(extra) }) };
  return { ...payload, accepted: canonical as PaymentRequirements };
}

function withoutNulls(members: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}

/** The official server, which compares what a payment accepts with what is offered, byte by byte. */
export class ResourceServer extends x402ResourceServer {
  override findMatchingRequirements(
    offered: PaymentRequirements[],
    payload: PaymentPayload,
  ): PaymentRequirements | undefined {
    return super.findMatchingRequirements(offered, withCanonicalRequirements(payload));
  }
}
