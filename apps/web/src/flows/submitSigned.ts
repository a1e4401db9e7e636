import { dealIdOf } from "@servicecoin/sdk";
import { createElement } from "react";
import type { Done, Flow, FlowContext } from "../flow/flow.ts";
import { checkSigned, submission } from "../flow/signedState.ts";
import { FullAddress } from "../ui/FullAddress.tsx";
import { signedFacts, signerOf } from "../ui/signedFacts.tsx";
import type { SignedMessage } from "../ui/signedText.ts";

/** Sends what somebody else signed. */
export const submitSignedFlow: Flow<{ message: SignedMessage }> = {
  name: "submitSigned",
  async review(context, { message }) {
    const { client, t } = context;
    const { gasless: text } = t;
    const { state, sentence } = await checkSigned(message, client);
    if (state !== "ready") throw new Error(sentence ?? text.states[state]);
    const prepared = await submission(client, message);
    const title = text.sendTitle(text.kinds[message.kind]);
    return {
      title,
      lines: [
        { label: text.signer, value: createElement(FullAddress, { value: signerOf(message) }) },
        ...signedFacts(message, t),
        { label: text.cost, value: text.costRule, kind: "fee" },
      ],
      steps: [{ kind: "transaction", label: title, ...prepared }],
      done: () => ({ text: text.sent, ...nextOf(context, message) }),
    };
  },
};

function nextOf({ client, t }: FlowContext, message: SignedMessage): Pick<Done, "next"> {
  switch (message.kind) {
    case "order":
    case "release":
      return { next: { to: `/deals/${dealIdOf(client, message.signed.deal)}`, label: t.gasless.toDeal } };
    case "vote":
      return { next: { to: `/proposals/${message.signed.message.proposalId}`, label: t.gasless.toProposal } };
    case "ballotPaper":
    case "lock":
    case "delegation":
      return { next: { to: "/dao", label: t.gasless.toDao } };
    case "transfer":
    case "cancellation":
      return {};
  }
}
