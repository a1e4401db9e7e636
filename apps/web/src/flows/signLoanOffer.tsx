import {
  describeSecurity,
  draftLoan,
  findDeal,
  formatLoanOffer,
  loanSchedule,
  signLoanOffer,
  verifyLoanOffer,
  type LoanOffer,
} from "@servicecoin/sdk";
import { nextTime } from "@servicecoin/sdk/internal";
import { Button } from "@mantine/core";
import { ZeroAddress } from "ethers";
import { QRCodeSVG } from "qrcode.react";
import type { Flow } from "../flow/flow.ts";
import type { Text } from "../i18n/text.ts";
import { download } from "../ui/download.ts";
import { inScv } from "../ui/format.ts";
import { FullAddress } from "../ui/FullAddress.tsx";
import { Handover } from "../ui/Handover.tsx";
import { loanOfferLink } from "../ui/loanOfferText.ts";
import { dateOf } from "../ui/Time.tsx";
import { Words } from "../ui/Words.tsx";
import { allowCredit } from "./allowCredit.ts";
import { amountLine } from "./dealTerms.ts";
import type { LoanToOffer } from "./loanToOffer.ts";
import { costOf } from "./loanCost.ts";
import { defaultWords, orderRisks, repaymentWords, securityWords } from "./loanLines.ts";
import styles from "./signing.module.css";

/** Signs the offer of a loan. */
export const signLoanOfferFlow: Flow<LoanToOffer> = {
  name: "signLoanOffer",
  async review(context, { orders: ids, incomeAccount, ...terms }) {
    const { client, t } = context;
    const text = t.credit;
    const orders = await Promise.all(ids.map((id) => findDeal(client, id)));
    const income = incomeAccount !== undefined;
    const draft = await draftLoan(client, { ...terms, orders, income, account: incomeAccount });
    const { loan } = draft;
    const [security, now] = await Promise.all([describeSecurity(client, draft), nextTime(client)]);
    const schedule = loanSchedule(loan, now);
    const amount = inScv(loan.amount);
    const allow = await allowCredit(context, loan.amount, text.allowStep(amount));
    const { unsecured, owed } = security;
    return {
      title: text.offerTitle(amount),
      lines: [
        amountLine(text.youLend, loan.amount, "leaves"),
        amountLine(text.youGetBack, costOf(loan, schedule, now).repaid, "arrives"),
        { label: text.repay, value: repaymentWords(schedule, t) },
        { label: text.security, value: <Words words={securityWords(security, loan, t)} none={text.nothing} /> },
        unsecured === 0n
          ? { label: text.unsecured, value: text.unsecuredNothing }
          : amountLine(text.unsecured, unsecured),
        { label: text.ifBorrowerFails, value: defaultWords(loan, t, text.ifBorrowerFailsRule) },
        {
          label: text.whoCanTake,
          value: loan.borrower === ZeroAddress ? text.anyone : <FullAddress value={loan.borrower} />,
        },
        { label: text.validUntil, value: dateOf(Number(loan.validUntil)) },
      ],
      warnings: [
        ...(unsecured === 0n ? [] : [text.unsecuredWarning(inScv(unsecured), inScv(owed))]),
        ...orderRisks(security, loan.borrower, t),
      ],
      steps: [
        ...allow,
        {
          kind: "signature",
          label: text.signStep,
          sign: async () => {
            const offer = await signLoanOffer(client, draft);
            // An offer that nobody could take is not handed on.
            await verifyLoanOffer(client, offer);
            return offer;
          },
        },
      ],
      done: (outcomes) => ({
        text: text.offerSigned,
        share: <HandOn offer={outcomes.at(-1) as LoanOffer} t={t} />,
      }),
    };
  },
};

/** Characters that a code of this size can hold so that a camera still reads it. */
const MOST_IN_CODE = 1_000;

/** An offer as a link, as a code, as a text and as a file. */
function HandOn({ offer, t: { credit: text } }: { offer: LoanOffer; t: Text }) {
  const link = loanOfferLink(location.href, offer);
  const document = formatLoanOffer(offer);
  return (
    <>
      <Handover label={text.offerLink} copy={text.copyLink} value={link} />
      {link.length <= MOST_IN_CODE && (
        <div className={styles["code"]}>
          <QRCodeSVG value={link} size={280} marginSize={2} level="L" title={text.code} />
        </div>
      )}
      <Handover label={text.offerText} copy={text.copyText} value={document} />
      <div>
        <Button
          variant="default"
          size="xs"
          onClick={() => {
            download("offer.json", "application/json", document);
          }}
        >
          {text.save}
        </Button>
      </div>
    </>
  );
}
