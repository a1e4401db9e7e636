import { useParams } from "@tanstack/react-router";
import { useIndexed, useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Column, Columns, Page, Section } from "../../ui/Page.tsx";
import { Empty, ListOf, ValueOf } from "../../ui/States.tsx";
import { Stranger, StrangersLink } from "../../ui/Stranger.tsx";
import { Time } from "../../ui/Time.tsx";
import { Rating } from "../discover/Rating.tsx";
import { FeedbackList } from "./FeedbackList.tsx";
import { OrderForm } from "./OrderForm.tsx";

/** One service, and how to order it. */
export function Screen() {
  const { id } = useParams({ strict: false });
  const query = useIndexed("/services/{id}", { id: id ?? "" });
  return <ValueOf query={query}>{(service) => <Details service={service} />}</ValueOf>;
}

type Service = NonNullable<ReturnType<typeof useIndexed<"/services/{id}">>["data"]>["data"];

function Details({ service }: { service: Service }) {
  const { discover } = useText();
  const { id, name, description, owner, wallet, category, price, unit, endpoint, rating } = service;
  const feedback = useIndexedList("/feedback", { service: id });
  return (
    <Page title={name ?? discover.unnamed(id)} intro={description !== null && <Stranger text={description} />}>
      <Columns>
        <Column>
          <Section>
            <Facts
              facts={[
                [discover.provider, <Address key="" value={owner} />],
                wallet === null ? null : [discover.paidTo, <Address key="" value={wallet} />],
                category === null ? null : [discover.category, <Stranger key="" text={category} />],
                [discover.price, price === null ? discover.noPrice : <Price key="" price={price} unit={unit} />],
                endpoint === null ? null : [discover.endpoint, <StrangersLink key="" url={endpoint} />],
                [discover.rating, <Rating key="" rating={rating} />],
                rating.count === 0 ? null : [discover.ratedPaid, <Amount key="" value={rating.paid} />],
                [discover.unpaidFeedback, String(service.unpaidFeedback)],
                [discover.registered, <Time key="" at={service.registeredAt} />],
                [discover.updated, <Time key="" at={service.updatedAt} />],
              ]}
            />
          </Section>
          <Section title={discover.feedback}>
            <ListOf list={feedback} empty={<Empty>{discover.noFeedback}</Empty>}>
              {(items) => <FeedbackList items={items} />}
            </ListOf>
          </Section>
        </Column>
        <Section title={discover.order}>
          <OrderForm service={service} />
        </Section>
      </Columns>
    </Page>
  );
}

function Price({ price, unit }: { price: string; unit: string | null }) {
  return (
    <>
      <Amount value={price} />
      {unit !== null && (
        <>
          {" / "}
          <Stranger text={unit} />
        </>
      )}
    </>
  );
}
