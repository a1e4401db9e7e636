import { Alert, Button, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMemo } from "react";
import { useBalance } from "../../chain/useBalance.ts";
import { networkIdOf } from "../../chain/networkId.ts";
import { useNetwork } from "../../config/settings.ts";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { batchPayment } from "../../store/batchPayment.ts";
import { createStore, useStore } from "../../store/store.ts";
import { Address } from "../../ui/Address.tsx";
import { addressBook } from "../../ui/addressBook.ts";
import { Amount } from "../../ui/Amount.tsx";
import { Figure } from "../../ui/Facts.tsx";
import { FileButton } from "../../ui/FileButton.tsx";
import { shortAddress, shortAmount } from "../../ui/format.ts";
import { contractAt } from "../../ui/contractAt.ts";
import { lookalikeWarning, useKnownAccounts } from "../../ui/known.ts";
import { endsMatcher } from "../../ui/lookalike.ts";
import { Section, Tiles } from "../../ui/Page.tsx";
import { Empty } from "../../ui/States.tsx";
import { useAccount } from "../../wallet/session.ts";
import { parseBatch, type Batch } from "./batch.ts";
import { BatchTable } from "./BatchTable.tsx";
import styles from "./Pay.module.css";

/** What was pasted, until it is paid: another tab of this screen does not lose it. */
const pasted = createStore("");
const TYPING_MS = 200;
/** Lines of a kind that are told one by one. */
const TOLD = 8;

/** The table of payments, and what it would pay. */
export function ManyForm() {
  const t = useText();
  const { pay } = t;
  const text = useStore(pasted);
  const book = useStore(addressBook);
  const [settled] = useDebouncedValue(text, TYPING_MS);
  const batch = useMemo(() => parseBatch(settled, book, t), [settled, book, t]);
  return (
    <div className={styles["stack"]}>
      <Section>
        <div className={styles["stack"]}>
          <Textarea
            label={pay.batchText}
            description={pay.batchHint}
            placeholder={pay.batchExample}
            rows={7}
            // A line is a payment.
            wrap="off"
            classNames={{ input: styles["csv"] ?? "" }}
            spellCheck={false}
            value={text}
            onChange={(event) => {
              pasted.set(event.currentTarget.value);
            }}
          />
          <div className={styles["row"]}>
            <FileButton label={pay.batchFile} accept=".csv,.tsv,.txt,text/csv,text/plain" onText={pasted.set} />
          </div>
        </div>
      </Section>
      {settled.trim() === "" ? <Empty>{pay.batchEmpty}</Empty> : <Preview batch={batch} isCurrent={settled === text} />}
    </div>
  );
}

function Preview({ batch, isCurrent }: { batch: Batch; isCurrent: boolean }) {
  const { pay } = useText();
  const account = useAccount();
  const network = useNetwork();
  const balance = useBalance();
  const { rows, faults, total } = batch;
  const isTooMuch = balance !== undefined && total > balance;
  const canGoOn = isCurrent && faults.length === 0 && rows.length > 0 && !isTooMuch && account !== undefined;
  const start = () => {
    batchPayment.set({
      networkId: networkIdOf(network),
      account: account ?? "",
      rows: rows.map(({ line, to, amount }) => ({ line, to, amount: String(amount) })),
      parts: [],
    });
    startFlow(async () => (await import("../../flows/transferBatch.ts")).transferBatchFlow, {});
  };
  return (
    <Section>
      <div className={styles["stack"]}>
        <Tiles>
          <Figure label={pay.batchPayments}>{rows.length}</Figure>
          <Figure label={pay.batchTotal}>
            <Amount value={total} />
          </Figure>
          {balance !== undefined && !isTooMuch && (
            <Figure label={pay.batchAfter}>
              <Amount value={balance - total} />
            </Figure>
          )}
        </Tiles>
        <div className={styles["notices"]}>
          {isTooMuch && (
            <Alert color="red" variant="light" role="alert">
              {pay.batchMissing(`${shortAmount(total - balance)}\u00a0SCV`)}
            </Alert>
          )}
          <Faults batch={batch} />
          <Warnings batch={batch} />
        </div>
        {rows.length > 0 && <BatchTable rows={rows} />}
        <div className={styles["row"]}>
          <Button disabled={!canGoOn} onClick={start}>
            {pay.batchReview(rows.length)}
          </Button>
          {account === undefined && <span className={styles["hint"]}>{pay.connectFirst}</span>}
        </div>
      </div>
    </Section>
  );
}

function Faults({ batch: { faults } }: { batch: Batch }) {
  const { pay } = useText();
  if (faults.length === 0) return null;
  return (
    <Alert color="red" variant="light" role="alert" title={pay.batchFaults(faults.length)}>
      <ul className={styles["lines"]}>
        {faults.slice(0, TOLD).map(({ line, sentence }) => (
          <li key={line}>
            {pay.lineAt(line)}: {sentence}
          </li>
        ))}
        {faults.length > TOLD && <li>{pay.andMore(faults.length - TOLD)}</li>}
      </ul>
    </Alert>
  );
}

/** What a careful payer would look at again. */
function Warnings({ batch: { rows, duplicates, hasReferences } }: { batch: Batch }) {
  const t = useText();
  const { pay } = t;
  const network = useNetwork();
  const { known } = useKnownAccounts();
  const suspicious = useMemo(() => {
    const told = new Map<string, string>();
    const mayMatter = endsMatcher(known);
    for (const { line, to } of rows) {
      if (told.has(to) || !mayMatter(to)) continue;
      const contract = contractAt(to, network);
      const sentence = lookalikeWarning(to, known, t) ?? (contract && t.pay.system[contract]);
      if (sentence !== undefined) told.set(to, `${t.pay.lineAt(line)} (${shortAddress(to)}): ${sentence}`);
    }
    return [...told.values()];
  }, [rows, known, network, t]);
  return (
    <>
      {suspicious.slice(0, TOLD).map((sentence) => (
        <Alert key={sentence} color="red" variant="light" role="alert">
          {sentence}
        </Alert>
      ))}
      {duplicates.length > 0 && (
        <Alert color="yellow" variant="light" title={pay.batchDuplicates(duplicates.length)}>
          <ul className={styles["lines"]}>
            {duplicates.slice(0, TOLD).map(({ to, lines }) => (
              <li key={to}>
                <Address value={to} copy={false} /> {pay.batchDuplicate(lines.slice(0, TOLD).join(", "))}
              </li>
            ))}
            {duplicates.length > TOLD && <li>{pay.andMore(duplicates.length - TOLD)}</li>}
          </ul>
        </Alert>
      )}
      {hasReferences && (
        <Alert color="gray" variant="light">
          {pay.batchReferences}
        </Alert>
      )}
    </>
  );
}
