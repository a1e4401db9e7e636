import { createSavedStore } from "./saved.ts";

/** What the user says of himself. Kept in this browser, and put into payment requests as text. */
export interface Profile {
  displayName?: string;
  contact?: string;
}

function isProfile(value: unknown): value is Profile {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { displayName, contact } = value as Record<string, unknown>;
  return [displayName, contact].every((text) => text === undefined || typeof text === "string");
}

export const profile = createSavedStore<Profile>("profile", isProfile, {});
