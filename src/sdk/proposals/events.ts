import { ServiceCoinError } from "../core/errors.js";
import { findEvent, type ServiceCoinEvent } from "../core/events.js";

/** The first event of that name, which the transaction must have emitted. */
export function eventOf<Name extends ServiceCoinEvent["name"]>(
  events: readonly ServiceCoinEvent[],
  name: Name,
): Extract<ServiceCoinEvent, { name: Name }> {
  const event = findEvent(events, name);
  if (event === undefined) throw new ServiceCoinError("Unknown", { message: `No event ${name} was emitted.` });
  return event;
}
