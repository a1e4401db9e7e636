import { useText } from "../i18n/text.ts";
import { Address } from "./Address.tsx";
import { CopyButton } from "./CopyButton.tsx";
import { shortHash } from "./format.ts";

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

/**
 * A sentence of the index or the SDK, such as what a call does or why it failed: its addresses become short, named and
 * linked, and its ids short.
 */
export function Summary({ text }: { text: string }) {
  const { common } = useText();
  const parts = text.split(/(0x(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{40})(?![0-9a-fA-F]))/);
  return parts.map((part, index) => {
    if (index % 2 === 0) return part;
    if (!ADDRESS.test(part)) return <Id key={index} value={part} />;
    // The verb that follows is that of an address, so "You" would not do.
    const isFirst = /(?:^|[.:] )$/.test(parts[index - 1] ?? "");
    const you = isFirst ? common.yourAccountFirst : common.yourAccount;
    return <Address key={index} value={part} copy={false} you={you} />;
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
