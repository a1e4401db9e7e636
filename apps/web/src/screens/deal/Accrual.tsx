import { Progress as Bar } from "@mantine/core";
import { owedAt, standingAt, type IndexedDeal } from "../../deals/standing.ts";
import { useText } from "../../i18n/text.ts";
import { Amount } from "../../ui/Amount.tsx";
import { useNow } from "../../ui/clock.ts";
import { Figure } from "../../ui/Facts.tsx";
import { Tiles } from "../../ui/Page.tsx";
import { Time } from "../../ui/Time.tsx";
import styles from "./Progress.module.css";

interface Props {
  deal: IndexedDeal;
  accrual: NonNullable<IndexedDeal["accrual"]>;
}

/** What a stream or subscription owes, second by second. */
export function Accrual({ deal, accrual }: Props) {
  const { deals } = useText();
  const now = useNow();
  const owed = owedAt(accrual, now);
  const { due, arrears } = standingAt(deal, now);
  const funded = BigInt(deal.funded);
  const next = nextPaymentOf(accrual, now);
  const decimals = deal.kind === "stream" ? decimalsOf(BigInt(accrual.rate)) : undefined;
  const live = decimals === undefined ? {} : { decimals };
  return (
    <>
      <Bar className={styles["bar"] ?? ""} value={shareOf(owed, funded)} size="lg" aria-label={deals.owed} />
      <Tiles>
        <Figure label={deals.owed}>
          <Amount value={owed} {...live} />
        </Figure>
        <Figure label={deals.due}>
          <Amount value={due} {...live} />
        </Figure>
        {arrears > 0n ? (
          <Figure label={deals.arrears}>
            <Amount value={arrears} />
          </Figure>
        ) : (
          <Figure label={deals.fundedUntil}>
            <Time at={accrual.fundedUntil} />
          </Figure>
        )}
        {next !== undefined && (
          <Figure label={deals.nextPayment}>
            <Time at={next} />
          </Figure>
        )}
      </Tiles>
    </>
  );
}

/** When the next period of a subscription starts. */
function nextPaymentOf({ period, start, end }: Props["accrual"], now: number): number | undefined {
  if (period === 1) return undefined;
  const next = now < start ? start : start + (Math.floor((now - start) / period) + 1) * period;
  return end !== null && next >= end ? undefined : next;
}

const LEAST_DECIMALS = 4;
const MOST_DECIMALS = 12;
const SCV_DECIMALS = 18;

/** As many decimals as it takes to see a stream go on every second, within reason. */
function decimalsOf(rate: bigint): number {
  const needed = SCV_DECIMALS - rate.toString().length + 1;
  return Math.min(Math.max(needed, LEAST_DECIMALS), MOST_DECIMALS);
}

/** Percent, at most 100. */
function shareOf(owed: bigint, funded: bigint): number {
  if (funded === 0n || owed >= funded) return 100;
  return Number((owed * 10_000n) / funded) / 100;
}
