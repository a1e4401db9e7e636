import { ZeroAddress } from "ethers";
import { fields } from "@servicecoin/daemon";
import { scv } from "./values.js";
import { rule } from "./rule.js";

/** Coins are created only by the DAO. */
export const minted = rule({
  name: "minted",
  title: "Coins were created without a proposal",
  severity: "critical",
  invariant: 7,
  isNotice: true,
  settings: fields({}),
  find: async ({ events }) => {
    const executed = new Set(
      events.filter(({ name }) => name === "ProposalExecuted").map(({ transactionHash }) => transactionHash),
    );
    return Promise.resolve(
      events.flatMap((event) => {
        if (event.contract !== "ServiceCoin" || event.name !== "Transfer" || event.args.from !== ZeroAddress) return [];
        const { transactionHash: transaction, blockNumber: block, logIndex } = event;
        if (executed.has(transaction)) return [];
        const { to, value } = event.args;
        return [
          {
            cause: `${transaction}:${logIndex}`,
            message: `${scv(value)} were created for ${to} without a proposal, in transaction ${transaction}.`,
            facts: { to, amount: String(value), transaction, block },
          },
        ];
      }),
    );
  },
});
