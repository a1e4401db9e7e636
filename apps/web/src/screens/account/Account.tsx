import { payTo } from "../../ui/payTo.ts";
import { Alert, Button } from "@mantine/core";
import { getAddress } from "ethers/address";
import { Link, useParams } from "@tanstack/react-router";
import { useIndexed } from "../../chain/indexed.ts";
import { useNetwork } from "../../config/settings.ts";
import { useText } from "../../i18n/text.ts";
import { useStore } from "../../store/store.ts";
import { Address } from "../../ui/Address.tsx";
import { addressBook } from "../../ui/addressBook.ts";
import { Amount } from "../../ui/Amount.tsx";
import { Figure, FigureRow } from "../../ui/Facts.tsx";
import { FullAddress } from "../../ui/FullAddress.tsx";
import { contractAt } from "../../ui/contractAt.ts";
import { lookalikeWarning, useKnownAccounts } from "../../ui/known.ts";
import { Column, Columns, Page, Section } from "../../ui/Page.tsx";
import { parseAddress } from "../../ui/parse.ts";
import { Empty, ValueOf } from "../../ui/States.tsx";
import { useAccount } from "../../wallet/session.ts";
import styles from "./Account.module.css";
import { DealList, ServiceList } from "./Lists.tsx";
import { NameForm } from "./NameForm.tsx";
import { Transfers } from "./Transfers.tsx";

/** What an account has, what it moved, and what it offers. */
export function Screen() {
  const t = useText();
  const { address = "" } = useParams({ strict: false });
  const { value } = parseAddress(address, t);
  if (value === undefined) {
    return (
      <Page title={t.account.title}>
        <Section>
          <Empty action={<Link to="/">{t.shell.nav.home}</Link>}>{t.account.badAddress}</Empty>
        </Section>
      </Page>
    );
  }
  return <Details key={value} address={getAddress(value)} />;
}

function Details({ address }: { address: string }) {
  const t = useText();
  const name = useStore(addressBook)[address.toLowerCase()];
  const isYours = useAccount()?.toLowerCase() === address.toLowerCase();
  return (
    <Page
      title={isYours ? t.account.yours : (name ?? t.account.title)}
      actions={
        !isYours && (
          <Button component={Link} {...payTo(address)}>
            {t.account.pay}
          </Button>
        )
      }
    >
      <Section>
        <Who address={address} isYours={isYours} />
      </Section>
      <Figures address={address} />
      <Columns>
        <Transfers account={address} />
        <Column>
          <Section title={t.account.services}>
            <ServiceList owner={address} />
          </Section>
          <Section title={t.account.deals}>
            <DealList account={address} />
          </Section>
        </Column>
      </Columns>
    </Page>
  );
}

function Who({ address, isYours }: { address: string; isYours: boolean }) {
  const t = useText();
  const network = useNetwork();
  const { known } = useKnownAccounts();
  const contract = contractAt(address, network);
  const lookalike = lookalikeWarning(address, known, t);
  return (
    <div className={styles["stack"]}>
      <div className={styles["who"]}>
        <FullAddress value={address} copy={t.shell.copyAddress} />
        {!isYours && contract === undefined && <NameForm address={address} />}
      </div>
      {contract !== undefined && <Alert color="blue">{t.account.contract(contract)}</Alert>}
      {lookalike !== undefined && (
        <Alert color="red" variant="light" role="alert">
          {lookalike}
        </Alert>
      )}
    </div>
  );
}

function Figures({ address }: { address: string }) {
  const { account } = useText();
  const query = useIndexed("/accounts/{address}", { address });
  return (
    <Section>
      <ValueOf query={query}>
        {({ balance, locked, votes, delegate, paid, earned }) => (
          <FigureRow>
            <Figure label={account.balance}>
              <Amount value={balance} />
            </Figure>
            <Figure label={account.locked}>
              <Amount value={locked} />
              {delegate.toLowerCase() !== address.toLowerCase() && locked !== "0" && (
                <span className={styles["small"]}>
                  {account.delegate} <Address value={delegate} copy={false} />
                </span>
              )}
            </Figure>
            <Figure label={account.votes}>
              <Amount value={votes} unit="vSCV" />
            </Figure>
            <Figure label={account.paid}>
              <Amount value={paid.amount} />
              <span className={styles["small"]}>{account.counted(paid.count)}</span>
            </Figure>
            <Figure label={account.earned}>
              <Amount value={earned.amount} />
              <span className={styles["small"]}>{account.counted(earned.count)}</span>
            </Figure>
          </FigureRow>
        )}
      </ValueOf>
    </Section>
  );
}
