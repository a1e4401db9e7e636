import { delegate, readVotes, signDelegation } from "@servicecoin/sdk";
import { nextTime } from "@servicecoin/sdk/internal";
import { createElement } from "react";
import type { Flow } from "../flow/flow.ts";
import { dateOf } from "../ui/Time.tsx";
import { Votes } from "../ui/Votes.tsx";
import { accountLine } from "./dealTerms.ts";
import { reviewOfSigning } from "./signing.tsx";

/** Seconds. */
const VALID_FOR = 7n * 86_400n;

/** Signs a choice of delegate that somebody else sends. */
export const signDelegationFlow: Flow<{ delegatee: string }> = {
  name: "signDelegation",
  async review(context, { delegatee }) {
    const { client, account, t } = context;
    const [{ locked, delegate: before }, now] = await Promise.all([
      readVotes(client, { account }),
      nextTime(client),
      delegate.simulate(client, { delegatee }),
    ]);
    const expiry = now + VALID_FOR;
    return reviewOfSigning(context, {
      kind: "delegation",
      title: t.gasless.titles.delegation,
      lines: [
        { label: t.dao.delegates, value: createElement(Votes, { value: locked }) },
        accountLine(t.dao.delegateFrom, before),
        accountLine(t.dao.delegateNow, delegatee),
      ],
      validUntil: dateOf(Number(expiry)),
      sign: async () => ({
        kind: "delegation",
        signer: account,
        signed: await signDelegation(client, { delegatee, expiry }),
      }),
    });
  },
};
