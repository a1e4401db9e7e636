import type { Text } from "../../i18n/text.ts";
import type { AddressBook } from "../../ui/addressBook.ts";
import { parseAddress, type Parsed } from "../../ui/parse.ts";

/** Turns what somebody typed into an address: an address, or a name of the address book in upper or lower case. */
export function resolveRecipient(text: string, book: AddressBook, t: Text): Parsed<string> {
  const plain = text.trim();
  if (plain === "" || /^0x/i.test(plain)) return parseAddress(plain, t);
  const named = Object.entries(book).filter(([, name]) => name.toLowerCase() === plain.toLowerCase());
  const [first, second] = named;
  if (first === undefined) return { error: t.pay.unknownName };
  if (second !== undefined) return { error: t.pay.ambiguousName(named.length) };
  return parseAddress(first[0], t);
}
