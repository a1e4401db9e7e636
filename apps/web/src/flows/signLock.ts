import { lock, readVotes, signLock } from "@servicecoin/sdk";
import { nextTime } from "@servicecoin/sdk/internal";
import type { Flow } from "../flow/flow.ts";
import { inScv } from "../ui/format.ts";
import { dateOf } from "../ui/Time.tsx";
import { accountLine, amountLine } from "./dealTerms.ts";
import { PAYMENT_VALID_FOR, reviewOfSigning } from "./signing.tsx";

/** Signs a lock of SCV that somebody else sends. */
export const signLockFlow: Flow<{ amount: bigint }> = {
  name: "signLock",
  async review(context, { amount }) {
    const { client, account, t } = context;
    const [{ delegate }, now] = await Promise.all([
      readVotes(client, { account }),
      nextTime(client),
      lock.simulate(client, { amount }),
    ]);
    const validBefore = now + PAYMENT_VALID_FOR;
    return reviewOfSigning(context, {
      kind: "lock",
      title: t.gasless.titles.lock(inScv(amount)),
      lines: [
        amountLine(t.dao.locksAway, amount, "leaves"),
        ...(delegate === account ? [] : [accountLine(t.dao.powerGoesTo, delegate)]),
        { label: t.dao.backLabel, value: t.dao.backRule },
      ],
      validUntil: dateOf(Number(validBefore)),
      sign: async () => ({ kind: "lock", signed: await signLock(client, { amount, validBefore }) }),
    });
  },
};
