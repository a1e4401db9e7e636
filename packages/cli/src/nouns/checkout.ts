import { quoteCheckout, readLiquidity } from "@servicecoin/sdk";
import { verb, withExamples, type Noun } from "../command/noun.js";
import { queryCommand } from "../command/query.js";
import { list } from "../output/table.js";
import { ether, percent, scv } from "../output/value.js";
import { parseAddress } from "../parse/address.js";
import { parsePercent, parsePositiveAmount } from "../parse/amount.js";

/** Paying with ether. */
export const checkout: Noun = (checkout) => {
  withExamples(checkout, [
    "servicecoin checkout quote 2.5",
    "servicecoin checkout liquidity",
    "servicecoin order open 0x... 2.5 --pay-with eth --account 1",
    "servicecoin coin transfer 0x... 1.5 --pay-with eth --slippage 0.5% --account 1",
  ]);

  queryCommand(
    verb(checkout, "quote <amount>", "show what an amount of SCV costs in ether now").option(
      "--slippage <percent>",
      "how much the price may still rise (default: 1%)",
    ),
    async (input, session) => {
      const amount = input.arg("amount", parsePositiveAmount);
      const slippageBps = input.option("slippage", parsePercent);
      return quoteCheckout(await session.reader(), { amount, slippageBps });
    },
    ({ amount, input, maxInput, pairFee, priceImpactBps, isPriceImpactHigh }) =>
      list([
        ["amount", scv(amount)],
        ["costs", `${ether(input)}, with ${ether(pairFee)} for those who provide liquidity`],
        ["at most", ether(maxInput)],
        ["price impact", `${percent(priceImpactBps)}${isPriceImpactHigh ? ": the trading pair is small" : ""}`],
      ]),
  );

  queryCommand(
    verb(checkout, "liquidity [account]", "show the trading pair, and the share of an account (default: the treasury)"),
    async (input, session) => {
      const named = input.maybe("account", parseAddress);
      const client = await session.reader();
      const account = named ?? client.addresses.Treasury;
      return { account, ...(await readLiquidity(client, { account })) };
    },
    ({ account, pair, coinReserve, etherReserve, totalSupply, tokens, share }) =>
      list([
        ["pair", pair],
        ["holds", `${scv(coinReserve)} and ${ether(etherReserve)}`],
        ["liquidity tokens", totalSupply.toString()],
        ["account", account],
        ["its tokens", tokens.toString()],
        ["its share", `${scv(share.coins)} and ${ether(share.wei)}`],
      ]),
  );
};
