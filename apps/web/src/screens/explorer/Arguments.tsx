import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { shortHash } from "../../ui/format.ts";
import { Stranger } from "../../ui/Stranger.tsx";
import styles from "./Explorer.module.css";

/** Arguments that are amounts of SCV, by name. */
const AMOUNTS =
  /^(value|amount|total|price|fee|funded|paid|toPayee|toPayer|weight|limit|allowance|deposited|assets|previousVotes|newVotes)$/;

/** Arguments of a call or an event by name, each as what it is. */
export function Arguments({ args }: { args: Readonly<Record<string, unknown>> }) {
  return (
    <dl className={styles["args"]}>
      {Object.entries(args).map(([name, value]) => (
        <div key={name} className={styles["arg"]}>
          <dt>{name}</dt>
          <dd>
            <Argument name={name} value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Argument({ name, value }: { name: string; value: unknown }) {
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
  if (AMOUNTS.test(name) && /^\d{7,}$/.test(text)) return <Amount value={text} />;
  return <Stranger text={text} />;
}
