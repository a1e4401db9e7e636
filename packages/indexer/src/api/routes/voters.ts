import { z } from "zod";
import type { Selectable } from "kysely";
import type { Schema } from "../../query/reader.js";
import { address, addressParam, amount, integerParam, position } from "../fields.js";
import { mergedPage, NEWEST, page, type Order } from "../page.js";
import { list } from "../route.js";
import { checksum, digits, positionOf } from "../values.js";

/** An account that locked SCV or casts votes. */
const voter = z.object({
  account: address,
  locked: amount,
  votes: amount.describe("Votes that it casts: its own, unless delegated, and those of others."),
  delegate: address,
});

function toVoter({ account, locked, votes, delegate }: Selectable<Schema["voters"]>): z.output<typeof voter> {
  return {
    ...{ account: checksum(account), locked: digits(locked), votes: digits(votes) },
    delegate: checksum(delegate ?? account),
  };
}

const BY_VOTES: Order = { by: { votes: "amount", account: "text" }, direction: "desc" };
const BY_ACCOUNT: Order = { by: { account: "text" }, direction: "asc" };

export const voters = list({
  path: "/voters",
  tag: "Governance",
  summary: "Voters and delegates, those with the most votes first",
  input: {},
  item: voter,
  answer: async (question) => page(question, question.db.selectFrom("voters").selectAll(), BY_VOTES, toVoter),
});

export const delegators = list({
  path: "/voters/{address}/delegators",
  tag: "Governance",
  summary: "Who lets an account vote for it",
  input: { address: addressParam.describe("The delegate.") },
  item: voter,
  answer: async (question) => {
    const { address: delegate } = question.input;
    return page(
      question,
      question.db.selectFrom("voters").selectAll().where("delegate", "=", delegate),
      BY_ACCOUNT,
      toVoter,
    );
  },
});

const power = z.object({ ...position, before: amount, votes: amount });

export const votingPower = list({
  path: "/voters/{address}/power",
  tag: "Governance",
  summary: "Votes of an account over time, the newest first",
  input: {
    address: addressParam.describe("The account."),
    until: integerParam.optional().describe("Only changes until this second: the first is what it had then."),
  },
  item: power,
  answer: async (question) => {
    const { address: account, until } = question.input;
    const changes = question.db
      .selectFrom("votingPower")
      .selectAll()
      .where("account", "=", account)
      .$if(until !== undefined, (query) => query.where("time", "<=", until as number));
    return page(question, changes, NEWEST, (row) => ({
      ...positionOf(row),
      before: digits(row.previous),
      votes: digits(row.votes),
    }));
  },
});

const delegation = z.object({ ...position, delegator: address, from: address, to: address });

export const delegations = list({
  path: "/voters/{address}/delegations",
  tag: "Governance",
  summary: "Delegations by an account and to it, the newest first",
  input: { address: addressParam.describe("The account.") },
  item: delegation,
  answer: async (question) => {
    const { address: account } = question.input;
    const all = question.db.selectFrom("delegations").selectAll();
    const sides = [all.where("delegator", "=", account), all.where("toDelegate", "=", account)];
    return mergedPage(question, sides, NEWEST, (row) => ({
      ...positionOf(row),
      delegator: checksum(row.delegator),
      from: checksum(row.fromDelegate),
      to: checksum(row.toDelegate),
    }));
  },
});
