import { Link } from "@tanstack/react-router";
import { useNetwork } from "../config/settings.ts";
import { CopyButton } from "./CopyButton.tsx";
import { shortHash } from "./format.ts";
import { ExternalIcon } from "./icons.tsx";

/** A transaction: in the network's explorer, or that of this page on local chains. */
export function TransactionLink({ hash }: { hash: string }) {
  const { explorer } = useNetwork();
  return (
    <span title={hash}>
      {explorer === undefined ? (
        <Link to="/transactions/$hash" params={{ hash }}>
          {shortHash(hash)}
        </Link>
      ) : (
        <a href={`${explorer}/tx/${hash}`} target="_blank" rel="noopener noreferrer">
          {shortHash(hash)} <ExternalIcon />
        </a>
      )}
      <CopyButton value={hash} />
    </span>
  );
}
