/** Entries by key: contacts by address, drafts by id, fields of the profile by name. */
export type Entries<Value> = Readonly<Record<string, Value>>;

/** What becomes of an entry that both sides changed, each in its way: one entry or more. */
export type Both<Value> = (local: Value, remote: Value, key: string) => Entries<Value>;

/**
 * Merges what this device and the server have, entry by entry, so that no change of either is lost.
 * @param base What both had when they were last the same. An entry that one side has deleted since is deleted, unless
 * the other side has changed it.
 */
export function mergeEntries<Value>(
  base: Entries<Value>,
  local: Entries<Value>,
  remote: Entries<Value>,
  both: Both<Value>,
): Entries<Value> {
  const merged: Record<string, Value> = {};
  for (const key of new Set([...Object.keys(remote), ...Object.keys(local)])) {
    const [was, here, there] = [base[key], local[key], remote[key]];
    if (here !== undefined && there !== undefined) {
      if (isSame(here, there) || isSame(there, was)) merged[key] = here;
      else if (isSame(here, was)) merged[key] = there;
      else Object.assign(merged, both(here, there, key));
      continue;
    }
    const left = here ?? there;
    // On one side only: it is new or changed there, or the other side has deleted it.
    if (left !== undefined && !isSame(left, was)) merged[key] = left;
  }
  return merged;
}

/** Whether two values are the same as JSON, in whatever order their fields are. */
export function isSame(one: unknown, other: unknown): boolean {
  return one === other || textOf(one) === textOf(other);
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Longest text that the server takes. */
const LONGEST = 100;

/** Two texts for the same thing: both, for the user to choose. */
export function joinTexts(local: string, remote: string): string {
  if (local.includes(remote)) return local;
  return remote.includes(local) ? remote : `${local} / ${remote}`.slice(0, LONGEST);
}

/** Merges address books. Names stay unique: payments are made by name. */
export function mergeContacts(base: Entries<string>, local: Entries<string>, remote: Entries<string>): Entries<string> {
  const merged = mergeEntries(base, local, remote, (here, there, key) => ({ [key]: joinTexts(here, there) }));
  const taken = new Set<string>();
  const named = Object.entries(merged).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    named.map(([address, name]) => {
      let unique = name;
      for (let number = 2; taken.has(unique.toLowerCase()); number++) {
        unique = `${name.slice(0, LONGEST - 5)} (${number})`;
      }
      taken.add(unique.toLowerCase());
      return [address, unique];
    }),
  );
}

/** Merges drafts. Of one that two devices went on with, both versions stay. */
export function mergeDrafts<Value extends { changedAt: number }>(
  base: Entries<Value>,
  local: Entries<Value>,
  remote: Entries<Value>,
  newId: () => string,
): Entries<Value> {
  return mergeEntries(base, local, remote, (here, there, key) => {
    const [newer, older] = here.changedAt >= there.changedAt ? [here, there] : [there, here];
    return { [key]: newer, [newId()]: older };
  });
}
