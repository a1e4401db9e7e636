import { createSavedStore } from "../store/saved.ts";

/**
 * A transaction that the user was asked for. Kept in this browser until its outcome is known and seen, so that a reload
 * loses nothing and asks for nothing twice.
 */
export interface Outgoing {
  id: string;
  networkId: string;
  account: string;
  /** What it does, in the words of the user's language at that time. */
  title: string;
  /** The account's nonce when the wallet was asked. */
  nonce: number;
  /** The last block then. */
  afterBlock: number;
  /** When, in milliseconds since 1970. */
  at: number;
  /** Known once it was signed, or the wallet has sent it. */
  hash?: string;
  /**
   * - `asked`: the wallet was asked, and has not answered.
   * - `sent`: it has a hash, and is not mined.
   * - `confirmed`, `failed`: it is mined.
   * - `replaced`: another transaction with its nonce is mined.
   */
  state: "asked" | "sent" | "confirmed" | "failed" | "replaced";
}

function isOutbox(value: unknown): value is Outgoing[] {
  return Array.isArray(value) && value.every((one) => typeof (one as Outgoing | null)?.id === "string");
}

/** The oldest first. */
export const outbox = createSavedStore<Outgoing[]>("outbox", isOutbox, []);

/** What is kept at most. */
const LIMIT = 50;

/** Notes that the wallet is asked now. */
export function addOutgoing(outgoing: Outgoing): void {
  outbox.set((all) => [...all, outgoing].slice(-LIMIT));
}

/** Notes what became of it. */
export function updateOutgoing(id: string, change: Partial<Outgoing>): void {
  outbox.set((all) => all.map((one) => (one.id === id ? { ...one, ...change } : one)));
}

/** Forgets it: its outcome was seen, or nothing was sent. */
export function removeOutgoing(id: string): void {
  outbox.set((all) => all.filter((one) => one.id !== id));
}
