/** Digits at each end of an address that people compare: those that its short form shows. */
const SHOWN = 4;

/** An account that the user knows, and from where. */
export interface KnownAccount {
  address: string;
  from: "own" | "book" | "paid" | "system";
  /** As the user knows it. */
  name?: string | undefined;
}

/** Whether two addresses have the same ends, and are not the same. */
export function looksLike(one: string, other: string): boolean {
  const [first, second] = [one.toLowerCase(), other.toLowerCase()];
  return first !== second && endsOf(first) === endsOf(second);
}

/**
 * Finds the account that an address imitates: it has the same ends, but is another (address poisoning). An address that
 * the user named, his own, and those of the system are what they are.
 * @param known What the user trusts most comes first in the answer, whatever the order here
 */
export function imitatedBy(address: string, known: readonly KnownAccount[]): KnownAccount | undefined {
  const wanted = address.toLowerCase();
  const isTrusted = known.some((one) => one.from !== "paid" && one.address.toLowerCase() === wanted);
  if (isTrusted) return undefined;
  const alike = known.filter((one) => looksLike(address, one.address));
  return alike.sort((a, b) => RANK.indexOf(a.from) - RANK.indexOf(b.from)).at(0);
}

/** Whether an address has the ends of any of these: quick for long lists, before `imitatedBy` looks closer. */
export function endsMatcher(known: readonly KnownAccount[]): (address: string) => boolean {
  const ends = new Set(known.map(({ address }) => endsOf(address.toLowerCase())));
  return (address) => ends.has(endsOf(address.toLowerCase()));
}

const RANK: KnownAccount["from"][] = ["own", "book", "system", "paid"];

function endsOf(address: string): string {
  return address.slice(2, 2 + SHOWN) + address.slice(-SHOWN);
}

/** Below this, a transfer of a stranger is only there to be seen: 0.001 SCV, in base units. */
const DUST = 10n ** 15n;

/** Whether a transfer moves nothing worth its gas. */
export function isDust(amount: bigint | string): boolean {
  return BigInt(amount) < DUST;
}

interface Moved {
  from: string;
  to: string;
  amount: string;
}

/**
 * Accounts that an account paid, each once, the last one first. Transfers of nothing are left out: anyone can make them
 * appear in the history of others.
 */
export function paidAccounts(account: string, transfers: readonly Moved[]): string[] {
  const own = account.toLowerCase();
  const found = new Map<string, string>();
  for (const { from, to, amount } of transfers) {
    const isMine = from.toLowerCase() === own && to.toLowerCase() !== own;
    if (isMine && !isDust(amount) && !/^0x0{40}$/.test(to) && !found.has(to.toLowerCase())) {
      found.set(to.toLowerCase(), to);
    }
  }
  return [...found.values()];
}
