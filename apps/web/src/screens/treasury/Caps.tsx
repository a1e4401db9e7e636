import { Button } from "@mantine/core";
import type { ItemOf } from "@servicecoin/indexer/client";
import { useIndexedList } from "../../chain/indexed.ts";
import { startFlow } from "../../flow/runner.ts";
import { useText, type Text } from "../../i18n/text.ts";
import { Bar } from "../../ui/Bar.tsx";
import { useNow } from "../../ui/clock.ts";
import { duration } from "../../ui/format.ts";
import { Section } from "../../ui/Page.tsx";
import { Empty, ListOf } from "../../ui/States.tsx";
import { Time } from "../../ui/Time.tsx";
import { useAccount } from "../../wallet/session.ts";
import daoStyles from "../dao/dao.module.css";
import { assetText, unitOf, useAddresses } from "./assets.tsx";
import styles from "./treasury.module.css";

type Cap = ItemOf<"/treasury/caps">;

/** What may leave the treasury at most. */
export function Caps() {
  const { treasury } = useText();
  const list = useIndexedList("/treasury/caps", { asset: undefined });
  return (
    <Section title={treasury.caps}>
      <p className={daoStyles["hint"]}>{treasury.capsIntro}</p>
      <ListOf list={list} empty={<Empty>{treasury.noCaps}</Empty>}>
        {(caps) => (
          <ul className={styles["list"]}>
            {caps.map((cap) => (
              <Entry key={cap.asset} cap={cap} />
            ))}
          </ul>
        )}
      </ListOf>
    </Section>
  );
}

/** A cap in words: an amount in a time, nothing at all, or none. */
export function capText(asset: string, limit: { amount: string; period: number }, coin: string, t: Text): string {
  if (limit.period === 0) return t.treasury.uncapped;
  if (limit.amount === "0") return t.treasury.frozen;
  return t.treasury.per(assetText(asset, limit.amount, coin, t), duration(limit.period, t));
}

function Entry({ cap: { asset, current, scheduled } }: { cap: Cap }) {
  const t = useText();
  const { treasury } = t;
  const { coin } = useAddresses();
  const left = treasury.left(assetText(asset, current.available, coin, t));
  return (
    <li className={styles["entry"]}>
      <div className={styles["head"]}>
        <span>{unitOf(asset, coin) ?? asset}</span>
        <strong>{capText(asset, current, coin, t)}</strong>
      </div>
      {current.amount !== "0" && (
        <>
          <Bar
            label={left}
            whole={BigInt(current.amount)}
            parts={[{ value: BigInt(current.available), color: "accent" }]}
          />
          <div className={styles["small"]}>{left}</div>
        </>
      )}
      {scheduled !== null && <Scheduled asset={asset} scheduled={scheduled} />}
    </li>
  );
}

function Scheduled({ asset, scheduled }: { asset: string; scheduled: NonNullable<Cap["scheduled"]> }) {
  const t = useText();
  const { treasury } = t;
  const { coin } = useAddresses();
  const now = useNow();
  const account = useAccount();
  const isDue = now >= scheduled.effectiveAt;
  const terms = capText(asset, scheduled, coin, t);
  return (
    <div className={daoStyles["stack"]}>
      <span className={daoStyles["hint"]}>
        {scheduled.period === 0 ? treasury.lifted : treasury.scheduled(terms)}, {treasury.scheduledFrom}{" "}
        <Time at={scheduled.effectiveAt} />
      </span>
      {isDue && account !== undefined && (
        <div>
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              startFlow(async () => (await import("../../flows/applyCap.ts")).applyCapFlow, { asset, terms });
            }}
          >
            {treasury.apply}
          </Button>
        </div>
      )}
    </div>
  );
}
