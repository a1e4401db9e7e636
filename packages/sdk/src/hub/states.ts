/** Names of the Solidity enum `DealStatus`, by number. */
export const DEAL_STATES = ["none", "open", "delivered", "disputed", "closed"] as const;

/** `none`: never opened; `closed`: settled, canceled or voided. Streams and subscriptions are only ever `none`, `open` or `closed`. */
export type DealState = (typeof DEAL_STATES)[number];

/** The name of a state. @throws RangeError when the enum has no such number */
export function dealStateOf(number: bigint): DealState {
  const state = DEAL_STATES.at(Number(number));
  if (state === undefined) throw new RangeError(`Unknown state ${number} of a deal`);
  return state;
}
