import { signTransfer, transfer } from "@servicecoin/sdk";
import { nextTime } from "@servicecoin/sdk/internal";
import type { Flow } from "../flow/flow.ts";
import { dateOf } from "../ui/Time.tsx";
import { inScv } from "../ui/format.ts";
import { amountLine } from "./dealTerms.ts";
import { PAYMENT_VALID_FOR, reviewOfSigning } from "./signing.tsx";
import { recipientLine, warningsOf, type Payment } from "./transfer.ts";

/** Signs a payment that somebody else sends. */
export const signTransferFlow: Flow<Payment> = {
  name: "signTransfer",
  async review(context, { to, amount, reference }) {
    const { client, t } = context;
    const [now, warnings] = await Promise.all([
      nextTime(client),
      warningsOf(context, to),
      transfer.simulate(client, { to, amount }),
    ]);
    const validBefore = now + PAYMENT_VALID_FOR;
    return reviewOfSigning(context, {
      kind: "transfer",
      title: t.gasless.titles.transfer(inScv(amount)),
      lines: [amountLine(t.flow.leaves, amount, "leaves"), recipientLine(to, t)],
      validUntil: dateOf(Number(validBefore)),
      warnings: reference === undefined ? warnings : [...warnings, t.gasless.noReference],
      sign: async () => ({ kind: "transfer", signed: await signTransfer(client, { to, amount, validBefore }) }),
    });
  },
};
