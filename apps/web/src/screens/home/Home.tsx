import { Button, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useIndexed, useIndexedList } from "../../chain/indexed.ts";
import { useNetwork } from "../../config/settings.ts";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { Amount } from "../../ui/Amount.tsx";
import { ConnectButton } from "../../ui/ConnectButton.tsx";
import { Figure, FigureRow } from "../../ui/Facts.tsx";
import { Page, Section, Tiles } from "../../ui/Page.tsx";
import { Empty, ListOf, ValueOf } from "../../ui/States.tsx";
import { useAccount } from "../../wallet/session.ts";
import { ServiceCard } from "../discover/ServiceCard.tsx";
import styles from "./Home.module.css";

const LATEST = 6;

/** What this is, and what one can do here. */
export function Screen() {
  const { home } = useText();
  const account = useAccount();
  return (
    <Page title={home.title} intro={home.intro}>
      <div className={styles["doors"]}>
        <Button component={Link} to="/discover" size="md">
          {home.find}
        </Button>
        <Button component={Link} to="/provide" size="md" variant="default">
          {home.offer}
        </Button>
        <Button component={Link} to="/dao" size="md" variant="default">
          {home.vote}
        </Button>
      </div>
      {account === undefined ? (
        <Section title={home.yours}>
          <Empty action={<ConnectButton />}>{home.connectHint}</Empty>
        </Section>
      ) : (
        <Yours account={account} />
      )}
      <Latest />
    </Page>
  );
}

function Yours({ account }: { account: string }) {
  const { home } = useText();
  const { local } = useNetwork();
  const query = useIndexed("/accounts/{address}", { address: account });
  const takeCoins = () => {
    startFlow(async () => (await import("../../flows/takeTestCoins.ts")).takeTestCoins, {});
  };
  return (
    <Section
      title={home.yours}
      actions={
        local !== undefined && (
          <Button size="xs" variant="light" title={home.faucetHint} onClick={takeCoins}>
            {home.faucet}
          </Button>
        )
      }
    >
      <ValueOf query={query}>
        {({ balance, locked, votes, paid, earned }) => (
          <FigureRow>
            <Figure label={home.balance}>
              <Amount value={balance} />
            </Figure>
            <Figure label={home.locked}>
              <Amount value={locked} />
            </Figure>
            <Figure label={home.votes}>
              <Amount value={votes} unit="vSCV" />
            </Figure>
            <Figure label={home.paid}>
              <Amount value={paid.amount} />
            </Figure>
            <Figure label={home.earned}>
              <Amount value={earned.amount} />
            </Figure>
          </FigureRow>
        )}
      </ValueOf>
    </Section>
  );
}

function Latest() {
  const { home } = useText();
  const list = useIndexedList("/services", { sort: "newest", limit: LATEST });
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        {home.latest}
      </Title>
      <ListOf list={{ ...list, hasMore: false }} empty={<Empty>{home.noServices}</Empty>}>
        {(services) => (
          <Tiles>
            {services.map((service) => (
              <ServiceCard key={service.id} service={service} />
            ))}
          </Tiles>
        )}
      </ListOf>
    </section>
  );
}
