import { Button } from "@mantine/core";
import { formatUnits } from "ethers/utils";
import { useId, useState } from "react";
import type { IndexedDeal } from "../../deals/standing.ts";
import { startAction } from "../deals/startAction.ts";
import { useText } from "../../i18n/text.ts";
import { Amount } from "../../ui/Amount.tsx";
import { Figure } from "../../ui/Facts.tsx";
import { AmountInput } from "../../ui/inputs.tsx";
import { parseAmount } from "../../ui/parse.ts";
import styles from "./Actions.module.css";

const PARTS = 100n;

/** The arbiter's decision: a slider for whole percents, and the exact amount. */
export function Split({ deal }: { deal: IndexedDeal }) {
  const t = useText();
  const { deals } = t;
  const left = BigInt(deal.left);
  const [text, setText] = useState(() => textOf(left / 2n));
  const slider = useId();
  // Nothing for the provider is a decision too, which an amount to pay is not.
  const isZero = /^0*[.,]?0*$/.test(text.trim()) && text.trim() !== "";
  const parsed = parseAmount(text, t).value;
  const toPayee = isZero ? 0n : parsed !== undefined && parsed <= left ? parsed : undefined;
  const percent = toPayee === undefined || left === 0n ? 0 : Number((toPayee * PARTS) / left);
  return (
    <form
      className={styles["fields"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (toPayee !== undefined) startAction(deal, "resolve", { amount: toPayee });
      }}
    >
      <label htmlFor={slider}>{`${deals.share}: ${percent} %`}</label>
      <input
        id={slider}
        type="range"
        min="0"
        max="100"
        value={percent}
        className={styles["range"]}
        onChange={(event) => {
          setText(textOf((left * BigInt(event.currentTarget.value)) / PARTS));
        }}
      />
      <AmountInput label={deals.toPayee} text={text} onText={setText} available={left} allowsZero isTried />
      <div className={styles["split"]}>
        <Figure label={deals.toPayee}>{toPayee === undefined ? "–" : <Amount value={toPayee} />}</Figure>
        <Figure label={deals.toPayer}>{toPayee === undefined ? "–" : <Amount value={left - toPayee} />}</Figure>
      </div>
      <div className={styles["buttons"]}>
        <Button type="submit">{deals.do.resolve}</Button>
      </div>
    </form>
  );
}

function textOf(amount: bigint): string {
  return formatUnits(amount, 18).replace(/\.0$/, "");
}
