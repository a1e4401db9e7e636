import { Button } from "@mantine/core";
import { useEther, useUncollectedFees } from "../../chain/chainValue.ts";
import { useIndexed, useIndexedList } from "../../chain/indexed.ts";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { Amount } from "../../ui/Amount.tsx";
import { Figure } from "../../ui/Facts.tsx";
import { percent } from "../../ui/format.ts";
import { Section } from "../../ui/Page.tsx";
import { Time } from "../../ui/Time.tsx";
import { useAccount } from "../../wallet/session.ts";
import styles from "../dao/dao.module.css";
import { useAddresses } from "./assets.tsx";

/** What the treasury has, and what the hub holds for it. */
export function Balances() {
  const { treasury: text } = useText();
  const account = useAccount();
  const { treasury } = useAddresses();
  const { data } = useIndexed("/accounts/{address}", { address: treasury });
  const fee = useIndexed("/fees", {}).data?.data;
  const last = useIndexedList("/fees/collections", { limit: 1 }).items[0];
  const ether = useEther(treasury);
  const uncollected = useUncollectedFees();
  const collect = () => {
    startFlow(async () => (await import("../../flows/collectFees.ts")).collectFeesFlow, {});
  };
  return (
    <Section title={text.balances}>
      <div className={styles["figures"]}>
        <Figure label={text.scv}>{data === undefined ? "…" : <Amount value={data.data.balance} />}</Figure>
        <Figure label={text.ether}>{ether === undefined ? text.notLoaded : <Amount value={ether} unit="ETH" />}</Figure>
        <Figure label={text.uncollected}>
          {uncollected === undefined ? text.notLoaded : <Amount value={uncollected} />}
        </Figure>
        <Figure label={text.fee}>{fee === undefined ? "…" : percent(fee.feeBps)}</Figure>
      </div>
      <div className={styles["stack"]}>
        {last !== undefined && (
          <p className={styles["hint"]}>
            {text.collected}: <Amount value={last.amount} />, <Time at={last.time} />
          </p>
        )}
        <p className={styles["hint"]}>{uncollected === 0n ? text.nothingToCollect : text.collectHint}</p>
        {account !== undefined && uncollected !== undefined && uncollected > 0n && (
          <div>
            <Button variant="default" onClick={collect}>
              {text.collect}
            </Button>
          </div>
        )}
      </div>
    </Section>
  );
}
