import { lock, readVotes } from "@servicecoin/sdk";
import { createElement } from "react";
import type { Flow } from "../flow/flow.ts";
import { Votes } from "../ui/Votes.tsx";
import { Address } from "../ui/Address.tsx";
import { Amount } from "../ui/Amount.tsx";
import { shortAmount } from "../ui/format.ts";

/** Turns SCV into voting power. */
export const lockFlow: Flow<{ amount: bigint }> = {
  name: "lock",
  async review({ client, account, t }, { amount }) {
    const text = t.dao;
    const [{ votes, delegate }, prepared] = await Promise.all([
      readVotes(client, { account }),
      lock.prepare(client, { amount }),
    ]);
    await prepared.simulate();
    return {
      title: text.lockTitle(shortAmount(amount)),
      lines: [
        { label: text.locksAway, value: createElement(Amount, { value: amount, exact: true }), kind: "leaves" },
        delegate === account
          ? { label: text.powerAfter, value: createElement(Votes, { value: votes + amount }), kind: "arrives" }
          : { label: text.powerGoesTo, value: createElement(Address, { value: delegate, copy: false }) },
        { label: text.countsFrom, value: text.countsRule },
        { label: text.backLabel, value: text.backRule },
      ],
      steps: [{ kind: "transaction", label: text.lockTitle(shortAmount(amount)), ...prepared }],
      done: () => ({ text: text.lockedDone(shortAmount(amount)), next: { to: "/dao", label: text.toProposals } }),
    };
  },
};
