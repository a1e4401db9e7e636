import { Button, SegmentedControl } from "@mantine/core";
import type { ItemOf } from "@servicecoin/indexer/client";
import { lazy, Suspense, useState } from "react";
import { useIndexedList } from "../../chain/indexed.ts";
import { readCsv } from "../../chain/readCsv.ts";
import { useNetwork } from "../../config/settings.ts";
import { useText } from "../../i18n/text.ts";
import { ExportButton } from "../../ui/ExportButton.tsx";
import { Page } from "../../ui/Page.tsx";
import { Empty, ListOf, Loading } from "../../ui/States.tsx";
import { Period } from "./Period.tsx";

const Charts = lazy(async () => ({ default: (await import("./Charts.tsx")).Charts }));

export type Statistics = ItemOf<"/statistics/{unit}">;

/** How many periods the charts show. */
const PERIODS = { hour: 48, day: 30, month: 24 } as const;
type Unit = keyof typeof PERIODS;

/** What happened per hour, day or month. */
export function Screen() {
  const { statistics } = useText();
  const network = useNetwork();
  const [unit, setUnit] = useState<Unit>("day");
  const [chosen, setChosen] = useState<string>();
  const list = useIndexedList("/statistics/{unit}", { unit, limit: PERIODS[unit] });
  const period = list.items.find((item) => item.period.key === chosen) ?? list.items[0];
  return (
    <Page
      title={statistics.title}
      intro={statistics.intro}
      actions={
        <>
          <Button
            component="a"
            variant="default"
            size="xs"
            href={`${network.indexer}/statistics/${unit}?limit=200`}
            target="_blank"
            rel="noopener"
          >
            JSON
          </Button>
          <ExportButton
            label="CSV"
            file={`statistics-${unit}.csv`}
            write={() => readCsv(`${network.indexer}/statistics/${unit}?limit=200`)}
          />
        </>
      }
    >
      <SegmentedControl
        aria-label={statistics.title}
        value={unit}
        onChange={(value) => {
          setUnit(value);
          setChosen(undefined);
        }}
        data={(Object.keys(PERIODS) as Unit[]).map((value) => ({ value, label: statistics.units[value] }))}
      />
      <ListOf list={{ ...list, hasMore: false }} empty={<Empty>{statistics.nothing}</Empty>}>
        {(items) => (
          <>
            <Suspense fallback={<Loading lines={6} />}>
              <Charts items={items} chosen={period?.period.key} onChoose={setChosen} />
            </Suspense>
            {period !== undefined && <Period statistics={period} />}
          </>
        )}
      </ListOf>
    </Page>
  );
}
