import { networkIdOf } from "../chain/networkId.ts";
import type { Network } from "../config/config.ts";
import type { Drafts } from "../store/drafts.ts";
import type { Profile } from "../store/profile.ts";
import { createSavedStore } from "../store/saved.ts";
import { createStore } from "../store/store.ts";
import type { AddressBook } from "../ui/addressBook.ts";

/** The account that is signed in to the indexer. */
export interface SignedInAccount {
  account: string;
  networkId: string;
  indexer: string;
  /** Proves the session. In memory only: a reload forgets it. */
  token: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
  renewableUntil: number;
}

/** Undefined when nobody is signed in. */
export const signedIn = createStore<SignedInAccount | undefined>(undefined);

/** How the last comparison with the server went. */
export type SyncState = { is: "syncing" | "synced" } | { is: "failed"; detail: string };

export const syncState = createStore<SyncState>({ is: "syncing" });

/** Why nobody is signed in any more, if it was not the user's wish. */
export const signedOutBy = createStore<"account" | "session" | undefined>(undefined);

/** What this device and the server had in common last. */
export interface Common {
  contacts: AddressBook;
  drafts: Drafts;
  settings: Profile;
}

export const NOTHING: Common = { contacts: {}, drafts: {}, settings: {} };

function isCommons(value: unknown): value is Record<string, Common> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value as Record<string, Partial<Common> | null>).every(
    (one) => typeof one?.contacts === "object" && typeof one.drafts === "object" && typeof one.settings === "object",
  );
}

/** By network and account. Without it, what was deleted here would come back from the server. */
export const commons = createSavedStore<Record<string, Common>>("synced", isCommons, {});

export function commonKey(network: Network | string, account: string): string {
  return `${typeof network === "string" ? network : networkIdOf(network)} ${account.toLowerCase()}`;
}
