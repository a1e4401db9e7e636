import type { Text } from "../i18n/text.ts";
import { partsOf } from "./format.ts";

/** How a character that nobody sees is written: "U+202E". */
export function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

interface Service {
  id: number;
  name: string | null;
}

/** The name of a service for titles and sentences, which are plain text. Characters that nobody sees are written out. */
export function serviceName({ id, name }: Service, { discover }: Pick<Text, "discover">): string {
  if (name === null) return discover.unnamed(id);
  return partsOf(name)
    .map(({ text, isHidden }) => (isHidden ? `[${codeOf(text)}]` : text))
    .join("");
}
