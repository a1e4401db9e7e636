import type { Command } from "../command/command.js";
import {
  buildRegistration,
  type Client,
  readService,
  RegistrationError,
  type RegistrationFile,
  registrationOf,
  type RegistrationParams,
  type RegistrationUri,
  type ServiceTerms,
} from "@servicecoin/sdk";
import { CliError } from "../errors/cliError.js";
import type { Input } from "../command/input.js";
import { parseAmount } from "../parse/amount.js";
import { parseEndpoint } from "../parse/url.js";
import type { Parser } from "../parse/parser.js";
import { refuseBoth } from "../options/conflicts.js";

/** Fields of the registration file that the user typed. */
interface TypedFields {
  name: string | undefined;
  description: string | undefined;
  image: string | undefined;
}

/** Declares the terms and the registration of a service. */
export function addRegistration(command: Command): Command {
  return command
    .option("--uri <uri>", "URI of its registration file: https://, ipfs:// or data:")
    .option("--name <text>", "its name, in a registration file stored on the chain")
    .option("--description <text>", "what it does, in the same file")
    .option("--image <uri>", "its picture, in the same file")
    .option("--category <text>", "its category, for example weather, by which it is found")
    .option("--price <amount>", "its price per unit")
    .option("--unit <text>", "unit of the price: request, second, month, order, ...")
    .option("--endpoint <uri>", "URL at which it can be reached");
}

/** Reads the typed terms for the registry. */
export function serviceTermsOf(input: Input): Partial<ServiceTerms> {
  const terms = {
    category: input.option("category", anyText),
    price: input.option("price", parseAmount),
    unit: input.option("unit", anyText),
    endpoint: input.option("endpoint", parseEndpoint),
  };
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined));
}

/** Reads the typed fields of the registration file. @throws CliError `ConflictingOptions` */
export function typedFieldsOf(input: Input): TypedFields & { uri: string | undefined } {
  refuseBoth(input, "uri", "name", "description", "image");
  const option = (name: string) => input.option(name, anyText);
  return { uri: option("uri"), name: option("name"), description: option("description"), image: option("image") };
}

/** Returns the registration file of a new service, or its URI. @throws CliError, ServiceCoinError `RegistrationInvalid` */
export function newRegistration(input: Input): RegistrationUri {
  const { uri, ...fields } = typedFieldsOf(input);
  if (!hasFields(fields)) return { uri };
  return { file: fileOf(fields, input.option("endpoint", parseEndpoint), undefined, []) };
}

/**
 * Returns the registration file of a registered service, or its URI. Fields of its file on the chain stay unless typed,
 * and the file lists the registration of the service.
 */
export async function changedRegistration(client: Client, agentId: bigint, input: Input): Promise<RegistrationUri> {
  const { uri, ...fields } = typedFieldsOf(input);
  if (!hasFields(fields)) return { uri };
  const { uri: current } = await readService(client, agentId);
  const old = /^data:/i.test(current)
    ? (await readService(client, agentId, { file: true })).registration.file
    : undefined;
  const own = registrationOf(client.chainId, client.addresses.ServiceRegistry, agentId);
  const others = (old?.registrations ?? []).filter(({ agentRegistry }) => agentRegistry !== own.agentRegistry);
  return { file: fileOf(fields, input.option("endpoint", parseEndpoint), old, [...others, own]) };
}

function fileOf(
  { name, description, image }: TypedFields,
  endpoint: string | undefined,
  old: RegistrationFile | undefined,
  registrations: RegistrationParams["registrations"],
): RegistrationFile {
  const named = name ?? old?.name;
  if (named === undefined) {
    throw new CliError("MissingOption", "A registration file needs a name: add --name.", { name: "name" });
  }
  const services = endpoint === undefined ? (old?.services ?? []) : withWeb(old?.services ?? [], endpoint);
  try {
    return buildRegistration({
      ...old,
      name: named,
      description: description ?? old?.description ?? "",
      image: image ?? old?.image ?? "",
      services,
      registrations,
    });
  } catch (error) {
    if (!(error instanceof RegistrationError)) throw error;
    throw new CliError(error.code, error.message, { ...error.details }, undefined, error);
  }
}

/** Replaces the web endpoint of a file. */
function withWeb(services: RegistrationFile["services"], endpoint: string): RegistrationFile["services"] {
  return [{ name: "web", endpoint }, ...services.filter(({ name }) => name !== "web")];
}

function hasFields(fields: object): boolean {
  return Object.values<unknown>({ ...fields }).some((value) => value !== undefined);
}

const anyText: Parser<string> = (text) => text;

/** Checks that a service to register says anything about itself. @throws CliError `MissingOption` */
export function requireTerms(registration: object): void {
  if (hasFields(registration)) return;
  throw new CliError(
    "MissingOption",
    "The service is empty: add --name, --category, --price and --endpoint, or --uri.",
  );
}

/** Checks that the user typed something to change. @throws CliError `MissingOption` */
export function requireChange(change: object): void {
  if (hasFields(change)) return;
  throw new CliError("MissingOption", "There is nothing to change: add --price, --uri or another option.");
}
