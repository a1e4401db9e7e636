import type { Sent } from "./core/action.js";
import { ServiceCoinError } from "./core/errors.js";
import { findEvent, type ServiceCoinEvent } from "./core/events.js";

/**
 * Returns the first event of this name, which every transaction of the action emits.
 * @throws ServiceCoinError `MissingEvent`
 */
export function requireEvent<Name extends ServiceCoinEvent["name"]>(
  { events, hash }: Sent,
  name: Name,
): Extract<ServiceCoinEvent, { name: Name }> {
  const event = findEvent(events, name);
  if (event === undefined) throw new ServiceCoinError("MissingEvent", { event: name, hash });
  return event;
}
