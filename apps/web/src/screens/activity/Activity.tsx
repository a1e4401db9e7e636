import { Badge, Switch } from "@mantine/core";
import { useEffect, useState } from "react";
import { liveState } from "../../chain/live.ts";
import { followEvents } from "../../chain/recentEvents.ts";
import { useNetwork } from "../../config/settings.ts";
import { useText } from "../../i18n/text.ts";
import { useStore } from "../../store/store.ts";
import { Page, Section } from "../../ui/Page.tsx";
import { Empty, Loading } from "../../ui/States.tsx";
import { useAccount } from "../../wallet/session.ts";
import { EventList } from "../explorer/EventList.tsx";
import type { RecentEvents } from "../../chain/recentEvents.ts";

/** What happens, as it happens. */
export function Screen() {
  const { activity } = useText();
  const account = useAccount();
  const { indexer } = useNetwork();
  const [isMine, setMine] = useState(false);
  const isLive = useStore(liveState) === "live";
  const [{ events, isLoading }, setRecent] = useState<RecentEvents>({ events: [], isLoading: true });
  useEffect(() => {
    const { store, stop } = followEvents(indexer);
    const read = () => {
      setRecent(store.get());
    };
    read();
    const end = store.subscribe(read);
    return () => {
      end();
      stop();
    };
  }, [indexer]);
  const shown = isMine && account !== undefined ? events.filter(({ accounts }) => accounts.includes(account)) : events;
  return (
    <Page
      title={activity.title}
      intro={activity.intro}
      actions={
        <Badge color={isLive ? "teal" : "gray"} variant="light">
          {isLive ? activity.live : activity.connecting}
        </Badge>
      }
    >
      {account !== undefined && (
        <Switch
          label={activity.mine}
          checked={isMine}
          onChange={(event) => {
            setMine(event.currentTarget.checked);
          }}
        />
      )}
      <Section>
        {isLoading ? (
          <Loading lines={6} />
        ) : shown.length === 0 ? (
          <Empty>{activity.nothing}</Empty>
        ) : (
          <EventList events={shown} />
        )}
      </Section>
    </Page>
  );
}
