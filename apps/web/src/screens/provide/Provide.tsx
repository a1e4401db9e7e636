import { Tabs } from "@mantine/core";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useText } from "../../i18n/text.ts";
import { ConnectButton } from "../../ui/ConnectButton.tsx";
import { Page, Section } from "../../ui/Page.tsx";
import { Empty } from "../../ui/States.tsx";
import { useAccount } from "../../wallet/session.ts";
import { Endpoint } from "./Endpoint.tsx";
import { Income } from "./Income.tsx";
import styles from "./Provide.module.css";
import { Quotes } from "./Quotes.tsx";
import { Services } from "./Services.tsx";

const TABS = { services: Services, income: Income, quotes: Quotes, endpoint: Endpoint } as const;
type Tab = keyof typeof TABS;

const isTab = (name: string): name is Tab => name in TABS;

/** The desk of a provider. */
export function Screen() {
  const { provide } = useText();
  const account = useAccount();
  const { tab: wanted = "services" } = useParams({ strict: false });
  const navigate = useNavigate();
  const tab = isTab(wanted) ? wanted : "services";
  const Panel = TABS[tab];
  return (
    <Page title={provide.title} intro={provide.intro}>
      {account === undefined ? (
        <Section>
          <Empty action={<ConnectButton />}>{provide.connectFirst}</Empty>
        </Section>
      ) : (
        <Tabs
          value={tab}
          activateTabWithKeyboard={false}
          onChange={(next) => {
            const isFirst = next === null || next === "services";
            void navigate(isFirst ? { to: "/provide" } : { to: "/provide/$tab", params: { tab: next } });
          }}
        >
          <Tabs.List aria-label={provide.tabsLabel} className={styles["tabs"] ?? ""}>
            {Object.keys(TABS).map((name) => (
              <Tabs.Tab key={name} value={name}>
                {provide.tabs[name as Tab]}
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
