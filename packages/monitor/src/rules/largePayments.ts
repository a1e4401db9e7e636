import { parseEther, ZeroAddress } from "ethers";
import { fields } from "@servicecoin/daemon";
import { scv, scvAmount } from "./values.js";
import { rule } from "./rule.js";

/** Tells of transfers of much SCV. */
export const largePayments = rule({
  name: "largePayments",
  title: "A large amount of SCV moved",
  severity: "info",
  isNotice: true,
  settings: fields({ least: scvAmount.default(parseEther("100000")) }),
  find: async ({ events }, { least }) =>
    Promise.resolve(
      events.flatMap((event) => {
        if (event.contract !== "ServiceCoin" || event.name !== "Transfer" || event.args.value < least) return [];
        const { from, to, value } = event.args;
        const { transactionHash: transaction, blockNumber: block, logIndex } = event;
        const whence = from === ZeroAddress ? "were created and went" : `went from ${from}`;
        return [
          {
            cause: `${transaction}:${logIndex}`,
            message: `${scv(value)} ${whence} to ${to} in transaction ${transaction}.`,
            facts: { from, to, amount: String(value), transaction, block },
          },
        ];
      }),
    ),
});
