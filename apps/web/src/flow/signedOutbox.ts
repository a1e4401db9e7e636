import { createSavedStore } from "../store/saved.ts";

/**
 * Something that the user signed, and that others may send. Kept in this browser until the chain shows what became of
 * it, so that a reload loses nothing. No secret: it allows nothing but what it says, once.
 */
export interface KeptSignature {
  id: string;
  networkId: string;
  account: string;
  /** What it does, in the words of the user's language at that time. */
  title: string;
  /** The message as JSON. */
  text: string;
  /** When it was signed, in milliseconds since 1970. */
  at: number;
  state: "signed" | "used" | "canceled" | "over" | "expired";
}

function isKept(value: unknown): value is KeptSignature[] {
  const isOne = (one: Partial<KeptSignature> | null) => typeof one?.id === "string" && typeof one.text === "string";
  return Array.isArray(value) && value.every(isOne);
}

/** The oldest first. */
export const signedOutbox = createSavedStore<KeptSignature[]>("signed", isKept, []);

/** What is kept at most. */
const LIMIT = 50;

/** Keeps it from the moment of the signature. */
export function keepSignature(kept: KeptSignature): void {
  signedOutbox.set((all) => [...all, kept].slice(-LIMIT));
}

/** Notes what became of it. */
export function updateSignature(id: string, state: KeptSignature["state"]): void {
  signedOutbox.set((all) => all.map((one) => (one.id === id ? { ...one, state } : one)));
}

/** Forgets it: its outcome was seen, or the user does not want to see it any more. It stays valid. */
export function forgetSignature(id: string): void {
  signedOutbox.set((all) => all.filter((one) => one.id !== id));
}
