import type { ReactNode } from "react";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Section } from "../../ui/Page.tsx";
import { Empty, ListOf } from "../../ui/States.tsx";
import { duration } from "../../ui/format.ts";
import styles from "./dao.module.css";
import { useDaoSettings } from "./useDao.ts";
import { Votes } from "../../ui/Votes.tsx";

/** The settings of the DAO. */
export function Rules() {
  const t = useText();
  const { dao, common } = t;
  const { list, settings } = useDaoSettings();
  const names = dao.ruleNames;
  const seconds = (value: string) => duration(Number(value), t);
  const rule = (name: keyof typeof names, show: (value: string) => ReactNode) => {
    const value = settings[name];
    return value === undefined ? null : ([names[name], show(value)] as const);
  };
  return (
    <Section title={dao.rules}>
      <ListOf list={list} empty={<Empty>{common.none}</Empty>}>
        {() => (
          <>
            <p className={styles["hint"]}>{dao.rulesIntro}</p>
            <Facts
              facts={[
                rule("votingDelay", seconds),
                rule("votingPeriod", seconds),
                rule("lateQuorumVoteExtension", seconds),
                rule("executionDelay", seconds),
                rule("gracePeriod", seconds),
                rule("proposalThreshold", (value) => <Votes value={value} />),
                rule("quorumNumerator", (value) => `${value} %`),
                rule("quorumFloor", (value) => <Votes value={value} />),
                rule("proposalGuardian", (value) => <Address value={value} copy={false} />),
              ]}
            />
          </>
        )}
      </ListOf>
    </Section>
  );
}
