import { Title } from "@mantine/core";
import { useText } from "../../i18n/text.ts";
import { Amount } from "../../ui/Amount.tsx";
import { Facts, type Fact } from "../../ui/Facts.tsx";
import { duration, percent, shortAmount } from "../../ui/format.ts";
import { Section, Tiles } from "../../ui/Page.tsx";
import type { Statistics } from "./Statistics.tsx";

/** All figures of a period. */
export function Period({ statistics: of }: { statistics: Statistics }) {
  const t = useText();
  const { statistics: text, common } = t;
  const amount = (value: string) => <Amount value={value} />;
  const share = (bps: number | null) => (bps === null ? common.none : percent(bps));
  const volume = (gross: string, { payers: count, largestPayerBps, withoutCircles }: Statistics["honest"]) => (
    <>
      {amount(gross)}
      {count > 0 && (
        <div>
          <small>{text.worth(`${shortAmount(BigInt(withoutCircles))}\u00a0SCV`, count, share(largestPayerBps))}</small>
        </div>
      )}
    </>
  );
  const length = (seconds: number | null) => (seconds === null ? common.none : duration(seconds, t));
  const { payments, fees, honest, payers, payees, orders, escrow, x402, governance, treasury } = of;
  const groups: [title: string, facts: Fact[]][] = [
    [
      text.volume,
      [
        [text.payments, payments.payments],
        [text.gross, amount(payments.gross)],
        [text.net, amount(payments.net)],
        [text.fees, amount(fees.daoGot)],
      ],
    ],
    [
      text.honest,
      [
        [text.withoutCircles, amount(honest.withoutCircles)],
        [text.inCircles, amount(honest.inCircles)],
        [text.toSelf, amount(honest.toSelf)],
        [text.largestPayer, share(honest.largestPayerBps)],
      ],
    ],
    [
      text.people,
      [
        [text.payers, text.withNew(payers.active, payers.new)],
        [text.payees, text.withNew(payees.active, payees.new)],
        [text.newServices, of.services.registered],
      ],
    ],
    [
      text.orders,
      [
        [text.opened, orders.opened],
        [text.delivered, orders.delivered],
        [text.settled, orders.settled],
        [text.refunded, orders.refunded],
        [text.disputed, orders.disputed],
        [text.timeToDelivery, length(orders.timeToDelivery.median)],
        [text.onTime, share(orders.onTimeBps)],
      ],
    ],
    [
      text.escrow,
      [
        [text.lockedAtEnd, amount(escrow.lockedAtEnd)],
        [text.deposited, amount(escrow.deposited)],
        [text.paidOut, amount(escrow.paidOut)],
        [text.returned, amount(escrow.returned)],
      ],
    ],
    [
      text.recurring,
      [
        [text.streams, volume(of.streams.income, of.streams.honest)],
        [text.subscriptions, volume(of.subscriptions.income, of.subscriptions.honest)],
        [text.mandates, volume(of.mandates.income, of.mandates.honest)],
        [text.churn, share(of.subscriptions.churnBps)],
      ],
    ],
    [
      text.requests,
      [
        [text.payments, x402.payments],
        [text.gross, volume(x402.gross, x402.honest)],
        [text.medianPrice, x402.price === null ? common.none : amount(x402.price.median)],
        [text.payers, x402.payers],
      ],
    ],
    [
      text.dao,
      [
        [text.proposed, governance.proposed],
        [text.votes, governance.votes],
        [text.turnout, share(governance.turnoutBps)],
        [text.locked, amount(governance.lockedAtEnd)],
        [text.treasuryIn, amount(treasury.scv.in)],
        [text.treasuryOut, amount(treasury.scv.out)],
      ],
    ],
  ];
  return (
    <>
      <Title order={2} size="h3">
        {text.of(of.period.key, of.period.complete)}
      </Title>
      <Tiles>
        {groups.map(([title, facts]) => (
          <Section key={title} title={title}>
            <Facts facts={facts} />
          </Section>
        ))}
      </Tiles>
    </>
  );
}
