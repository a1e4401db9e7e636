import { keccak256 } from "ethers";
import {
  listValidations,
  readValidation,
  requestValidation,
  respondValidation,
  type ValidationFilter,
} from "@servicecoin/sdk";
import { transactionCommand } from "../command/transaction.js";
import type { Files } from "../session/files.js";
import type { Input } from "../command/input.js";
import { verb, withExamples, type Noun } from "../command/noun.js";
import { validationTable, validationText } from "../output/service.js";
import { parseAddress } from "../parse/address.js";
import { parseCount, parseId } from "../parse/number.js";
import { parseText } from "../parse/parser.js";
import { parseHash } from "../parse/reference.js";
import { CliError } from "../errors/cliError.js";
import { queryCommand } from "../command/query.js";
import { refuseBoth } from "../options/conflicts.js";

/** Checks of a service's work by validators. */
export const validation: Noun = (validation) => {
  withExamples(validation, [
    "servicecoin validation request 5 0x<validator> https://rain.example/request.json --file request.json --account 8",
    "servicecoin validation respond 0x<request> 100 --tag tests --account 2",
    "servicecoin validation show 0x<request>",
    "servicecoin validation list --service 5",
  ]);

  transactionCommand(
    verb(validation, "request <service> <validator> <uri>", "request a check of your service's work by a validator")
      .option("--hash <hash>", "keccak256 of the request at the URI, which identifies it")
      .option("--file <file>", "file with the request, instead of its hash"),
    ({ agentId, validator }) => `Request a check of service ${agentId.toString()} by ${validator}`,
    requestValidation,
    async (input, { files }) => ({
      agentId: input.arg("service", parseId),
      validator: input.arg("validator", parseAddress),
      uri: input.arg("uri", parseText),
      requestHash: await requestHashOf(input, files),
    }),
    { next: (_sent, { requestHash }) => `validation respond ${requestHash} <0 to 100>  (by the validator)` },
  );

  transactionCommand(
    verb(
      validation,
      "respond <request> <response>",
      "respond to a request with 0 (failed) to 100 (passed); by the validator",
    )
      .option("--uri <uri>", "URI of a file with evidence")
      .option("--hash <hash>", "keccak256 of that file")
      .option("--tag <tag>", "kind of response"),
    ({ requestHash, response }) => `Respond to the request ${requestHash} with ${response.toString()} of 100`,
    respondValidation,
    (input) => ({
      requestHash: input.arg("request", parseHash),
      response: BigInt(input.arg("response", parseCount(0, 100))),
      uri: input.option("uri", parseText),
      responseHash: input.option("hash", parseHash),
      tag: input.option("tag", parseText),
    }),
    { next: (_sent, { requestHash }) => `validation show ${requestHash}` },
  );

  queryCommand(
    verb(validation, "show <request>", "show a request and its latest response"),
    async (input, session) => {
      const requestHash = input.arg("request", parseHash);
      return readValidation(await session.reader(), requestHash);
    },
    validationText,
  );

  queryCommand(
    verb(validation, "list", "list all requests of a service, or to a validator")
      .option("--service <number>", "requests of this service")
      .option("--validator <address>", "requests to this validator"),
    async (input, session) => {
      const filter = filterOf(input);
      return listValidations(await session.reader(), filter);
    },
    (found, { out }) => validationTable(found, out.columns),
  );
};

function filterOf(input: Input): ValidationFilter {
  refuseBoth(input, "service", "validator");
  const agentId = input.option("service", parseId);
  if (agentId !== undefined) return { agentId };
  const validator = input.option("validator", parseAddress);
  if (validator === undefined) {
    throw new CliError(
      "MissingOption",
      "Add --service for the requests of a service, or --validator for those to a validator.",
    );
  }
  return { validator };
}

async function requestHashOf(input: Input, files: Files): Promise<string> {
  refuseBoth(input, "hash", "file");
  const file = input.option("file", parseText);
  if (file === undefined) {
    const hash = input.option("hash", parseHash);
    if (hash !== undefined) return hash;
    throw new CliError("MissingOption", "The request is missing: add --file with the request, or --hash.");
  }
  return keccak256(await files.readBytes(file));
}
