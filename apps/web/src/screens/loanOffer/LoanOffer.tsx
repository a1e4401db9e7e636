import { Alert, Button, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { useState } from "react";
import type { CheckedOffer } from "../../flows/readLoans.ts";
import { useNetwork } from "../../config/settings.ts";
import { startFlow } from "../../flow/runner.ts";
import { costWords, defaultWords, orderRisks, repaymentWords, securityWords } from "../../flows/loanLines.ts";
import { useText } from "../../i18n/text.ts";
import { Amount } from "../../ui/Amount.tsx";
import { errorSentence } from "../../ui/errorSentence.ts";
import { Facts } from "../../ui/Facts.tsx";
import { FileButton } from "../../ui/FileButton.tsx";
import { percent } from "../../ui/format.ts";
import { FullAddress } from "../../ui/FullAddress.tsx";
import { readLoanOfferText } from "../../ui/loanOfferText.ts";
import { Page, Section } from "../../ui/Page.tsx";
import { Loading, Problem } from "../../ui/States.tsx";
import { DateTime } from "../../ui/Time.tsx";
import { Words } from "../../ui/Words.tsx";
import { useAccount } from "../../wallet/session.ts";
import styles from "../credit/Credit.module.css";

/** An offer of a loan that somebody handed on, by link, file or as a text. */
export function Screen() {
  const { credit } = useText();
  const search = useLocation({ select: ({ searchStr }) => searchStr });
  const [pasted, setPasted] = useState("");
  const text = readLoanOfferText(pasted) === undefined ? search : pasted;
  const isGiven = readLoanOfferText(text) !== undefined;
  return (
    <Page title={credit.offerPage} intro={credit.offerIntro}>
      <Section>
        {isGiven ? (
          <Checked text={text} />
        ) : (
          <div className={styles["form"]}>
            <Textarea
              label={credit.paste}
              description={credit.pasteHint}
              rows={6}
              spellCheck={false}
              value={pasted}
              onChange={(event) => {
                setPasted(event.currentTarget.value);
              }}
              error={pasted.trim() === "" ? undefined : credit.offerBad}
            />
            <div>
              <FileButton label={credit.openFile} accept=".json,application/json" onText={setPasted} />
            </div>
          </div>
        )}
      </Section>
    </Page>
  );
}

function Checked({ text }: { text: string }) {
  const { credit } = useText();
  const network = useNetwork();
  const query = useQuery({
    queryKey: ["loanOffer", network.rpc, text],
    queryFn: async () => (await import("../../flows/readLoans.ts")).checkOffer(text),
  });
  if (query.error !== null) return <Problem error={query.error} retry={() => void query.refetch()} />;
  if (query.data === undefined) return <Loading />;
  if (query.data !== null) return <Terms checked={query.data} />;
  return (
    <Alert color="red" variant="light" role="alert">
      {credit.offerBad}
    </Alert>
  );
}

function Terms({ checked: { offer, loanId, cost, schedule, security, state, fault } }: { checked: CheckedOffer }) {
  const t = useText();
  const { credit } = t;
  const { loan } = offer;
  const account = useAccount();
  const isMine = account?.toLowerCase() === loan.lender.toLowerCase();
  const isOver = state !== "offered";
  const isTaken = isOver && state !== "voided";
  const words = security === undefined ? [] : securityWords(security, loan, t);
  const risks = security === undefined ? [] : orderRisks(security, loan.borrower, t);
  return (
    <div className={styles["stack"]}>
      <Facts
        facts={[
          [credit.youReceive, <Amount key="" value={cost.received} exact />],
          [credit.lender, <FullAddress key="" value={loan.lender} />],
          [credit.repay, repaymentWords(schedule, t)],
          [credit.cost, costWords(loan, cost, t)],
          [credit.yearlyCost, cost.yearlyBps === undefined ? credit.yearlyUnknown : percent(cost.yearlyBps)],
          [credit.security, <Words key="" words={words} none={credit.nothing} />],
          [credit.ifNot, defaultWords(loan, t)],
          [credit.validUntil, <DateTime key="" at={loan.validUntil} />],
        ]}
      />
      {risks.length > 0 && (
        <Alert color="yellow" variant="light">
          <Words words={risks} none="" />
        </Alert>
      )}
      {isOver && (
        <Alert color="blue" variant="light">
          {isTaken ? credit.offerTaken : credit.offerVoided}
        </Alert>
      )}
      {fault !== undefined && !isOver && (
        <Alert color="red" variant="light" role="alert" title={credit.offerFault}>
          {errorSentence(fault, t)}
        </Alert>
      )}
      {fault === undefined && (
        <Alert color="teal" variant="light">
          {isMine ? credit.offerOwn : credit.offerGood}
        </Alert>
      )}
      <div className={styles["row"]}>
        {isTaken && (
          <Button component={Link} to={`/loans/${loanId}`} variant="default">
            {credit.follow}
          </Button>
        )}
        {!isOver && isMine && (
          <Button
            variant="default"
            onClick={() => {
              startFlow(async () => (await import("../../flows/takeLoan.ts")).voidLoanOfferFlow, { offer });
            }}
          >
            {credit.voidOffer}
          </Button>
        )}
        {fault === undefined && !isMine && (
          <Button
            onClick={() => {
              startFlow(async () => (await import("../../flows/takeLoan.ts")).takeLoanFlow, { offer });
            }}
          >
            {credit.take}
          </Button>
        )}
      </div>
    </div>
  );
}
