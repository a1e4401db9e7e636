import { Alert, Button, Progress } from "@mantine/core";
import { useEffect } from "react";
import { useNetwork } from "../../config/settings.ts";
import { openFlow, startFlow } from "../../flow/runner.ts";
import { forgetPart, settleParts } from "../../flows/settleParts.ts";
import { useText } from "../../i18n/text.ts";
import { batchPayment, stateOfRow, type BatchPart, type BatchPayment } from "../../store/batchPayment.ts";
import { useStore } from "../../store/store.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Section } from "../../ui/Page.tsx";
import { TransactionLink } from "../../ui/TransactionLink.tsx";
import { useAccount } from "../../wallet/session.ts";
import { BatchTable } from "./BatchTable.tsx";
import styles from "./Pay.module.css";

/** Milliseconds between two looks at transactions whose outcome is not known. */
const EVERY = 2_000;

/** Payments of many accounts that were begun: which are paid, and how to go on with the others. */
export function ManyUnderWay({ batch }: { batch: BatchPayment }) {
  const { pay } = useText();
  const account = useAccount();
  const { rows, parts } = batch;
  const paid = parts.reduce((sum, { state, count }) => (state === "paid" ? sum + count : sum), 0);
  const left = rows.length - paid;
  const isMine = account?.toLowerCase() === batch.account.toLowerCase();
  const isUnclear = useUnclearParts(batch);
  const total = rows.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  const start = () => {
    startFlow(async () => (await import("../../flows/transferBatch.ts")).transferBatchFlow, {});
  };
  return (
    <Section title={left === 0 ? pay.batchDone(rows.length) : pay.batchUnderWay}>
      <div className={styles["stack"]}>
        <div>
          <p className={styles["hint"]}>{pay.batchProgress(paid, rows.length)}</p>
          <Progress value={(100 * paid) / rows.length} aria-label={pay.batchProgress(paid, rows.length)} />
        </div>
        <Facts
          facts={[
            [pay.batchTotal, <Amount key="" value={total} />],
            ...parts.map((part) => [nameOf(part, batch, pay), <PartState key="" part={part} />] as const),
          ]}
        />
        {!isMine && left > 0 && (
          <Alert color="yellow" variant="light">
            {pay.batchOtherAccount} <Address value={batch.account} />
          </Alert>
        )}
        <Asked batch={batch} />
        <BatchTable rows={rows} stateOf={(index) => stateOfRow(batch, index)} />
        <div className={styles["row"]}>
          {left > 0 && (
            <Button onClick={start} disabled={!isMine || isUnclear}>
              {pay.batchContinue(left)}
            </Button>
          )}
          <Button
            variant="default"
            disabled={isUnclear}
            onClick={() => {
              batchPayment.set(null);
            }}
          >
            {pay.batchNew}
          </Button>
          {left > 0 && <span className={styles["hint"]}>{pay.batchDropped}</span>}
        </div>
      </div>
    </Section>
  );
}

function nameOf({ first, count }: BatchPart, { rows }: BatchPayment, pay: ReturnType<typeof useText>["pay"]): string {
  return pay.batchPart(rows[first]?.line ?? 0, rows[first + count - 1]?.line ?? 0);
}

function PartState({ part: { state, hash } }: { part: BatchPart }) {
  const { pay } = useText();
  return (
    <>
      {pay.batchStates[state]} {hash !== undefined && <TransactionLink hash={hash} />}
    </>
  );
}

/** Looks for transactions whose outcome is not known. @returns Whether there are any */
function useUnclearParts({ parts }: BatchPayment): boolean {
  const network = useNetwork();
  const isUnclear = parts.some(({ state }) => state === "asked" || state === "sent");
  useEffect(() => {
    if (!isUnclear) return undefined;
    // The node may be down for a while.
    const look = () => void settleParts(network).catch(() => undefined);
    look();
    const timer = setInterval(look, EVERY);
    return () => {
      clearInterval(timer);
    };
  }, [isUnclear, network]);
  return isUnclear;
}

/** Whether the wallet still asks, or has given a transaction up, is known only to the user. */
function Asked({ batch }: { batch: BatchPayment }) {
  const { pay } = useText();
  const isFlowOpen = useStore(openFlow) !== undefined;
  const unclear = batch.parts.filter(({ state }) => state === "asked" || state === "sent");
  if (isFlowOpen) return null;
  return unclear.map((part) => (
    <Alert key={part.first} color="yellow" variant="light" title={nameOf(part, batch, pay)}>
      <div className={styles["stack"]}>
        <span>{part.state === "sent" ? pay.batchSent : pay.batchAsked}</span>
        <div>
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              forgetPart(part.first);
            }}
          >
            {part.state === "sent" ? pay.batchGone : pay.batchRefused}
          </Button>
        </div>
      </div>
    </Alert>
  ));
}
