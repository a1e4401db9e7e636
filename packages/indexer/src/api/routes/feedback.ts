import { z } from "zod";
import {
  address,
  addressParam,
  amount,
  booleanParam,
  count,
  hash,
  hashParam,
  integerParam,
  position,
  time,
} from "../fields.js";
import { NEWEST, page, type Order } from "../page.js";
import { badParameters } from "../problem.js";
import { list } from "../route.js";
import { checksum, checksumOrNull, digitsOrNull, positionOf, withoutBlock } from "../values.js";

/** What a client says about a service. */
const feedback = z.object({
  serviceId: count,
  client: address,
  number: count.describe("Number among the client's feedback on this service, from 1 on."),
  value: z
    .string()
    .regex(/^-?\d+$/)
    .describe("Integer; the value is this divided by 10^decimals."),
  decimals: count,
  tag1: z.string(),
  tag2: z.string(),
  endpoint: z.string(),
  uri: z.string(),
  hash,
  isPaid: z.boolean().describe("Whether a deal that paid backs it."),
  dealId: hash.nullable().describe("Deal that backs it; null when no payment does."),
  payee: address.nullable().describe("Whom the deal paid; null when no deal backs it."),
  paid: amount.nullable().describe("What the deal had paid; null when no deal backs it."),
  time,
  transactionHash: hash,
  revokedAt: time.nullable().describe("When its author revoked it; null unless that happens."),
  responses: count,
});

const ORDER: Order = {
  by: { time: "integer", serviceId: "integer", client: "text", number: "integer" },
  direction: "desc",
};

export const feedbackList = list({
  path: "/feedback",
  tag: "Services",
  summary: "Feedback on a service, by a client or for a deal, the newest first",
  input: {
    service: integerParam.optional().describe("Only on this service."),
    client: addressParam.optional().describe("Only by this client."),
    deal: hashParam.optional().describe("Only what this deal backs."),
    paid: booleanParam.optional().describe("Only what a payment backs, or only what none backs."),
    revoked: booleanParam.optional().describe("Only what was revoked, or only what stands."),
  },
  item: feedback,
  answer: async (question) => {
    const { service, client, deal, paid, revoked } = question.input;
    if ((service ?? client ?? deal) === undefined) {
      throw badParameters([{ parameter: "service", expected: "given, or client, or deal" }]);
    }
    const all = question.db
      .selectFrom("feedback")
      .selectAll()
      .$if(service !== undefined, (query) => query.where("serviceId", "=", service as number))
      .$if(client !== undefined, (query) => query.where("client", "=", client as string))
      .$if(deal !== undefined, (query) => query.where("dealId", "=", deal as string))
      .$if(paid === true, (query) => query.where("dealId", "is not", null))
      .$if(paid === false, (query) => query.where("dealId", "is", null))
      .$if(revoked === true, (query) => query.where("revokedAt", "is not", null))
      .$if(revoked === false, (query) => query.where("revokedAt", "is", null));
    return page(question, all, ORDER, (row) => ({
      ...withoutBlock(row),
      client: checksum(row.client),
      value: BigInt(row.value).toString(),
      isPaid: row.dealId !== null,
      payee: checksumOrNull(row.payee),
      paid: digitsOrNull(row.paid),
    }));
  },
});

/** What somebody answered to feedback. */
const response = z.object({
  ...position,
  serviceId: count,
  client: address.describe("Who gave the feedback."),
  number: count.describe("Number among the client's feedback on this service."),
  responder: address,
  uri: z.string(),
  hash,
});

export const feedbackResponses = list({
  path: "/feedback/responses",
  tag: "Services",
  summary: "Responses to feedback on a service, the newest first",
  input: {
    service: integerParam.describe("Number of the service."),
    client: addressParam.describe("Who gave the feedback."),
    number: integerParam.describe("Number among the client's feedback on this service."),
  },
  item: response,
  answer: async (question) => {
    const { service, client, number } = question.input;
    const all = question.db
      .selectFrom("feedbackResponses")
      .selectAll()
      .where("serviceId", "=", service)
      .where("client", "=", client)
      .where("number", "=", number);
    return page(question, all, NEWEST, (row) => ({
      ...positionOf(row),
      ...{ serviceId: row.serviceId, client: checksum(row.client), number: row.number },
      ...{ responder: checksum(row.responder), uri: row.uri, hash: row.hash },
    }));
  },
});
