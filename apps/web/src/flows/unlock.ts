import { readVotes, unlock } from "@servicecoin/sdk";
import { createElement } from "react";
import type { Flow } from "../flow/flow.ts";
import { Votes } from "../ui/Votes.tsx";
import { Amount } from "../ui/Amount.tsx";
import { shortAmount } from "../ui/format.ts";

/** Turns voting power back into SCV. */
export const unlockFlow: Flow<{ amount: bigint }> = {
  name: "unlock",
  async review({ client, account, t }, { amount }) {
    const text = t.dao;
    const [{ votes, delegate }, prepared] = await Promise.all([
      readVotes(client, { account }),
      unlock.prepare(client, { amount }),
    ]);
    await prepared.simulate();
    const left = delegate === account && votes >= amount ? votes - amount : undefined;
    return {
      title: text.unlockTitle(shortAmount(amount)),
      lines: [
        { label: t.flow.arrives, value: createElement(Amount, { value: amount, exact: true }), kind: "arrives" },
        ...(left === undefined ? [] : [{ label: text.powerAfter, value: createElement(Votes, { value: left }) }]),
        { label: text.countsFrom, value: text.countsRule },
      ],
      warnings: [text.unlockWarning],
      steps: [{ kind: "transaction", label: text.unlockTitle(shortAmount(amount)), ...prepared }],
      done: () => ({ text: text.unlockedDone(shortAmount(amount)) }),
    };
  },
};
