import { Button, NativeSelect, SegmentedControl } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { ConnectButton } from "../../ui/ConnectButton.tsx";
import { Page, Section } from "../../ui/Page.tsx";
import { Empty, ListOf } from "../../ui/States.tsx";
import { useUrlState } from "../../ui/urlState.ts";
import { useAccount } from "../../wallet/session.ts";
import { DealList } from "./DealList.tsx";
import styles from "./Deals.module.css";
import { MandateForm } from "./MandateForm.tsx";
import { MandateList } from "./MandateList.tsx";

const TABS = ["all", "order", "stream", "subscription", "mandate"] as const;
const SIDES = ["party", "payer", "payee", "arbiter"] as const;
const STATES = ["any", "open", "delivered", "disputed", "closed"] as const;

type Tab = (typeof TABS)[number];

/** The deals of the account. */
export function Screen() {
  const { deals } = useText();
  const account = useAccount();
  return (
    <Page title={deals.title} intro={deals.intro}>
      {account === undefined ? (
        <Section>
          <Empty action={<ConnectButton />}>{deals.connect}</Empty>
        </Section>
      ) : (
        <Mine account={account} />
      )}
    </Page>
  );
}

function Mine({ account }: { account: string }) {
  const { deals } = useText();
  const [url, setUrl] = useUrlState(["kind", "side", "state"]);
  const tab: Tab = oneOf(TABS, url.kind);
  const side = oneOf(SIDES, url.side);
  const state = oneOf(STATES, url.state);
  return (
    <>
      <div className={styles["tabs"]}>
        <SegmentedControl
          aria-label={deals.tabsLabel}
          value={tab}
          onChange={(kind) => {
            setUrl({ kind: kind === "all" ? "" : kind });
          }}
          data={TABS.map((value) => ({ value, label: deals.tabs[value] }))}
        />
      </div>
      {tab === "mandate" ? (
        <Mandates account={account} />
      ) : (
        <>
          <ToDecide account={account} />
          <Section>
            <div className={styles["filters"]}>
              <NativeSelect
                label={deals.side}
                value={side}
                onChange={(event) => {
                  setUrl({ side: event.currentTarget.value.replace("party", "") });
                }}
                data={SIDES.map((value) => ({ value, label: deals.sides[value] }))}
              />
              <NativeSelect
                label={deals.state}
                value={state}
                onChange={(event) => {
                  setUrl({ state: event.currentTarget.value.replace("any", "") });
                }}
                data={STATES.map((value) => ({ value, label: deals.states[value] }))}
              />
            </div>
            <Found account={account} tab={tab} side={side} state={state} />
          </Section>
        </>
      )}
    </>
  );
}

interface Filter {
  account: string;
  tab: Exclude<Tab, "mandate">;
  side: (typeof SIDES)[number];
  state: (typeof STATES)[number];
}

function Found({ account, tab, side, state }: Filter) {
  const { deals } = useText();
  const list = useIndexedList("/deals", {
    [side]: account,
    payoutAccounts: side === "party" || side === "payee" ? "true" : undefined,
    kind: tab === "all" ? undefined : tab,
    state: state === "any" ? undefined : state,
  });
  const isFiltered = tab !== "all" || side !== "party" || state !== "any";
  const find = (
    <Button component={Link} to="/discover" variant="default">
      {deals.find}
    </Button>
  );
  return (
    <ListOf list={list} empty={<Empty action={find}>{isFiltered ? deals.none : deals.noneAtAll}</Empty>}>
      {(items) => <DealList items={items} />}
    </ListOf>
  );
}

/** Disputes come before everything else, as others wait for the decision. */
function ToDecide({ account }: { account: string }) {
  const { deals } = useText();
  const { items } = useIndexedList("/deals", { arbiter: account, state: "disputed" });
  if (items.length === 0) return null;
  return (
    <Section title={deals.decide}>
      <DealList items={items} />
    </Section>
  );
}

function Mandates({ account }: { account: string }) {
  const { deals } = useText();
  const list = useIndexedList("/mandates", { party: account });
  return (
    <>
      <Section>
        <ListOf list={list} empty={<Empty>{deals.none}</Empty>}>
          {(items) => <MandateList items={items} />}
        </ListOf>
      </Section>
      <Section title={deals.mandate.new}>
        <p className={styles["intro"]}>{deals.mandate.intro}</p>
        <MandateForm />
      </Section>
    </>
  );
}

/** The word in the URL; the first of the list when the list does not have it. */
function oneOf<const Words extends readonly [string, ...string[]]>(words: Words, text: string): Words[number] {
  return words.find((word) => word === text) ?? words[0];
}
