import { Progress } from "@mantine/core";
import { useIndexed } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { Section } from "../../ui/Page.tsx";
import { Empty, ValueOf } from "../../ui/States.tsx";
import { rankReason } from "./rankReason.ts";
import styles from "./Rank.module.css";

/** The most services that one answer ranks. */
const MOST = 200;
const MILLION = 1_000_000;

interface Props {
  service: { id: number; name: string | null; category: string | null };
}

/** Where a service stands among those for the same need, and why. */
export function Rank({ service }: Props) {
  const { discover } = useText();
  const { category, name } = service;
  const need = category ?? name;
  return (
    <Section title={discover.rank}>
      {need === null ? <Empty>{discover.rankNone}</Empty> : <Ranked service={service} need={need} />}
    </Section>
  );
}

function Ranked({ service: { id, category }, need }: Props & { need: string }) {
  const t = useText();
  const { discover } = t;
  const query = useIndexed("/matches", {
    category: category ?? undefined,
    q: category === null ? need : undefined,
    limit: MOST,
  });
  return (
    <ValueOf query={query}>
      {({ matches, found }) => {
        const index = matches.findIndex((match) => match.id === id);
        const match = matches[index];
        if (match === undefined) return <Empty>{discover.rankLeftOut}</Empty>;
        const { base, parts, score } = match;
        return (
          <>
            <p className={styles["summary"]}>
              {discover.rankOf(index + 1, found, need)} <strong>{discover.points(Math.round(score))}</strong>
            </p>
            <ul className={styles["list"]}>
              {base !== 0 && (
                <li className={styles["part"]}>
                  <span>{discover.base}</span>
                  <span className="digits">{signed(base)}</span>
                </li>
              )}
              {parts.map((part) => (
                <li key={part.name} className={styles["part"]}>
                  <span>{discover.parts[part.name]}</span>
                  <span className="digits">{signed(part.points)}</span>
                  <Progress
                    className={styles["bar"] ?? ""}
                    size="sm"
                    value={(part.value / MILLION) * 100}
                    aria-label={discover.parts[part.name]}
                  />
                  <span className={styles["reason"]}>{rankReason(part, t)}</span>
                </li>
              ))}
            </ul>
          </>
        );
      }}
    </ValueOf>
  );
}

/** Points with their sign, without decimals. */
function signed(points: number): string {
  const whole = Math.round(points);
  return whole < 0 ? `−${-whole}` : `+${whole}`;
}
