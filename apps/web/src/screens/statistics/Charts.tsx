import { formatUnits } from "ethers/utils";
import { useText } from "../../i18n/text.ts";
import { Section } from "../../ui/Page.tsx";
import { Chart } from "../../ui/Chart.tsx";
import styles from "./Charts.module.css";
import type { Statistics } from "./Statistics.tsx";

interface Props {
  /** The newest first. */
  items: readonly Statistics[];
  chosen: string | undefined;
  onChoose: (key: string) => void;
}

/** For drawing only: amounts are exact everywhere else. */
const scv = (amount: string): number => Number(formatUnits(amount, 18));

/** Volume, payments and orders over time. A click chooses the period whose figures are below. */
export function Charts({ items, chosen, onChoose }: Props) {
  const { statistics } = useText();
  const oldest = items.toReversed();
  const keys = oldest.map(({ period }) => period.key);
  const index = chosen === undefined ? -1 : keys.indexOf(chosen);
  const choose = (position: number) => {
    const key = keys[position];
    if (key !== undefined) onChoose(key);
  };
  const common = { times: oldest.map(({ period }) => period.from), chosen: index, onChoose: choose };
  return (
    <div className={styles["charts"]}>
      <Section title={statistics.volume}>
        <Chart
          {...common}
          label={statistics.volume}
          series={[
            { label: statistics.gross, values: oldest.map(({ payments }) => scv(payments.gross)) },
            { label: statistics.withoutCircles, values: oldest.map(({ honest }) => scv(honest.withoutCircles)) },
          ]}
        />
      </Section>
      <Section title={statistics.payments}>
        <Chart
          {...common}
          label={statistics.payments}
          isWhole
          series={[
            { label: statistics.payments, values: oldest.map(({ payments }) => payments.payments) },
            { label: statistics.payers, values: oldest.map(({ payers }) => payers.active) },
          ]}
        />
      </Section>
    </div>
  );
}
