import { Button } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useIndexed, useIndexedList } from "../../chain/indexed.ts";
import type { IndexedMandate } from "../../deals/standing.ts";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { useNow } from "../../ui/clock.ts";
import { Facts } from "../../ui/Facts.tsx";
import { duration, percent } from "../../ui/format.ts";
import { AmountInput } from "../../ui/inputs.tsx";
import { Column, Columns, Page, Section } from "../../ui/Page.tsx";
import { parseAmount } from "../../ui/parse.ts";
import { Empty, ListOf, ValueOf } from "../../ui/States.tsx";
import { DateTime, Time } from "../../ui/Time.tsx";
import actionStyles from "../deal/Actions.module.css";
import { usePartyOf } from "../deals/usePartyOf.ts";
import { MandateStatus } from "../deals/MandateList.tsx";
import { PaymentList } from "../service/PaymentList.tsx";

/** One mandate: what may be charged, and what was. */
export function Screen() {
  const { id } = useParams({ strict: false });
  const query = useIndexed("/mandates/{id}", { id: id ?? "" });
  return <ValueOf query={query}>{(mandate) => <Details mandate={mandate} />}</ValueOf>;
}

function Details({ mandate }: { mandate: IndexedMandate }) {
  const { deals } = useText();
  const account = usePartyOf(mandate);
  const isPayee = account === mandate.payee;
  const isParty = isPayee || account === mandate.payer;
  const role = isPayee ? deals.roles.payee : deals.roles.payer;
  const charges = useIndexedList("/payments", { source: mandate.id });
  return (
    <Page
      title={deals.mandate.one}
      intro={account === undefined ? undefined : isParty ? deals.yourRole(role) : deals.notYours}
      actions={<MandateStatus mandate={mandate} />}
    >
      <Columns>
        <Column>
          {isParty && mandate.state === "accepted" && (
            <Section title={deals.actionsTitle}>
              <div className={actionStyles["list"]}>
                {isPayee && BigInt(mandate.chargeable) > 0n && <ChargeForm mandate={mandate} />}
                <Revoke mandate={mandate} />
              </div>
            </Section>
          )}
          <Section title={deals.mandate.history}>
            <ListOf list={charges} empty={<Empty>{deals.mandate.noHistory}</Empty>}>
              {(items) => <PaymentList items={items} />}
            </ListOf>
          </Section>
        </Column>
        <Section title={deals.facts}>
          <Terms mandate={mandate} />
        </Section>
      </Columns>
    </Page>
  );
}

function Terms({ mandate }: { mandate: IndexedMandate }) {
  const t = useText();
  const { deals, common } = t;
  const now = useNow();
  const { payer, payee, limit, period, start, end, nextPeriod, charged, charges } = mandate;
  return (
    <Facts
      facts={[
        [deals.roles.payer, <Address key="" value={payer} />],
        payee === null ? null : [deals.roles.payee, <Address key="" value={payee} />],
        [t.dealFlows.mandate.limit(duration(period, t)), <Amount key="" value={limit} />],
        [deals.mandate.chargeable, <Amount key="" value={mandate.chargeable} />],
        nextPeriod === null || nextPeriod <= now ? null : [deals.mandate.nextPeriod, <Time key="" at={nextPeriod} />],
        [deals.mandate.charged, <Amount key="" value={charged} />],
        [deals.mandate.history, deals.mandate.charges(charges)],
        [deals.feeRate, percent(mandate.feeBps)],
        [deals.starts, <DateTime key="" at={start} />],
        [deals.ends, end === 0 ? common.never : <DateTime key="" at={end} />],
        mandate.revokedAt === null ? null : [deals.finished, <DateTime key="" at={mandate.revokedAt} />],
      ]}
    />
  );
}

function ChargeForm({ mandate }: { mandate: IndexedMandate }) {
  const t = useText();
  const text = t.deals.mandate;
  const most = BigInt(mandate.chargeable);
  const [amount, setAmount] = useState("");
  const [isTried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    const { value } = parseAmount(amount, t);
    if (value === undefined || value > most) return;
    startFlow(async () => (await import("../../flows/chargeMandate.ts")).chargeMandateFlow, { mandate, amount: value });
  };
  return (
    <div className={actionStyles["action"]}>
      <p className={actionStyles["hint"]}>{text.chargeHint}</p>
      <form
        className={actionStyles["fields"]}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <AmountInput label={t.common.amount} text={amount} onText={setAmount} isTried={isTried} available={most} />
        <div className={actionStyles["buttons"]}>
          <Button type="submit">{text.charge}</Button>
        </div>
      </form>
    </div>
  );
}

function Revoke({ mandate }: { mandate: IndexedMandate }) {
  const text = useText().deals.mandate;
  return (
    <div className={actionStyles["action"]}>
      <p className={actionStyles["hint"]}>{text.revokeHint}</p>
      <div className={actionStyles["buttons"]}>
        <Button
          variant="default"
          onClick={() => {
            startFlow(async () => (await import("../../flows/revokeMandate.ts")).revokeMandateFlow, { mandate });
          }}
        >
          {text.revoke}
        </Button>
      </div>
    </div>
  );
}
