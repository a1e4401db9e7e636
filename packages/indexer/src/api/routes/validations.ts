import { z } from "zod";
import { address, addressParam, count, hash, integerParam, time } from "../fields.js";
import { page, type Order } from "../page.js";
import { badParameters } from "../problem.js";
import { list } from "../route.js";
import { checksum, withoutBlock } from "../values.js";

/** A request to check the work of a service, and what the validator said. */
const validation = z.object({
  requestHash: hash,
  serviceId: count,
  validator: address,
  requestUri: z.string(),
  requestedAt: time,
  response: count.nullable().describe("Score from 0 to 100; null until the validator responds."),
  responseUri: z.string().nullable().describe("Where the response is; null until the validator responds."),
  responseHash: hash.nullable().describe("Hash of the response; null until the validator responds."),
  tag: z.string().nullable().describe("Kind of response; null until the validator responds."),
  respondedAt: time.nullable().describe("Last response; null until the validator responds."),
});

const ORDER: Order = { by: { requestedAt: "integer", requestHash: "text" }, direction: "desc" };

export const validations = list({
  path: "/validations",
  tag: "Services",
  summary: "Validations of a service or by a validator, the newest first",
  input: {
    service: integerParam.optional().describe("Only of this service."),
    validator: addressParam.optional().describe("Only by this validator."),
  },
  item: validation,
  answer: async (question) => {
    const { service, validator } = question.input;
    if (service === undefined && validator === undefined) {
      throw badParameters([{ parameter: "service", expected: "given, or validator" }]);
    }
    const all = question.db
      .selectFrom("validations")
      .selectAll()
      .$if(service !== undefined, (query) => query.where("serviceId", "=", service as number))
      .$if(validator !== undefined, (query) => query.where("validator", "=", validator as string));
    return page(question, all, ORDER, (row) => ({ ...withoutBlock(row), validator: checksum(row.validator) }));
  },
});
