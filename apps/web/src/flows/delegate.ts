import { delegate, readVotes } from "@servicecoin/sdk";
import { createElement } from "react";
import type { Flow } from "../flow/flow.ts";
import { Votes } from "../ui/Votes.tsx";
import { Address } from "../ui/Address.tsx";

/** Chooses who votes with what the account has locked. */
export const delegateFlow: Flow<{ delegatee: string }> = {
  name: "delegate",
  async review({ client, account, t }, { delegatee }) {
    const text = t.dao;
    const [{ locked, delegate: before }, prepared] = await Promise.all([
      readVotes(client, { account }),
      delegate.prepare(client, { delegatee }),
    ]);
    await prepared.simulate();
    const isSelf = delegatee === account;
    const title = isSelf ? text.delegateSelfTitle : text.delegateTitle;
    return {
      title,
      lines: [
        { label: text.delegates, value: createElement(Votes, { value: locked }) },
        { label: text.delegateFrom, value: createElement(Address, { value: before, copy: false }) },
        { label: text.delegateNow, value: createElement(Address, { value: delegatee, copy: false }) },
        { label: text.countsFrom, value: text.countsRule },
        ...(isSelf ? [] : [{ label: text.backLabel, value: text.delegateBack }]),
      ],
      steps: [{ kind: "transaction", label: title, ...prepared }],
      done: () => ({ text: isSelf ? text.delegatedSelfDone : text.delegatedDone }),
    };
  },
};
