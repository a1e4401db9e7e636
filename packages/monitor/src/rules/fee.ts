import { fields } from "@servicecoin/daemon";
import { rule } from "./rule.js";

/** Tells of changes of the hub's fee. */
export const fee = rule({
  name: "fee",
  title: "The hub's fee changed",
  severity: "warning",
  isNotice: true,
  settings: fields({}),
  find: async ({ events }) =>
    Promise.resolve(
      events.flatMap((event) => {
        if (event.contract !== "PaymentHub" || event.name !== "FeeSet") return [];
        const { transactionHash: transaction, blockNumber: block, logIndex } = event;
        const feeBps = Number(event.args.fee);
        return [
          {
            cause: `${transaction}:${logIndex}`,
            message: `The hub's fee is ${feeBps / 100} % since transaction ${transaction}.`,
            facts: { feeBps, transaction, block },
          },
        ];
      }),
    ),
});
