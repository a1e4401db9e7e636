import { useNetwork } from "../../config/settings.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { shortHash } from "../../ui/format.ts";
import { Stranger } from "../../ui/Stranger.tsx";
import { DateTime } from "../../ui/Time.tsx";
import styles from "./Explorer.module.css";

/** Arguments that are amounts, by name: always, and where the number is too large for anything else. */
const AMOUNTS =
  /^(amount|total|price|funded|paid|toPayee|toPayer|weight|limit|allowance|deposited|assets|previousVotes|newVotes)$/;
const PERHAPS_AMOUNTS = /^(value|fee)$/;

const TIMES = /^(voteStart|voteEnd|start|end|deadline|expiry|effectiveAt|etaSeconds|validAfter|validBefore)$/;

const ETHER = "0x0000000000000000000000000000000000000000";

/** The unit of amounts beside an argument `asset`; undefined for other tokens, whose decimals are not known. */
function useUnit(asset: unknown): "SCV" | "ETH" | undefined {
  const coin = useNetwork().deployment.contracts.ServiceCoin.address;
  if (asset === ETHER) return "ETH";
  return asset === undefined || asset === coin ? "SCV" : undefined;
}

/** Arguments of a call or an event by name, each as what it is. */
export function Arguments({ args }: { args: Readonly<Record<string, unknown>> }) {
  const unit = useUnit(args["asset"]);
  return (
    <dl className={styles["args"]}>
      {Object.entries(args).map(([name, value]) => (
        <div key={name} className={styles["arg"]}>
          <dt>{name}</dt>
          <dd>
            <Argument name={name} value={value} unit={unit} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface ArgumentProps {
  name: string;
  value: unknown;
  unit: "SCV" | "ETH" | undefined;
}

function Argument({ name, value, unit }: ArgumentProps) {
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    return entries.length === 0 ? <>–</> : <Arguments args={Object.fromEntries(entries)} />;
  }
  const text = String(value);
  if (/^0x[0-9a-fA-F]{40}$/.test(text)) return <Address value={text} copy={false} />;
  if (/^0x[0-9a-fA-F]{64,}$/.test(text)) {
    return (
      <span title={text}>
        {shortHash(text)} <CopyButton value={text} />
      </span>
    );
  }
  const isAmount = AMOUNTS.test(name) ? /^\d+$/ : PERHAPS_AMOUNTS.test(name) ? /^\d{7,}$/ : undefined;
  if (unit !== undefined && isAmount?.test(text) === true) return <Amount value={text} unit={unit} />;
  if (TIMES.test(name) && /^\d{10}$/.test(text)) return <DateTime at={BigInt(text)} />;
  return <Stranger text={text} />;
}
