import { Link } from "@tanstack/react-router";
import { limitOf, type IndexedDeal } from "../../deals/standing.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { Facts, type Fact } from "../../ui/Facts.tsx";
import { Reference } from "../../ui/Reference.tsx";
import { Stranger } from "../../ui/Stranger.tsx";
import { DateTime } from "../../ui/Time.tsx";
import { duration, percent } from "../../ui/format.ts";
import { Price } from "../deals/Price.tsx";
import type { NamedService } from "./useServicesOf.ts";

interface Props {
  deal: IndexedDeal;
  services: readonly NamedService[];
}

/** What was agreed, and where the money is. */
export function Terms({ deal, services }: Props) {
  const t = useText();
  const { deals, common } = t;
  const { kind, payer, payee, arbiter, start, deadline, window } = deal;
  const isOrder = kind === "order";
  const amount = (label: string, value: string): Fact =>
    BigInt(value) === 0n ? null : [label, <Amount key="" value={value} />];
  const time = (label: string, at: number | null): Fact => (at === null ? null : [label, <DateTime key="" at={at} />]);
  return (
    <Facts
      facts={[
        services.length === 0 ? null : [deals.service, <Services key="" services={services} />],
        [deals.roles.payer, <Address key="" value={payer} />],
        payee === null ? null : [deals.roles.payee, <Address key="" value={payee} />],
        !isOrder
          ? null
          : [deals.roles.arbiter, arbiter === null ? deals.noArbiter : <Address key="" value={arbiter} />],
        [deals.price, <Price key="" deal={deal} />],
        deal.state === "closed" || deal.state === "voided" ? null : [deals.held, <Amount key="" value={deal.left} />],
        amount(deals.paid, deal.paid),
        amount(deals.fees, deal.fees),
        amount(deals.refunded, deal.refunded),
        [deals.feeRate, percent(deal.feeBps)],
        isOrder && deal.deliveredAt === null ? time(deals.deliverUntil, deadline) : null,
        time(deals.delivered, deal.deliveredAt),
        deal.state === "delivered" ? time(deals.reviewUntil, limitOf(deal) ?? null) : null,
        deal.state === "disputed" ? time(deals.decideUntil, limitOf(deal) ?? null) : null,
        isOrder && deal.deliveredAt === null ? [deals.reviewTime, duration(window, t)] : null,
        isOrder || start === 0 ? null : time(deals.starts, start),
        isOrder ? null : [deals.ends, deadline === 0 ? common.never : <DateTime key="" at={deadline} />],
        time(deals.opened, deal.createdAt),
        time(deals.finished, deal.closedAt),
        deal.reference === null ? null : [deals.reference, <Reference key="" value={deal.reference} />],
      ]}
    />
  );
}

function Services({ services }: { services: readonly NamedService[] }) {
  return services.map(({ id, name }, index) => (
    <span key={id}>
      {index > 0 && ", "}
      <Link to="/services/$id" params={{ id: String(id) }}>
        <Stranger text={name} />
      </Link>
    </span>
  ));
}
