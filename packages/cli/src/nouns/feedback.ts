import {
  appendResponse,
  type FeedbackSummary,
  giveFeedback,
  listFeedback,
  type PaidRating,
  rateDeal,
  readFeedback,
  readRating,
  readSummary,
  revokeFeedback,
} from "@servicecoin/sdk";
import type { Command } from "../command/command.js";
import { transactionCommand } from "../command/transaction.js";
import { findNamed, parseNamed } from "../deals/lookup.js";
import type { Input } from "../command/input.js";
import { required, verb, withExamples, type Noun } from "../command/noun.js";
import { feedbackTable, ratingRows } from "../output/service.js";
import { list } from "../output/table.js";
import { text } from "../output/value.js";
import { parseAddress } from "../parse/address.js";
import { parseId } from "../parse/number.js";
import { parseText } from "../parse/parser.js";
import { parseRating, parseStars, typedRating } from "../parse/rating.js";
import { parseHash } from "../parse/reference.js";
import { queryCommand } from "../command/query.js";

const EXAMPLES = [
  "servicecoin feedback rate 5 92 --deal 0x<deal> --account 1",
  "servicecoin feedback give 5 99.7 --tag1 uptime --account 1",
  "servicecoin feedback summary 5",
  "servicecoin feedback summary 5 0x<author> 0x<author> --tag1 uptime",
  "servicecoin feedback list 5 --json",
  "servicecoin feedback revoke 5 1 --account 1",
];

/** Feedback about services. */
export const feedback: Noun = (feedback) => {
  withExamples(feedback, EXAMPLES);

  transactionCommand(
    required(
      addFile(
        verb(feedback, "rate <service> <stars>", "rate a service from 0 to 100 for a deal that paid it; by the payer"),
      ),
      "--deal <deal>",
      "the deal, by its id or a file with its terms",
    ),
    ({ agentId, value, decimals = 0 }) =>
      `Rate service ${agentId.toString()} with ${typedRating(value, decimals)} of 100`,
    rateDeal,
    async (input, session) => ({
      agentId: input.arg("service", parseId),
      ...input.arg("stars", parseStars),
      ...fileOf(input),
      deal: await findNamed(input.required("deal", parseNamed), session),
    }),
    { next: (_sent, { agentId }) => `feedback summary ${agentId}` },
  );

  transactionCommand(
    addTags(
      addFile(
        verb(
          feedback,
          "give <service> <value>",
          "give a number as feedback about a service, without a payment; by anyone",
        ),
      ),
    ),
    ({ agentId, value, decimals = 0 }) =>
      `Give ${typedRating(value, decimals)} as feedback about service ${agentId.toString()}`,
    giveFeedback,
    (input) => ({
      agentId: input.arg("service", parseId),
      ...input.arg("value", parseRating),
      ...tagsOf(input),
      ...fileOf(input),
    }),
    { next: (_sent, { agentId }) => `feedback list ${agentId}` },
  );

  transactionCommand(
    verb(feedback, "revoke <service> <number>", "revoke your feedback, by its number"),
    ({ agentId, feedbackIndex }) => `Revoke feedback ${feedbackIndex.toString()} about service ${agentId.toString()}`,
    revokeFeedback,
    (input) => ({ agentId: input.arg("service", parseId), feedbackIndex: input.arg("number", parseId) }),
    { next: (_sent, { agentId }) => `feedback list ${agentId}` },
  );

  transactionCommand(
    verb(feedback, "respond <service> <author> <number> <uri>", "respond to feedback with a file; by anyone").option(
      "--hash <hash>",
      "keccak256 of the file",
    ),
    ({ agentId, author }) => `Respond to feedback of ${author} about service ${agentId.toString()}`,
    appendResponse,
    (input) => ({
      agentId: input.arg("service", parseId),
      author: input.arg("author", parseAddress),
      feedbackIndex: input.arg("number", parseId),
      uri: input.arg("uri", parseText),
      hash: input.option("hash", parseHash),
    }),
    { next: (_sent, { agentId, author, feedbackIndex }) => `feedback show ${agentId} ${author} ${feedbackIndex}` },
  );

  queryCommand(
    verb(feedback, "show <service> <author> <number>", "show one feedback entry"),
    async (input, session) => {
      const id = {
        agentId: input.arg("service", parseId),
        author: input.arg("author", parseAddress),
        feedbackIndex: input.arg("number", parseId),
      };
      return readFeedback(await session.reader(), id);
    },
    ({ agentId, author, feedbackIndex, value, decimals, tag1, tag2, isRevoked, responses }) =>
      list([
        ["service", agentId.toString()],
        ["author", author],
        ["number", feedbackIndex.toString()],
        ["value", typedRating(value, decimals)],
        ["tag1", text(tag1)],
        ["tag2", text(tag2)],
        ["state", isRevoked ? "revoked" : "counts"],
        ["responses", responses.toString()],
      ]),
  );

  queryCommand(
    addTags(
      verb(feedback, "list <service> [authors...]", "list the feedback about a service, by these or all authors"),
    ).option("--revoked", "include revoked feedback"),
    async (input, session) => {
      const authors = input.all("authors", parseAddress);
      const filter = {
        agentId: input.arg("service", parseId),
        authors: authors.length === 0 ? undefined : authors,
        includeRevoked: input.flag("revoked"),
        ...tagsOf(input),
      };
      return listFeedback(await session.reader(), filter);
    },
    (found, { out }) => feedbackTable(found, out.columns),
  );

  queryCommand(
    addTags(
      verb(
        feedback,
        "summary <service> [authors...]",
        "show the average of paid ratings, or of feedback by authors you trust",
      ),
    ),
    async (input, session): Promise<{ agentId: bigint } & (PaidRating | FeedbackSummary)> => {
      const agentId = input.arg("service", parseId);
      const authors = input.all("authors", parseAddress);
      const tags = tagsOf(input);
      const client = await session.reader();
      if (authors.length === 0) return { agentId, ...(await readRating(client, agentId)) };
      return { agentId, ...(await readSummary(client, { agentId, authors, ...tags })) };
    },
    (summary) =>
      list([
        ["service", summary.agentId.toString()],
        ...("paid" in summary
          ? ratingRows(summary)
          : [
              ["feedback", summary.count.toString()] as const,
              ["average", typedRating(summary.value, summary.decimals)] as const,
            ]),
      ]),
  );
};

function addTags(command: Command): Command {
  return command
    .option("--tag1 <tag>", "what is measured, for example uptime")
    .option("--tag2 <tag>", "a second tag; only ratings of deals have the tag paid");
}

function tagsOf(input: Input) {
  return { tag1: input.option("tag1", parseText), tag2: input.option("tag2", parseText) };
}

function addFile(command: Command): Command {
  return command
    .option("--endpoint <uri>", "where the service was used")
    .option("--uri <uri>", "URI of a file with details")
    .option("--hash <hash>", "keccak256 of that file");
}

function fileOf(input: Input) {
  return {
    endpoint: input.option("endpoint", parseText),
    uri: input.option("uri", parseText),
    hash: input.option("hash", parseHash),
  };
}
