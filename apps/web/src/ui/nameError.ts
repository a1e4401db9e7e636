import { isNoName } from "./accountName.ts";
import { useText } from "../i18n/text.ts";
import { useStore } from "../store/store.ts";
import { addressBook } from "./addressBook.ts";

/** Why a name cannot be used for an account; undefined when it can. */
export function useNameError(): (name: string, address: string | undefined) => string | undefined {
  const { common, pay } = useText();
  const book = useStore(addressBook);
  return (name, address) => {
    const plain = name.trim().toLowerCase();
    if (plain === "") return common.required;
    if (isNoName(name)) return pay.bookNameHex;
    const isTaken = Object.entries(book).some(
      ([other, taken]) => other !== address?.toLowerCase() && taken.toLowerCase() === plain,
    );
    return isTaken ? pay.bookNameTaken : undefined;
  };
}
