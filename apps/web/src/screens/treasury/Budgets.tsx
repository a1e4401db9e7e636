import type { ItemOf } from "@servicecoin/indexer/client";
import { useIndexed, useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Bar } from "../../ui/Bar.tsx";
import { useNow } from "../../ui/clock.ts";
import { duration } from "../../ui/format.ts";
import { Section } from "../../ui/Page.tsx";
import { Empty, ListOf } from "../../ui/States.tsx";
import daoStyles from "../dao/dao.module.css";
import { useAccount } from "../../wallet/session.ts";
import { AssetAmount, assetText, useAddresses } from "./assets.tsx";
import { availableAt } from "./limits.ts";
import { SpendForm } from "./SpendForm.tsx";
import styles from "./treasury.module.css";

export type Budget = ItemOf<"/treasury/budgets">;

/** What stewards may spend, and what the user may. */
export function Budgets() {
  const { treasury } = useText();
  const account = useAccount();
  const list = useIndexedList("/treasury/budgets", { steward: undefined });
  const mine = useIndexedList("/treasury/budgets", { steward: account ?? "" }, { enabled: account !== undefined });
  const budgets = mine.items.filter(({ amount }) => amount !== "0");
  return (
    <>
      {budgets.length > 0 && (
        <Section title={treasury.spend}>
          <SpendForm key={account} budgets={budgets} />
        </Section>
      )}
      <Section title={treasury.budgets}>
        <p className={daoStyles["hint"]}>{treasury.budgetsIntro}</p>
        <ListOf list={list} empty={<Empty>{treasury.noBudgets}</Empty>}>
          {(all) => (
            <ul className={styles["list"]}>
              {all.map((budget) => (
                <Entry key={`${budget.steward} ${budget.asset}`} budget={budget} />
              ))}
            </ul>
          )}
        </ListOf>
      </Section>
    </>
  );
}

function Entry({ budget }: { budget: Budget }) {
  const t = useText();
  const { treasury } = t;
  const now = useNow();
  const indexTime = useIndexed("/status", {}).data?.time;
  const { coin } = useAddresses();
  const { steward, asset, amount, period, spent } = budget;
  const available = availableAt(budget, now, indexTime);
  const left = treasury.left(assetText(asset, available, coin, t));
  const isGone = amount === "0";
  return (
    <li className={styles["entry"]}>
      <div className={styles["head"]}>
        <Address value={steward} copy={false} />
        <strong>
          {isGone ? treasury.takenAway : treasury.per(assetText(asset, amount, coin, t), duration(period, t))}
        </strong>
      </div>
      {!isGone && <Bar label={left} whole={BigInt(amount)} parts={[{ value: available, color: "accent" }]} />}
      <div className={styles["small"]}>
        <span>{!isGone && left}</span>
        <span>
          {treasury.spent}: <AssetAmount asset={asset} value={spent} />
        </span>
      </div>
    </li>
  );
}
