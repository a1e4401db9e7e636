import { createSavedStore } from "./saved.ts";

/**
 * Which service a deal is for, by the id of the deal. The chain knows only whom it pays: an account may offer several
 * services. Known where the order was made with this browser.
 */
type OrderedServices = Readonly<Record<string, number>>;

function isOrdered(value: unknown): value is OrderedServices {
  return typeof value === "object" && value !== null && Object.values(value).every(Number.isSafeInteger);
}

export const orderedServices = createSavedStore<OrderedServices>("ordered", isOrdered, {});

const MOST = 500;

/** Remembers it, and forgets the oldest ones. */
export function rememberService(dealId: string, serviceId: number): void {
  orderedServices.set((known) => {
    const all: [string, number][] = [...Object.entries(known), [dealId, serviceId]];
    return Object.fromEntries(all.slice(-MOST));
  });
}
