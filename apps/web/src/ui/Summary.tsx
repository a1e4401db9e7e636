import { Address } from "./Address.tsx";

/** A sentence of the index, such as what a call does: its addresses become short, named and linked. */
export function Summary({ text }: { text: string }) {
  return text
    .split(/(0x[0-9a-fA-F]{40})(?![0-9a-fA-F])/)
    .map((part, index) => (index % 2 === 1 ? <Address key={index} value={part} copy={false} /> : part));
}
