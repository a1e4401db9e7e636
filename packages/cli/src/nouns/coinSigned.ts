import type { Command } from "../command/command.js";
import { MaxUint256 } from "ethers";
import {
  type Authorization,
  cancelAuthorization,
  type Cancellation,
  type Permit,
  readAuthorization,
  signCancellation,
  type Signed,
  signPermit,
  signTransfer,
  submitCancellation,
  submitPermit,
  submitTransfer,
  accountOf,
} from "@servicecoin/sdk";
import { transactionCommand } from "../command/transaction.js";
import { addTerms, termsOf } from "../options/authorizationOptions.js";
import { bind } from "../command/dispatch.js";
import { verb } from "../command/noun.js";
import { list } from "../output/table.js";
import { scv, time } from "../output/value.js";
import { parseAddress } from "../parse/address.js";
import { parseAmount } from "../parse/amount.js";
import { DEFAULT_TERM, futureOption } from "../options/timeOptions.js";
import { parseHash } from "../parse/reference.js";
import { parseAllowance } from "../parse/unlimited.js";
import { queryCommand } from "../command/query.js";
import { signatureCommand, submitCommand } from "../command/signature.js";

/** Adds payments and approvals by signature. */
export function addAuthorizations(coin: Command): void {
  signatureCommand(
    addTerms(verb(coin, "sign-transfer <to> <amount>", "sign a payment that anyone can submit once")),
    ({ to, amount, validBefore }) => `Sign a payment of ${scv(amount)} to ${to}, valid before ${time(validBefore)}`,
    signTransfer,
    async (input, session) => ({
      to: input.arg("to", parseAddress),
      ...(await termsOf(input, session, input.arg("amount", parseAmount))),
    }),
  );

  signatureCommand(
    verb(coin, "sign-permit <spender> <amount>", "sign an approval that anyone can submit").option(
      "--deadline <time>",
      `last time to submit it (default: ${DEFAULT_TERM} from now)`,
    ),
    ({ spender, amount }) => `Sign that ${spender} may move ${amount === MaxUint256 ? "all your SCV" : scv(amount)}`,
    signPermit,
    async (input, session) => {
      const approval = { spender: input.arg("spender", parseAddress), amount: input.arg("amount", parseAllowance) };
      return { ...approval, deadline: await futureOption(input, session, "deadline") };
    },
  );

  signatureCommand(
    verb(coin, "sign-cancel <nonce>", "sign the cancellation of a payment you signed; anyone can submit it"),
    ({ nonce }) => `Sign the cancellation of the payment ${nonce}`,
    signCancellation,
    (input) => ({ nonce: input.arg("nonce", parseHash) }),
  );

  submitCommand(coin, {
    Permit: (signed) => bind(submitPermit, signed as Signed<Permit>),
    TransferWithAuthorization: (signed) => bind(submitTransfer, signed as Signed<Authorization>),
    CancelAuthorization: (signed) => bind(submitCancellation, signed as Signed<Cancellation>),
  });

  transactionCommand(
    verb(coin, "cancel <nonce>", "cancel a payment that you signed, by its nonce"),
    ({ nonce }) => `Cancel the signed payment ${nonce}`,
    cancelAuthorization,
    (input) => ({ nonce: input.arg("nonce", parseHash) }),
    { next: async (_sent, { nonce }, client) => `coin authorization ${nonce} ${await accountOf(client)}` },
  );

  queryCommand(
    verb(
      coin,
      "authorization <nonce> [account]",
      "show whether a signed payment of an account (default: yours) was used or canceled",
    ),
    async (input, session) => {
      const nonce = input.arg("nonce", parseHash);
      const named = input.maybe("account", parseAddress);
      const client = await session.reader();
      const authorizer = await session.subject(named, "account");
      return { authorizer, nonce, isUsed: await readAuthorization(client, { authorizer, nonce }) };
    },
    ({ authorizer, nonce, isUsed }) =>
      list([
        ["account", authorizer],
        ["nonce", nonce],
        ["state", isUsed ? "used or canceled" : "not used"],
      ]),
  );
}
