import { getAddress, isAddress } from "ethers/address";
import { isNoName } from "../../ui/accountName.ts";
import type { AddressBook } from "../../ui/addressBook.ts";

/** Longest name that is taken from a file. */
const LONGEST = 100;

/** Writes the address book for another browser: names by address. */
export function writeAddressBook(book: AddressBook): string {
  const entries = Object.entries(book).map(([address, name]) => [getAddress(address), name]);
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

/** Reads an address book; undefined for any other text. Truncates names, and lower-cases addresses. */
export function readAddressBook(text: string): AddressBook | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const book: Record<string, string> = {};
  for (const [address, name] of Object.entries(value)) {
    if (!isAddress(address) || typeof name !== "string" || isNoName(name)) return undefined;
    book[address.toLowerCase()] = name.trim().slice(0, LONGEST);
  }
  return book;
}
