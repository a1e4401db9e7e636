import { NativeSelect, SegmentedControl } from "@mantine/core";
import { useText } from "../i18n/text.ts";
import { percent } from "../ui/format.ts";
import styles from "./FlowDialog.module.css";
import type { PayWith } from "./flow.ts";
import { choosePayment } from "./runner.ts";

/** How much the price may rise until the payment is mined, in basis points. The second is the SDK's default. */
const SLIPPAGES = ["50", "100", "300"];
const USUAL_SLIPPAGE = 100n;

/** Whether to pay with SCV or with ether, and how much the price may rise. */
export function PayWithChoice({ payWith }: { payWith: PayWith }) {
  const { checkout } = useText();
  return (
    <div className={styles["payWith"]}>
      <SegmentedControl
        aria-label={checkout.choice}
        value={payWith.with}
        onChange={(chosen) => {
          choosePayment(chosen === "ether" ? { with: "ether", slippageBps: USUAL_SLIPPAGE } : { with: "scv" });
        }}
        data={[
          { value: "scv", label: checkout.withScv },
          { value: "ether", label: checkout.withEther },
        ]}
      />
      {payWith.with === "ether" && (
        <NativeSelect
          label={checkout.slippage}
          value={String(payWith.slippageBps)}
          onChange={(event) => {
            choosePayment({ with: "ether", slippageBps: BigInt(event.currentTarget.value) });
          }}
          data={SLIPPAGES.map((value) => ({ value, label: percent(BigInt(value)) }))}
        />
      )}
    </div>
  );
}
