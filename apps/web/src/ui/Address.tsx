import { Link } from "@tanstack/react-router";
import { useNetwork } from "../config/settings.ts";
import { useText } from "../i18n/text.ts";
import { useStore } from "../store/store.ts";
import { useAccount } from "../wallet/session.ts";
import { addressBook } from "./addressBook.ts";
import styles from "./Address.module.css";
import { contractAt } from "./contractAt.ts";
import { CopyButton } from "./CopyButton.tsx";
import { shortAddress } from "./format.ts";
import { Stranger } from "./Stranger.tsx";

interface Props {
  value: string;
  /** Shows every character. */
  full?: boolean;
  /** Default: true. */
  copy?: boolean;
  /** Shows the address where its name stands already. */
  anonymous?: boolean;
  /** What the user's own account is called. Default: "You". */
  you?: string;
}

const NOBODY = "0x0000000000000000000000000000000000000000";

/**
 * An account, by its name in the address book where it has one, or a contract of the system. The colors come from
 * all of the address: two that look alike when shortened differ here.
 */
export function Address({ value, full = false, copy = true, anonymous = false, you }: Props) {
  const { common } = useText();
  const account = useAccount();
  const book = useStore(addressBook);
  const network = useNetwork();
  if (value === NOBODY) return <span>{common.nobody}</span>;
  const known = anonymous ? undefined : (book[value.toLowerCase()] ?? contractAt(value, network));
  const isYou = !anonymous && account?.toLowerCase() === value.toLowerCase();
  return (
    <span className={styles["address"]} title={value}>
      <Colors address={value} />
      <Link to="/accounts/$address" params={{ address: value }} className={styles["link"]}>
        {isYou ? (
          (you ?? common.you)
        ) : known !== undefined ? (
          <Stranger text={known} />
        ) : full ? (
          value
        ) : (
          shortAddress(value)
        )}
      </Link>
      {copy && <CopyButton value={value} />}
    </span>
  );
}

/** Three colors that depend on every character of an address. */
export function Colors({ address }: { address: string }) {
  const colors = colorsOf(address.toLowerCase());
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" className={styles["colors"]}>
      <circle cx="7" cy="7" r="7" fill={colors[0]} />
      <path d="M7 0a7 7 0 0 1 7 7H7Z" fill={colors[1]} />
      <path d="M0 7a7 7 0 0 0 7 7V7Z" fill={colors[2]} />
    </svg>
  );
}

function colorsOf(address: string): [string, string, string] {
  // FNV-1a, with another start for each color.
  const hue = (start: number) => {
    let hash = start;
    for (const character of address) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
    return hash % 360;
  };
  return [`hsl(${hue(1)} 65% 45%)`, `hsl(${hue(2)} 65% 65%)`, `hsl(${hue(3)} 65% 35%)`];
}
