import { Button, SegmentedControl } from "@mantine/core";
import type { ItemOf } from "@servicecoin/indexer/client";
import { lazy, Suspense, useState } from "react";
import { useIndexedList } from "../../chain/indexed.ts";
import { useNetwork } from "../../config/settings.ts";
import { useText } from "../../i18n/text.ts";
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
          <CsvButton unit={unit} />
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

/** The same figures for a spreadsheet. */
function CsvButton({ unit }: { unit: Unit }) {
  const { statistics } = useText();
  const network = useNetwork();
  const download = async () => {
    const { downloadCsv } = await import("../../chain/downloadCsv.ts");
    await downloadCsv(`${network.indexer}/statistics/${unit}?limit=200`, `statistics-${unit}.csv`);
  };
  return (
    <Button variant="default" size="xs" title={statistics.csvHint} onClick={() => void download()}>
      CSV
    </Button>
  );
}
