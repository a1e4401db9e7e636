import { useParams } from "@tanstack/react-router";
import { useIndexed } from "../../chain/indexed.ts";
import { rolesOf, type IndexedDeal } from "../../deals/standing.ts";
import { orderedServices } from "../../store/orderedServices.ts";
import { useStore } from "../../store/store.ts";
import { useText } from "../../i18n/text.ts";
import { Column, Columns, Page, Section } from "../../ui/Page.tsx";
import { ValueOf } from "../../ui/States.tsx";
import { usePartyOf } from "../deals/usePartyOf.ts";
import { Status, TimeLeft } from "../deals/Status.tsx";
import { Accrual } from "./Accrual.tsx";
import { Actions } from "./Actions.tsx";
import { History } from "./History.tsx";
import { Later } from "./Later.tsx";
import { Progress } from "./Progress.tsx";
import { Rate } from "./Rate.tsx";
import { Terms } from "./Terms.tsx";
import { useServicesOf } from "./useServicesOf.ts";

/** One order, stream or subscription. */
export function Screen() {
  const { id } = useParams({ strict: false });
  const query = useIndexed("/deals/{id}", { id: id ?? "" });
  return <ValueOf query={query}>{(deal) => <Details deal={deal} />}</ValueOf>;
}

function Details({ deal }: { deal: IndexedDeal }) {
  const { deals } = useText();
  const account = usePartyOf(deal);
  const services = useServicesOf(deal.payee);
  const role = rolesOf(deal, account)[0];
  const kind = deals.kinds[deal.kind];
  const ordered = useStore(orderedServices)[deal.id];
  // A wallet may be that of several services: then only the browser that ordered knows which one it was.
  const service = services.length === 1 ? services[0] : services.find(({ id }) => id === ordered);
  const name = service?.name;
  const title = name === undefined ? kind : deals.titleOf(kind, name);
  const who = role === undefined ? deals.notYours : deals.yourRole(deals.roles[role]);
  return (
    <Page
      title={title}
      intro={account === undefined ? undefined : who}
      actions={
        <>
          <Status deal={deal} />
          <TimeLeft deal={deal} />
        </>
      }
    >
      <Columns>
        <Column>
          {deal.kind === "order" && (
            <Section title={deals.progress}>
              <Progress deal={deal} />
            </Section>
          )}
          {deal.accrual !== null && (
            <Section title={deals.accrual}>
              <Accrual deal={deal} accrual={deal.accrual} />
            </Section>
          )}
          <Actions deal={deal} />
          {role === "payer" && BigInt(deal.paid) > 0n && <Rate deal={deal} services={services} ordered={service} />}
          <Later deal={deal} />
          <Section title={deals.history}>
            <History id={deal.id} />
          </Section>
        </Column>
        <Section title={deals.facts}>
          <Terms deal={deal} services={service === undefined ? services : [service]} />
        </Section>
      </Columns>
    </Page>
  );
}
