import { useParams } from "@tanstack/react-router";
import { useIndexed, useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { LongText } from "../../ui/LongText.tsx";
import { Column, Page, Section } from "../../ui/Page.tsx";
import { serviceName } from "../../ui/serviceName.ts";
import { Empty, ListOf, ValueOf } from "../../ui/States.tsx";
import { Stranger, StrangersLink } from "../../ui/Stranger.tsx";
import { Time } from "../../ui/Time.tsx";
import { Rating } from "../discover/Rating.tsx";
import { ServicePrice } from "../discover/ServiceCard.tsx";
import { DealForms } from "./DealForms.tsx";
import { FeedbackList } from "./FeedbackList.tsx";
import { Others } from "./Others.tsx";
import { PaymentList } from "./PaymentList.tsx";
import { Rank } from "./Rank.tsx";
import styles from "./Service.module.css";

/** Rows that lists of the past begin with. */
const PAGE = 10;

/** One service, and how to order it. */
export function Screen() {
  const { id } = useParams({ strict: false });
  const query = useIndexed("/services/{id}", { id: id ?? "" });
  return <ValueOf query={query}>{(service) => <Details service={service} />}</ValueOf>;
}

type Service = NonNullable<ReturnType<typeof useIndexed<"/services/{id}">>["data"]>["data"];

function Details({ service }: { service: Service }) {
  const t = useText();
  const { discover } = t;
  const { id, description, owner, wallet, category, price, unit, endpoint, rating } = service;
  const feedback = useIndexedList("/feedback", { service: id, limit: PAGE });
  const payments = useIndexedList("/services/{id}/payments", { id, limit: PAGE });
  return (
    <Page title={serviceName(service, t)} intro={description !== null && <LongText text={description} />}>
      <div className={styles["layout"]}>
        <Section>
          <Facts
            facts={[
              [discover.provider, <Address key="" value={owner} />],
              wallet === null ? null : [discover.paidTo, <Address key="" value={wallet} />],
              category === null ? null : [discover.category, <Stranger key="" text={category} />],
              [discover.price, <ServicePrice key="" price={price} unit={unit} />],
              endpoint === null ? null : [discover.endpoint, <StrangersLink key="" url={endpoint} />],
              [discover.rating, <Rating key="" rating={rating} />],
              rating.count === 0 ? null : [discover.ratedPaid, <Amount key="" value={rating.paid} />],
              [discover.unpaidFeedback, String(service.unpaidFeedback)],
              [discover.registered, <Time key="" at={service.registeredAt} />],
              [discover.updated, <Time key="" at={service.updatedAt} />],
            ]}
          />
        </Section>
        <div className={styles["side"]}>
          <Section title={discover.order}>
            {/* What was typed for one service is not for the next. */}
            <DealForms key={id} service={service} />
          </Section>
          <div className={styles["rank"]}>
            <Rank service={service} />
          </div>
        </div>
        <Column>
          <Section title={discover.feedback}>
            <ListOf list={feedback} empty={<Empty>{discover.noFeedback}</Empty>}>
              {(items) => <FeedbackList items={items} />}
            </ListOf>
          </Section>
          <Section title={discover.payments}>
            <ListOf list={payments} empty={<Empty>{discover.noPayments}</Empty>}>
              {(items) => <PaymentList items={items} />}
            </ListOf>
          </Section>
        </Column>
      </div>
      <Others service={service} />
    </Page>
  );
}
