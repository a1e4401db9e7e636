import { amount, integer, nullable, signed, text } from "./columns.js";
import { fact, state } from "./table.js";

/** Tables of ServiceRegistry, ServiceReputation and ServiceValidation. */
export const SERVICE_TABLES = {
  // ServiceRegistry
  services: state(
    ["id"],
    {
      id: integer,
      owner: text,
      wallet: nullable(text),
      uri: text,
      category: nullable(text),
      /** Base units of SCV per `unit`. Null when it is no number. */
      price: nullable(amount),
      unit: nullable(text),
      endpoint: nullable(text),
      /** From a registration file on chain (`data:`); null otherwise. */
      name: nullable(text),
      description: nullable(text),
      /** 0 when its file says that it is not active. */
      active: integer,
      registeredAt: integer,
      updatedAt: integer,
      /** When a rating was last given or revoked. */
      ratedAt: nullable(integer),
      /** Ratings by payers that stand: their number, what the rated deals had paid, and sums for both averages. */
      ratings: integer,
      ratedPaid: amount,
      /** Sum of the scores, 0 to 100 with 18 decimals. */
      ratingSum: amount,
      /** Sum of score times what was paid. */
      ratingWeighted: amount,
      /** Feedback that no deal backs and that stands. */
      unpaidFeedback: integer,
      /** The lower of both averages of the ratings, 0 to 100 with 18 decimals; 0 without ratings. */
      rating: amount,
      /** The category in lower case, which searches compare. */
      categoryKey: nullable(text),
      block: integer,
    },
    ["owner"],
    ["wallet"],
    ["category"],
    ["categoryKey"],
    ["price"],
    ["rating"],
    ["categoryKey", "price"],
    ["categoryKey", "rating"],
    ["block", "id"],
  ),
  /** The words by which a service is found, separated by spaces; see `searchableWords`. */
  serviceWords: state(["id"], { id: integer, words: text, block: integer }),
  serviceMetadata: state(["serviceId", "key"], {
    serviceId: integer,
    key: text,
    value: text,
    time: integer,
    block: integer,
  }),
  /** Wallets of a service over time. */
  serviceWallets: fact({ serviceId: integer, wallet: nullable(text) }, ["serviceId", "block"], ["wallet", "block"]),
  serviceTransfers: fact({ serviceId: integer, from: text, to: text }, ["serviceId", "block"]),

  // ServiceReputation
  feedback: state(
    ["serviceId", "client", "number"],
    {
      serviceId: integer,
      client: text,
      number: integer,
      value: signed,
      decimals: integer,
      tag1: text,
      tag2: text,
      endpoint: text,
      uri: text,
      hash: text,
      /** Deal that backs it, and what that deal had paid. */
      dealId: nullable(text),
      payee: nullable(text),
      paid: nullable(amount),
      time: integer,
      transactionHash: text,
      revokedAt: nullable(integer),
      responses: integer,
      block: integer,
    },
    ["serviceId", "time"],
    ["client", "time"],
    ["dealId", "time"],
  ),
  feedbackResponses: fact(
    { serviceId: integer, client: text, number: integer, responder: text, uri: text, hash: text },
    ["serviceId", "client", "number", "block", "logIndex"],
  ),

  // ServiceValidation
  validations: state(
    ["requestHash"],
    {
      requestHash: text,
      serviceId: integer,
      validator: text,
      requestUri: text,
      requestedAt: integer,
      /** Score from 0 to 100; null until the validator responds. */
      response: nullable(integer),
      responseUri: nullable(text),
      responseHash: nullable(text),
      tag: nullable(text),
      respondedAt: nullable(integer),
      block: integer,
    },
    ["serviceId", "requestedAt"],
    ["validator", "requestedAt"],
  ),
};
