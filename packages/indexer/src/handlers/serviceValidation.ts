import type { Handlers } from "./event.js";
import { MissingEntity } from "./missingLogs.js";

export const serviceValidation: Handlers<"ServiceValidation"> = {
  ValidationRequest({ validatorAddress, agentId, requestURI, requestHash }, context) {
    context.put("validations", {
      ...{ requestHash, serviceId: Number(agentId), validator: validatorAddress, requestUri: requestURI },
      ...{ requestedAt: context.time, response: null, responseUri: null, responseHash: null, tag: null },
      respondedAt: null,
    });
  },
  ValidationResponse({ requestHash, response, responseURI, responseHash, tag }, context) {
    const validation = context.get("validations", { requestHash });
    if (validation === undefined) throw new MissingEntity("validation", requestHash);
    context.put("validations", {
      ...validation,
      ...{ response: Number(response), responseUri: responseURI, responseHash, tag, respondedAt: context.time },
    });
  },
};
