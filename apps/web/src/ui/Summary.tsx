import { Address } from "./Address.tsx";
import { CopyButton } from "./CopyButton.tsx";
import { shortHash } from "./format.ts";

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

/**
 * A sentence of the index or the SDK, such as what a call does or why it failed: its addresses become short, named and
 * linked, and its ids short.
 */
export function Summary({ text }: { text: string }) {
  return text.split(/(0x(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{40})(?![0-9a-fA-F]))/).map((part, index) => {
    if (index % 2 === 0) return part;
    return ADDRESS.test(part) ? <Address key={index} value={part} copy={false} /> : <Id key={index} value={part} />;
  });
}

function Id({ value }: { value: string }) {
  return (
    <span title={value}>
      {shortHash(value)}
      <CopyButton value={value} />
    </span>
  );
}
