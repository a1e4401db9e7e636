import { Button, Tabs } from "@mantine/core";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useText } from "../../i18n/text.ts";
import { Page } from "../../ui/Page.tsx";
import { Many } from "./Many.tsx";
import { Book } from "./Book.tsx";
import { One } from "./One.tsx";
import { Request } from "./Request.tsx";
import styles from "./Pay.module.css";

const TABS = { pay: One, many: Many, request: Request, book: Book } as const;
type Tab = keyof typeof TABS;

const INTROS = { pay: "intro", many: "intro", request: "requestIntro", book: "bookIntro" } as const;

const isTab = (name: string): name is Tab => name in TABS;

/** Payments, one and many, requests, and the address book. */
export function Screen() {
  const { gasless, pay } = useText();
  const { tab: wanted = "pay" } = useParams({ strict: false });
  const navigate = useNavigate();
  const tab = isTab(wanted) ? wanted : "pay";
  const Panel = TABS[tab];
  return (
    <Page
      title={tab === "pay" ? pay.title : pay.tabs[tab]}
      intro={pay[INTROS[tab]]}
      actions={
        <Button component={Link} to="/signed" size="xs" variant="default">
          {gasless.open}
        </Button>
      }
    >
      <Tabs
        value={tab}
        activateTabWithKeyboard={false}
        onChange={(next) => {
          void navigate(next === "pay" ? { to: "/pay" } : { to: "/pay/$tab", params: { tab: next ?? "pay" } });
        }}
      >
        <Tabs.List aria-label={pay.tabsLabel} className={styles["tabs"] ?? ""}>
          {Object.keys(TABS).map((name) => (
            <Tabs.Tab key={name} value={name}>
              {pay.tabs[name as Tab]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab} pt="md">
          <Panel />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
