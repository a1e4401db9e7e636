import type { Quote } from "@servicecoin/sdk";
import { Alert, Button, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { errorSentence } from "../../ui/errorSentence.ts";
import { Facts } from "../../ui/Facts.tsx";
import { duration, percent } from "../../ui/format.ts";
import { FullAddress } from "../../ui/FullAddress.tsx";
import { lookalikeWarning, useKnownAccounts } from "../../ui/known.ts";
import { Page, Section } from "../../ui/Page.tsx";
import { textOfReference } from "../../ui/reference.ts";
import { Loading } from "../../ui/States.tsx";
import { Stranger } from "../../ui/Stranger.tsx";
import { DateTime } from "../../ui/Time.tsx";
import { useAccount } from "../../wallet/session.ts";
import styles from "./Quote.module.css";
import { readQuote } from "../../ui/quoteText.ts";

/** A quote that somebody handed on, by link or as a text. */
export function Screen() {
  const { provide } = useText();
  const search = useLocation({ select: ({ searchStr }) => searchStr });
  const [pasted, setPasted] = useState("");
  const quote = readQuote(search) ?? readQuote(pasted);
  const hasLink = search.includes("q=");
  return (
    <Page title={provide.acceptPage} intro={provide.acceptIntro}>
      <Section>
        {quote === undefined ? (
          <>
            {hasLink && (
              <Alert color="red" variant="light" mb="sm" role="alert">
                {provide.acceptBad}
              </Alert>
            )}
            <Textarea
              label={provide.acceptPaste}
              description={provide.acceptPasteHint}
              rows={6}
              spellCheck={false}
              value={pasted}
              onChange={(event) => {
                setPasted(event.currentTarget.value);
              }}
              error={pasted.trim() === "" ? undefined : provide.acceptBad}
            />
          </>
        ) : (
          <Terms quote={quote} />
        )}
      </Section>
    </Page>
  );
}

const NOBODY = /^0x0{40}$/;

function Terms({ quote }: { quote: Quote }) {
  const t = useText();
  const { provide } = t;
  const { deal } = quote;
  const account = useAccount();
  const { known } = useKnownAccounts();
  const lookalike = lookalikeWarning(deal.payee, known, t);
  const words = textOfReference(deal.ref);
  const isMine = account?.toLowerCase() === deal.payee.toLowerCase();
  const check = useQuery({
    queryKey: ["quote", quote.signature, String(deal.price), deal.ref],
    // A query must not answer with undefined.
    queryFn: async () => ({ fault: await (await import("../../chain/checkQuote.ts")).faultOfQuote(quote) }),
  });
  if (deal.period !== 0n) return <Alert color="yellow">{provide.acceptStream}</Alert>;
  const fault = check.error ?? check.data?.fault;
  return (
    <div className={styles["stack"]}>
      <Facts
        facts={[
          [provide.acceptPrice, <Amount key="" value={deal.price} exact />],
          words === undefined ? null : [provide.acceptFor, <Stranger key="" text={words} />],
          [provide.acceptFrom, <FullAddress key="" value={deal.payee} />],
          [provide.quoteUntil, <DateTime key="" at={deal.deadline} />],
          [provide.acceptReview, provide.acceptReviewRule(duration(Number(deal.window), t))],
          [
            provide.acceptArbiter,
            NOBODY.test(deal.arbiter) ? t.common.nobody : <Address key="" value={deal.arbiter} />,
          ],
          [t.flow.serviceFee, percent(deal.feeBps)],
        ]}
      />
      {lookalike !== undefined && (
        <Alert color="red" variant="light" role="alert">
          {lookalike}
        </Alert>
      )}
      {check.isPending && <Loading lines={1} />}
      {fault !== undefined && (
        <Alert color="red" variant="light" role="alert" title={provide.acceptFailed}>
          {errorSentence(fault, t)}
        </Alert>
      )}
      {check.data !== undefined && fault === undefined && (
        <>
          <Alert color="teal" variant="light">
            {isMine ? provide.acceptOwn : provide.acceptGood}
          </Alert>
          <div>
            <Button
              variant={isMine ? "default" : "filled"}
              onClick={() => {
                startFlow(
                  async () => {
                    const { payQuoteFlow, voidQuoteFlow } = await import("../../flows/payQuote.ts");
                    return isMine ? voidQuoteFlow : payQuoteFlow;
                  },
                  { quote },
                );
              }}
            >
              {isMine ? provide.quoteVoid : provide.acceptPay}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
