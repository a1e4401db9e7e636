import { getAddress, isAddress } from "ethers/address";

/** An account's signed consent to be paid for a service, as it is read from a text. */
export interface ConsentText {
  agentId: bigint;
  newWallet: string;
  deadline: bigint;
  signature: string;
}

/** Reads a consent: JSON of this page or the command line; undefined for any other text. */
export function readConsent(text: string): ConsentText | undefined {
  try {
    const { agentId, newWallet, deadline, signature } = JSON.parse(text) as Record<string, unknown>;
    const isWhole =
      /^\d{1,78}$/.test(String(agentId)) &&
      /^\d{1,20}$/.test(String(deadline)) &&
      isAddress(newWallet) &&
      typeof signature === "string" &&
      /^0x([0-9a-f]{2})+$/i.test(signature);
    if (!isWhole) return undefined;
    const numbers = { agentId: BigInt(String(agentId)), deadline: BigInt(String(deadline)) };
    return { ...numbers, newWallet: getAddress(newWallet), signature };
  } catch {
    return undefined;
  }
}
