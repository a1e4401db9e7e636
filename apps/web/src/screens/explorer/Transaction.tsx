import { Link, useParams } from "@tanstack/react-router";
import type { ExploredTransaction } from "../../chain/decode.ts";
import { useTransaction } from "../../chain/explore.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { shortHash } from "../../ui/format.ts";
import { Page, Section } from "../../ui/Page.tsx";
import { Empty, ValueOf } from "../../ui/States.tsx";
import { Arguments } from "./Arguments.tsx";
import { EventList } from "./EventList.tsx";

/** One transaction: who called what, and what happened. */
export function Screen() {
  const { explorer } = useText();
  const { hash = "" } = useParams({ strict: false });
  const isHash = /^0x[0-9a-fA-F]{64}$/.test(hash);
  return (
    <Page title={`${explorer.transaction} ${isHash ? shortHash(hash) : ""}`}>
      {isHash ? <Found hash={hash} /> : <Empty>{explorer.notFound}</Empty>}
    </Page>
  );
}

function Found({ hash }: { hash: string }) {
  const { explorer } = useText();
  const query = useTransaction(hash);
  return (
    <ValueOf query={query}>
      {(transaction) =>
        transaction === null ? <Empty>{explorer.notFound}</Empty> : <Details transaction={transaction} />
      }
    </ValueOf>
  );
}

function Details({ transaction }: { transaction: ExploredTransaction }) {
  const { explorer } = useText();
  const { hash, from, to, value, mined, call, events } = transaction;
  const outcome = mined === undefined ? explorer.pending : mined.isSuccess ? explorer.succeeded : explorer.failed;
  return (
    <>
      <Section>
        <Facts
          facts={[
            [explorer.status, outcome],
            mined === undefined
              ? null
              : [
                  explorer.block,
                  <Link key="" to="/blocks/$number" params={{ number: String(mined.block) }}>
                    {mined.block}
                  </Link>,
                ],
            [explorer.from, <Address key="" value={from} />],
            [explorer.to, to === null ? explorer.creates : <Address key="" value={to} />],
            value === 0n ? null : [explorer.value, <Amount key="" value={value} unit="ETH" exact />],
            mined === undefined ? null : [explorer.gasUsed, mined.gasUsed.toLocaleString()],
            mined === undefined ? null : [explorer.fee, <Amount key="" value={mined.fee} unit="ETH" />],
            [
              explorer.hash,
              <span key="" title={hash}>
                {shortHash(hash)} <CopyButton value={hash} />
              </span>,
            ],
          ]}
        />
      </Section>
      <Section title={explorer.call}>
        {call === "none" && <p>{explorer.plain}</p>}
        {call === "unknown" && <p>{to === null ? explorer.creates : explorer.unknownCall}</p>}
        {typeof call === "object" && (
          <>
            <strong>
              {call.contract}.{call.name}
            </strong>
            <Arguments args={call.args} />
          </>
        )}
      </Section>
      <Section title={explorer.events}>
        {events.length === 0 ? <Empty>{explorer.noEvents}</Empty> : <EventList events={events} />}
      </Section>
    </>
  );
}
