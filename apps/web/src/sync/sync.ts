import { createPersonalClient, personalProblemOf, type Kept, type Kind } from "@servicecoin/indexer/personal";
import { drafts } from "../store/drafts.ts";
import { profile } from "../store/profile.ts";
import type { Store } from "../store/store.ts";
import { addressBook } from "../ui/addressBook.ts";
import { isSame, joinTexts, mergeContacts, mergeDrafts, mergeEntries } from "./merge.ts";
import { commonKey, commons, NOTHING, signedIn, signedOutBy, syncState, type SignedInAccount } from "./signedIn.ts";

/** Where each kind is on this device, and how it is merged. */
interface Side<Value> {
  store: Store<Value>;
  merge: (base: Value, local: Value, remote: Value) => Value;
}

const SIDES: { [Name in Kind]: Side<Kept[Name]> } = {
  contacts: { store: addressBook, merge: mergeContacts },
  drafts: {
    store: drafts,
    merge: (base, local, remote) => mergeDrafts(base, local, remote, () => crypto.randomUUID()),
  },
  settings: {
    store: profile,
    merge: (base, local, remote) =>
      mergeEntries<unknown>({ ...base }, { ...local }, { ...remote }, (here, there, name) => ({
        [name]: typeof here === "string" && typeof there === "string" ? joinTexts(here, there) : here,
      })),
  },
};

const KINDS = ["contacts", "drafts", "settings"] as const;

/** Attempts against other devices that write at the same time. */
const ATTEMPTS = 5;

/** A session is renewed when it has less than this left. */
const RENEW_MS = 10 * 60_000;

let running: Promise<void> = Promise.resolve();

/** Compares this device with the server, and merges both; one after the other, however often it is called. */
export function syncNow(): Promise<void> {
  running = running.then(async () => {
    const current = signedIn.get();
    if (current === undefined) return;
    syncState.set({ is: "syncing" });
    try {
      await renewIfNeeded(current);
      await syncKind("contacts", SIDES.contacts);
      await syncKind("drafts", SIDES.drafts);
      await syncKind("settings", SIDES.settings);
      if (signedIn.get() !== undefined) syncState.set({ is: "synced" });
    } catch (error) {
      if (personalProblemOf(error) === "no-session") {
        signedIn.set(undefined);
        signedOutBy.set("session");
      } else syncState.set({ is: "failed", detail: error instanceof Error ? error.message : String(error) });
    }
  });
  return running;
}

async function renewIfNeeded(current: SignedInAccount): Promise<void> {
  const { expiresAt, renewableUntil, indexer, token } = current;
  if (expiresAt - Date.now() > RENEW_MS || expiresAt >= renewableUntil) return;
  const renewed = await createPersonalClient(indexer).renew(token);
  const session = { token: renewed.token, expiresAt: renewed.expiresAt, renewableUntil: renewed.renewableUntil };
  signedIn.set((now) => (now?.token === token ? { ...now, ...session } : now));
}

async function syncKind<Name extends Kind>(kind: Name, { store, merge }: Side<Kept[Name]>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const current = signedIn.get();
    if (current === undefined) return;
    const client = createPersonalClient(current.indexer);
    const { version, data: remote } = await client.read(current.token, kind);
    // The user may have signed out, or changed the account, meanwhile.
    if (signedIn.get()?.account !== current.account) return;
    const key = commonKey(current.networkId, current.account);
    // What was deleted on the server as a whole is not deleted here.
    const base = (version === 0 ? NOTHING[kind] : (commons.get()[key] ?? NOTHING)[kind]) as Kept[Name];
    const local = store.get();
    const merged = merge(base, local, remote);
    if (!isSame(merged, local)) store.set(merged);
    try {
      if (!isSame(merged, remote)) await client.write(current.token, kind, version, merged);
    } catch (error) {
      if (personalProblemOf(error) === "changed-elsewhere" && attempt < ATTEMPTS) continue;
      throw error;
    }
    remember(key, kind, merged);
    return;
  }
}

/** Accounts whose common state is remembered. */
const MOST = 5;

function remember<Name extends Kind>(key: string, kind: Name, value: Kept[Name]): void {
  commons.set((all) => {
    const others = Object.entries(all).filter(([known]) => known !== key);
    return Object.fromEntries([...others.slice(-MOST + 1), [key, { ...(all[key] ?? NOTHING), [kind]: value }]]);
  });
}

/** Whether this device has something that the server has not. */
function isChanged({ networkId, account }: SignedInAccount): boolean {
  const common = commons.get()[commonKey(networkId, account)] ?? NOTHING;
  return KINDS.some((kind) => !isSame(SIDES[kind].store.get(), common[kind]));
}

/** Milliseconds after the last key until a change is sent, and between two looks at the server. */
const CHANGE_MS = 600;
const LOOK_MS = 20_000;

/** Keeps this device and the server the same from now on. @returns Ends it */
export function keepInSync(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onChange = () => {
    const current = signedIn.get();
    if (current === undefined || !isChanged(current)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void syncNow(), CHANGE_MS);
  };
  const onLook = () => {
    if (document.visibilityState === "visible") void syncNow();
  };
  const stops = KINDS.map((kind) => SIDES[kind].store.subscribe(onChange));
  const interval = setInterval(onLook, LOOK_MS);
  document.addEventListener("visibilitychange", onLook);
  return () => {
    for (const stop of stops) stop();
    clearTimeout(timer);
    clearInterval(interval);
    document.removeEventListener("visibilitychange", onLook);
  };
}
