import {
  type Authorization,
  delegate,
  type Delegation,
  lock,
  readVotes,
  signDelegation,
  type Signed,
  signLock,
  submitDelegation,
  submitLock,
  unlock,
  accountOf,
} from "@servicecoin/sdk";
import { transactionCommand } from "../command/transaction.js";
import { addTerms, termsOf } from "../options/authorizationOptions.js";
import { bind } from "../command/dispatch.js";
import { verb, withExamples, type Noun } from "../command/noun.js";
import { list } from "../output/table.js";
import { scv, time } from "../output/value.js";
import { parseAddress } from "../parse/address.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { DEFAULT_TERM, futureOption } from "../options/timeOptions.js";
import { queryCommand } from "../command/query.js";
import { signatureCommand, submitCommand } from "../command/signature.js";

/** Locked SCV and voting power. */
export const votes: Noun = (votes) => {
  withExamples(votes, [
    "servicecoin votes show --account 1",
    "servicecoin votes lock 10 --account 1",
    "servicecoin votes lock 10 --delegatee 0x... --account 1",
    "servicecoin votes unlock 4 --account 1",
    "servicecoin votes sign-lock 10 --out lock.json --account 1",
    "servicecoin votes submit lock.json --account 2",
  ]);

  queryCommand(
    verb(votes, "show [account]", "show locked SCV, voting power and delegate of an account (default: yours)"),
    async (input, session) => {
      const named = input.maybe("account", parseAddress);
      const client = await session.reader();
      const account = await session.subject(named, "account");
      return { account, ...(await readVotes(client, { account })) };
    },
    ({ account, locked, votes, delegate }) =>
      list([
        ["account", account],
        ["locked", scv(locked)],
        ["votes", scv(votes)],
        ["delegate", delegate === account ? "itself" : delegate],
      ]),
  );

  transactionCommand(
    verb(votes, "lock <amount>", "lock SCV to get voting power").option(
      "--delegatee <account>",
      "account that votes with all your locked SCV (default: unchanged)",
    ),
    ({ amount, delegatee }) =>
      `Lock ${scv(amount)}${delegatee === undefined ? "" : `, and let ${delegatee} vote with all your locked SCV`}`,
    lock,
    (input) => {
      const delegatee = input.option("delegatee", parseAddress);
      const amount = input.arg("amount", parsePositiveAmount);
      return delegatee === undefined ? { amount } : { amount, delegatee };
    },
    { next: () => "proposal list --state active" },
  );

  transactionCommand(
    verb(votes, "unlock <amount>", "unlock SCV").option(
      "--to <account>",
      "account that receives the SCV (default: you)",
    ),
    ({ amount, to }) => `Unlock ${scv(amount)}${to === undefined ? "" : ` for ${to}`}`,
    unlock,
    (input) => {
      const to = input.option("to", parseAddress);
      const amount = input.arg("amount", parsePositiveAmount);
      return to === undefined ? { amount } : { amount, to };
    },
    { next: async (_sent, _params, client) => `votes show ${await accountOf(client)}` },
  );

  transactionCommand(
    verb(votes, "delegate <account>", "let an account vote with all your locked SCV; delegate to yourself to undo"),
    ({ delegatee }) => `Let ${delegatee} vote with all SCV that you have locked and will lock`,
    delegate,
    (input) => ({ delegatee: input.arg("account", parseAddress) }),
    { next: (_sent, { delegatee }) => `votes show ${delegatee}` },
  );

  signatureCommand(
    addTerms(verb(votes, "sign-lock <amount>", "sign a lock of your SCV; anyone can submit it")),
    ({ amount, validBefore }) => `Sign that ${scv(amount)} may be locked for you before ${time(validBefore)}`,
    signLock,
    (input, session) => termsOf(input, session, input.arg("amount", parsePositiveAmount)),
  );

  signatureCommand(
    verb(
      votes,
      "sign-delegation <account>",
      "sign a delegation of your votes to an account; anyone can submit it",
    ).option("--expiry <time>", `last time to submit it (default: ${DEFAULT_TERM} from now)`),
    ({ delegatee }) => `Sign that ${delegatee} votes with all SCV that you have locked and will lock`,
    signDelegation,
    async (input, session) => ({
      delegatee: input.arg("account", parseAddress),
      expiry: await futureOption(input, session, "expiry"),
    }),
  );

  submitCommand(votes, {
    ReceiveWithAuthorization: (signed) => bind(submitLock, signed as Signed<Authorization>),
    Delegation: (signed) => bind(submitDelegation, signed as Signed<Delegation>),
  });
};
