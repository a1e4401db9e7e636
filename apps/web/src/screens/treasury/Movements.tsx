import { indexer, useIndexedList } from "../../chain/indexed.ts";
import { useNetwork } from "../../config/settings.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { ExportButton } from "../../ui/ExportButton.tsx";
import { Section } from "../../ui/Page.tsx";
import { Empty, ListOf } from "../../ui/States.tsx";
import { Reference } from "../../ui/Reference.tsx";
import { Time } from "../../ui/Time.tsx";
import { AssetAmount, useAddresses } from "./assets.tsx";
import { knownMovements, movementsOf, ZERO, type Movement } from "./movements.ts";
import styles from "./treasury.module.css";

const MOST = 200;

/** What came into the treasury and what left it, the newest first. */
export function Movements() {
  const { treasury: text } = useText();
  const place = useAddresses();
  const transfers = useIndexedList("/accounts/{address}/transfers", { address: place.treasury });
  const flows = useIndexedList("/treasury/flows", { kind: undefined, asset: undefined, account: undefined });
  const collections = useIndexedList("/fees/collections", { limit: MOST });
  const both = [transfers, flows];
  const ends = both.flatMap(({ hasMore, items }) => (hasMore ? [items.at(-1)?.block ?? 0] : []));
  const newest = Math.max(-1, ...ends);
  const isLoading = both.some((list) => list.isLoading);
  const known = { transfers: transfers.items, flows: flows.items, collections: collections.items };
  const items = isLoading ? [] : knownMovements(movementsOf(known, place), ends);
  const list = {
    items,
    isLoading,
    error: transfers.error ?? flows.error,
    retry: () => {
      for (const { retry } of both) retry();
    },
    hasMore: ends.length > 0,
    // Only the list that ends first: the other is ahead of it.
    more: () => {
      for (const one of both) if (one.hasMore && one.items.at(-1)?.block === newest) one.more();
    },
    isLoadingMore: both.some(({ isLoadingMore }) => isLoadingMore),
  };
  return (
    <Section title={text.flows} actions={items.length > 0 && <CsvButton />}>
      <ListOf list={list} empty={<Empty>{text.noFlows}</Empty>}>
        {(movements) => (
          <ul className={styles["movements"]}>
            {movements.map((movement) => (
              <Entry key={movement.key} movement={movement} />
            ))}
          </ul>
        )}
      </ListOf>
    </Section>
  );
}

function Entry({ movement }: { movement: Movement }) {
  const { treasury: text } = useText();
  const { direction, kind, asset, amount, account, reference, steward, time } = movement;
  const isOut = direction === "out";
  return (
    <li className={styles["movement"]}>
      <span className={styles["what"]}>
        {text.movementKinds[kind]}
        {account !== ZERO && (
          <>
            {" "}
            {isOut ? text.to : text.from} <Address value={account} copy={false} />
          </>
        )}
      </span>
      <span className={styles["amount"]} data-direction={direction}>
        {isOut ? "−" : "+"}
        <AssetAmount asset={asset} value={amount} />
      </span>
      <span className={styles["detail"]}>
        {reference !== null && (
          <span>
            {text.reference}: <Reference value={reference} />
          </span>
        )}
        {steward !== null && (
          <span>
            {text.by} <Address value={steward} copy={false} />
          </span>
        )}
      </span>
      <span className={styles["when"]}>
        <Time at={time} />
      </span>
    </li>
  );
}

function CsvButton() {
  const { treasury: text } = useText();
  const network = useNetwork();
  const place = useAddresses();
  const write = async () => {
    const { readMovementsCsv } = await import("./movementsCsv.ts");
    return readMovementsCsv(indexer(network.indexer), place);
  };
  return <ExportButton label={text.csv} file="treasury.csv" write={write} />;
}
