import { getAddress } from "ethers/address";
import { useMemo } from "react";
import { useIndexedList } from "../chain/indexed.ts";
import type { Network } from "../config/config.ts";
import { useNetwork } from "../config/settings.ts";
import type { Text } from "../i18n/text.ts";
import { useStore } from "../store/store.ts";
import { useAccount } from "../wallet/session.ts";
import { addressBook, type AddressBook } from "./addressBook.ts";
import { contractAt } from "./contractAt.ts";
import { imitatedBy, paidAccounts, type KnownAccount } from "./lookalike.ts";

/** Accounts that an address could imitate. */
export function knownAccounts(
  account: string | undefined,
  book: AddressBook,
  network: Network,
  paid: readonly string[],
): KnownAccount[] {
  return [
    ...(account === undefined ? [] : [{ address: account, from: "own" } as const]),
    ...Object.entries(book).map(([address, name]) => ({ address: getAddress(address), name, from: "book" }) as const),
    ...Object.entries(network.deployment.contracts).map(
      ([name, { address }]) => ({ address, name, from: "system" }) as const,
    ),
    ...paid.map((address) => ({ address, from: "paid" }) as const),
  ];
}

/** Warns of an address that imitates another; undefined when it does not. */
export function lookalikeWarning(address: string, known: readonly KnownAccount[], { pay }: Text): string | undefined {
  const imitated = imitatedBy(address, known);
  if (imitated === undefined) return undefined;
  const { from, name } = imitated;
  const who = { own: pay.ownAccount, book: name, paid: pay.paidBefore, system: pay.systemName(name ?? "") }[from];
  return pay.lookalike(who ?? "", imitated.address);
}

const HISTORY = 200;

/** Whom the account paid, the last one first, and every account that an address could imitate. */
export function useKnownAccounts(): { paid: string[]; known: KnownAccount[] } {
  const account = useAccount();
  const network = useNetwork();
  const book = useStore(addressBook);
  const { items } = useIndexedList(
    "/transfers",
    { from: account ?? "", limit: HISTORY },
    { enabled: account !== undefined },
  );
  return useMemo(() => {
    const paid = account === undefined ? [] : paidAccounts(account, items);
    const isAccount = (address: string) => contractAt(address, network) === undefined;
    return { paid: paid.filter(isAccount), known: knownAccounts(account, book, network, paid) };
  }, [account, network, book, items]);
}
