import { useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { Bar } from "../../ui/Bar.tsx";
import { Section } from "../../ui/Page.tsx";
import { Empty, ListOf } from "../../ui/States.tsx";
import styles from "./dao.module.css";
import { useVoting } from "./useDao.ts";
import { Votes } from "../../ui/Votes.tsx";

const SHOWN = 10;

/** The accounts with the most votes. */
export function Voters() {
  const { dao } = useText();
  const all = useVoting();
  const list = useIndexedList("/voters", { limit: SHOWN });
  const whole = BigInt(all?.locked ?? "0");
  const items = list.items.filter(({ votes }) => votes !== "0");
  // The list is sorted: after the first account without votes nobody has any.
  const hasMore = list.hasMore && items.length === list.items.length;
  return (
    <Section title={dao.voters}>
      <ListOf list={{ ...list, items, hasMore }} empty={<Empty>{dao.noVoters}</Empty>}>
        {(voters) => (
          <>
            {all !== undefined && (
              <p className={styles["hint"]}>
                {dao.inAll}: <Amount value={all.locked} />
              </p>
            )}
            <ol className={styles["voters"]}>
              {voters.map(({ account, votes }) => (
                <li key={account} className={styles["voter"]}>
                  <div className={styles["voterHead"]}>
                    <Address value={account} copy={false} />
                    <span>
                      <Votes value={votes} /> · {share(BigInt(votes), whole)}
                    </span>
                  </div>
                  <Bar
                    label={`${dao.votesFor}: ${share(BigInt(votes), whole)}`}
                    whole={whole}
                    parts={[{ value: BigInt(votes), color: "accent" }]}
                  />
                </li>
              ))}
            </ol>
          </>
        )}
      </ListOf>
    </Section>
  );
}

const THOUSANDTHS = 1_000n;

function share(part: bigint, whole: bigint): string {
  if (whole === 0n) return "–";
  return `${Number((part * THOUSANDTHS) / whole) / 10} %`;
}
