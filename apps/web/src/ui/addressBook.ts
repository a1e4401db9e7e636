import { createSavedStore } from "../store/saved.ts";

/** Names that the user gave to accounts, by address in lower case. Kept in this browser. */
export type AddressBook = Readonly<Record<string, string>>;

function isAddressBook(value: unknown): value is AddressBook {
  return typeof value === "object" && value !== null && Object.values(value).every((name) => typeof name === "string");
}

export const addressBook = createSavedStore<AddressBook>("addressBook", isAddressBook, {});

/** Names an account, or forgets its name when it is empty. */
export function nameAccount(address: string, name: string): void {
  const key = address.toLowerCase();
  addressBook.set((book) => {
    const others = Object.fromEntries(Object.entries(book).filter(([known]) => known !== key));
    return name.trim() === "" ? others : { ...others, [key]: name.trim() };
  });
}
