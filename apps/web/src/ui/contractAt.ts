import type { Network } from "../config/config.ts";
import type { Text } from "../i18n/text.ts";

/** A contract of the system. */
export type ContractName = keyof Text["pay"]["system"];

/** The contract of the system at an address; undefined for any other address. */
export function contractAt(address: string, { deployment }: Network): ContractName | undefined {
  const wanted = address.toLowerCase();
  const found = Object.entries(deployment.contracts).find(([, { address: its }]) => its.toLowerCase() === wanted);
  return found?.[0] as ContractName | undefined;
}
