import { ZeroAddress } from "ethers";
import {
  acceptPayoutAccount,
  createPayoutAccount,
  listPayoutAccounts,
  readPayoutAccount,
  transferPayoutAccount,
  withdrawFromPayoutAccount,
} from "@servicecoin/sdk";
import { verb, withExamples, type Noun } from "../command/noun.js";
import { queryCommand } from "../command/query.js";
import { transactionCommand } from "../command/transaction.js";
import { payoutAccountText } from "../output/loan.js";
import { table } from "../output/table.js";
import { scv } from "../output/value.js";
import { parseAddress } from "../parse/address.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { parseReference } from "../parse/reference.js";

/** Payout accounts, whose income can be pledged for loans. */
export const account: Noun = (account) => {
  withExamples(account, [
    "servicecoin account create --salt shop --account 8",
    "servicecoin account list --account 8",
    "servicecoin account show 0x...",
    "servicecoin account withdraw 0x... --account 8",
    "servicecoin account transfer 0x... 0x... --account 8",
    "servicecoin account accept 0x... --account 9",
  ]);

  transactionCommand(
    verb(account, "create", "create a payout account that you own, to name as the payee of deals").option(
      "--salt <reference>",
      "a short text, or 32 bytes in hex, that determines the address with yours (default: random)",
    ),
    "Create a payout account",
    createPayoutAccount,
    (input) => ({ salt: input.option("salt", parseReference) }),
    { next: ({ account }) => `account show ${account}` },
  );

  queryCommand(
    verb(account, "show <payoutAccount>", "show owner, balance and loans of a payout account"),
    async (input, session) => {
      const address = input.arg("payoutAccount", parseAddress);
      return readPayoutAccount(await session.reader(), address);
    },
    payoutAccountText,
  );

  queryCommand(
    verb(account, "list [owner]", "list the payout accounts of an owner (default: you), oldest first"),
    async (input, session) => {
      const named = input.maybe("owner", parseAddress);
      const client = await session.reader();
      const accounts = await listPayoutAccounts(client, { owner: await session.subject(named, "owner") });
      return Promise.all(accounts.map((address) => readPayoutAccount(client, address)));
    },
    (standings, { out }) =>
      table(
        ["account", "balance", "withdrawable"],
        standings.map(({ account, balance, withdrawable }) => [account, scv(balance), scv(withdrawable)]),
        "No payout accounts.",
        out.columns,
      ),
  );

  transactionCommand(
    verb(account, "withdraw <payoutAccount> [amount]", "withdraw what is not due to a lender; by the owner").option(
      "--to <address>",
      "account that receives the SCV (default: you)",
    ),
    ({ account, amount, to }) =>
      `Withdraw ${amount === undefined ? "all that is free" : scv(amount)} from ${account} to ${to ?? "you"}`,
    withdrawFromPayoutAccount,
    (input) => ({
      account: input.arg("payoutAccount", parseAddress),
      amount: input.maybe("amount", parsePositiveAmount),
      to: input.option("to", parseAddress),
    }),
    { next: (_sent, { account }) => `account show ${account}` },
  );

  transactionCommand(
    verb(account, "transfer <payoutAccount> <to>", "offer a payout account to another owner; by the owner"),
    ({ account, to }) =>
      to === ZeroAddress
        ? `Offer ${account} to nobody any more`
        : `Offer ${account}, with what it holds and owes, to ${to}`,
    transferPayoutAccount,
    (input) => ({ account: input.arg("payoutAccount", parseAddress), to: input.arg("to", parseAddress) }),
    { next: (_sent, { account, to }) => (to === ZeroAddress ? undefined : `account accept ${account}  (by ${to})`) },
  );

  transactionCommand(
    verb(account, "accept <payoutAccount>", "take over a payout account that was offered to you, with its loans"),
    ({ account }) => `Take over ${account}, with its loans`,
    acceptPayoutAccount,
    (input) => ({ account: input.arg("payoutAccount", parseAddress) }),
    { next: (_sent, { account }) => `account show ${account}` },
  );
};
