import { Button, Tabs } from "@mantine/core";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useText } from "../../i18n/text.ts";
import { ConnectButton } from "../../ui/ConnectButton.tsx";
import { Page, Section } from "../../ui/Page.tsx";
import { Empty } from "../../ui/States.tsx";
import { useAccount } from "../../wallet/session.ts";
import { Accounts } from "./Accounts.tsx";
import styles from "./Credit.module.css";
import { LendForm } from "./LendForm.tsx";
import { Loans } from "./Loans.tsx";

const TABS = { loans: Loans, accounts: Accounts, lend: LendForm } as const;
type Tab = keyof typeof TABS;

const isTab = (name: string): name is Tab => name in TABS;

/** Loans and payout accounts of the account. */
export function Screen() {
  const { credit } = useText();
  const account = useAccount();
  const { tab: wanted = "loans" } = useParams({ strict: false });
  const navigate = useNavigate();
  const tab = isTab(wanted) ? wanted : "loans";
  const Panel = TABS[tab];
  return (
    <Page
      title={credit.title}
      intro={credit.intro}
      actions={
        <Button component={Link} to="/credit/offer" variant="default">
          {credit.openOffer}
        </Button>
      }
    >
      {account === undefined ? (
        <Section>
          <Empty action={<ConnectButton />}>{credit.connect}</Empty>
        </Section>
      ) : (
        <Tabs
          value={tab}
          activateTabWithKeyboard={false}
          onChange={(next) => {
            const isFirst = next === null || next === "loans";
            void navigate(isFirst ? { to: "/credit" } : { to: "/credit/$tab", params: { tab: next } });
          }}
        >
          <Tabs.List aria-label={credit.tabsLabel} className={styles["tabs"] ?? ""}>
            {Object.keys(TABS).map((name) => (
              <Tabs.Tab key={name} value={name}>
                {credit.tabs[name as Tab]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={tab} pt="md">
            <Panel key={account} account={account} />
          </Tabs.Panel>
        </Tabs>
      )}
    </Page>
  );
}
