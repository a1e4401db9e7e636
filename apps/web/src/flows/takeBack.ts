import {
  signCancellation,
  submitCancellation,
  voidDeal,
  type Cancellation,
  type SendOptions,
  type Signed,
} from "@servicecoin/sdk";
import { providerFor } from "../chain/client.ts";
import type { Flow, FlowContext, ReviewLine, Step } from "../flow/flow.ts";
import { outcomeOf } from "../flow/signedState.ts";
import { signedFacts, titleOf, validityOf } from "../ui/signedFacts.tsx";
import type { SignedMessage } from "../ui/signedText.ts";

/** What can be taken back by a transaction of its signer. */
export type Revocable = Extract<SignedMessage, { kind: "transfer" | "lock" | "order" }>;

/** Makes a signed payment void before somebody sends it. */
export const takeBackFlow: Flow<{ message: Revocable }> = {
  name: "takeBack",
  async review(context, { message }) {
    const { client, account, network, t } = context;
    const { gasless: text } = t;
    const ether = await (await providerFor(network)).getBalance(account);
    const outcome = await outcomeOf(client, message);
    if (outcome !== undefined) throw new Error(text.states[outcome]);
    const isOrder = message.kind === "order";
    const fee: ReviewLine = {
      label: t.pay.feeLabel,
      value: isOrder ? text.takeBackFee : text.takeBackTwo,
      kind: "fee",
    };
    return {
      title: text.takeBackTitle,
      lines: [{ label: text.takeBackWhat, value: titleOf(message, t) }, ...signedFacts(message, t), fee],
      warnings: [(ether === 0n ? text.takeBackNoEther : text.takeBackEther)(validityOf(message, t))],
      steps: isOrder ? await voiding(context, message) : canceling(context, message.signed.message),
      done: () => ({ text: text.takenBack }),
    };
  },
};

async function voiding({ client, t }: FlowContext, { signed }: Extract<Revocable, { kind: "order" }>): Promise<Step[]> {
  const prepared = await voidDeal.prepare(client, { deal: signed.deal });
  await prepared.simulate();
  return [{ kind: "transaction", label: t.gasless.takeBackTitle, ...prepared }];
}

/** The coin takes only a signature for it. */
function canceling({ client, t }: FlowContext, { nonce }: { nonce: string }): Step[] {
  let signed: Signed<Cancellation> | undefined;
  const sign = async () => (signed ??= await signCancellation(client, { nonce }));
  return [
    { kind: "signature", label: t.gasless.takeBackSign, sign },
    {
      kind: "transaction",
      label: t.gasless.takeBackTitle,
      estimateGas: async () => submitCancellation.estimateGas(client, await sign()),
      send: async (options: SendOptions) => submitCancellation(client, await sign(), options),
    },
  ];
}
