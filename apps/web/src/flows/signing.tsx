import { QRCodeSVG } from "qrcode.react";
import type { ReactNode } from "react";
import { networkIdOf } from "../chain/networkId.ts";
import type { FlowContext, Review, ReviewLine, SignatureStep } from "../flow/flow.ts";
import { keepSignature } from "../flow/signedOutbox.ts";
import { checkSigned } from "../flow/signedState.ts";
import type { Text } from "../i18n/text.ts";
import { Handover } from "../ui/Handover.tsx";
import { titleOf } from "../ui/signedFacts.tsx";
import { signedLink, writeSigned, type SignedKind, type SignedMessage } from "../ui/signedText.ts";
import styles from "./signing.module.css";

/** Seconds for which a signed payment is valid: time enough to hand it on. */
export const PAYMENT_VALID_FOR = 86_400n;

interface Signing {
  kind: SignedKind;
  title: string;
  /** What it does. */
  lines: ReviewLine[];
  validUntil: string;
  warnings?: string[];
  /** Asks the wallet. */
  sign: () => Promise<SignedMessage>;
}

/** The review of something that the user signs and somebody else sends. */
export function reviewOfSigning(context: FlowContext, signing: Signing): Review {
  const { t } = context;
  const { gasless: text } = t;
  const { kind, title, lines, validUntil, warnings = [] } = signing;
  const step: SignatureStep = {
    kind: "signature",
    label: title,
    async sign() {
      const message = await signing.sign();
      await requireReady(context, message);
      keepSignature({
        ...{ id: crypto.randomUUID(), networkId: networkIdOf(context.network), account: context.account },
        ...{ title: titleOf(message, t), text: writeSigned(message), at: Date.now(), state: "signed" },
      });
      return message;
    },
  };
  return {
    title,
    lines: [
      ...lines,
      { label: text.validUntil, value: validUntil },
      { label: text.who, value: text.whoRule },
      { label: text.takeBack, value: text.takeBackRules[kind] },
    ],
    warnings: [...warnings, text.bearer],
    steps: [step],
    done: ([message]) => ({ text: text.signedDone, share: <HandOn message={message as SignedMessage} t={t} /> }),
  };
}

/** What nobody could send is not handed on, such as the signature of a wallet that signed something else. */
async function requireReady({ client, t }: FlowContext, message: SignedMessage): Promise<void> {
  const { state, sentence } = await checkSigned(message, client);
  if (state !== "ready") throw new Error(sentence ?? t.gasless.states[state]);
}

/** Characters that a code of this size can hold so that a camera still reads it. */
const MOST_IN_CODE = 1_000;

/** A signed message as a link, as a code and as a text. */
function HandOn({ message, t }: { message: SignedMessage; t: Text }): ReactNode {
  const { gasless: text } = t;
  const link = signedLink(location.href, message);
  return (
    <>
      <Handover label={text.link} copy={text.copyLink} value={link} />
      {link.length <= MOST_IN_CODE && (
        <div className={styles["code"]}>
          <QRCodeSVG value={link} size={280} marginSize={2} level="L" title={text.code} />
        </div>
      )}
      <Handover label={text.text} copy={text.copyText} value={writeSigned(message)} />
    </>
  );
}
