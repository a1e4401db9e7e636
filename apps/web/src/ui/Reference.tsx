import { CopyButton } from "./CopyButton.tsx";
import { shortHash } from "./format.ts";
import { textOfReference } from "./reference.ts";
import { Stranger } from "./Stranger.tsx";

/** The reference of a payment: the text that it encodes, or its beginning with a way to copy it. */
export function Reference({ value }: { value: string }) {
  const text = textOfReference(value);
  if (text !== undefined) return <Stranger text={text} />;
  return (
    <span title={value} className="digits">
      {shortHash(value)}
      <CopyButton value={value} />
    </span>
  );
}
