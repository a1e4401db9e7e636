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
import type { Parser } from "../parse/parser.js";
import { refuseBoth } from "../options/conflicts.js";

/** What the registration file says that is typed. */
interface Said {
  name: string | undefined;
  description: string | undefined;
  image: string | undefined;
}

/** Declares what a service says of itself. */
export function addRegistration(command: Command): Command {
  return command
    .option("--uri <uri>", "where its registration file lies: https://, ipfs:// or data:")
    .option("--name <text>", "its name, in a registration file that is kept on the chain")
    .option("--description <text>", "what it does, in the same file")
    .option("--image <uri>", "its picture, in the same file")
    .option("--category <text>", "what it is, for example weather: search goes by it")
    .option("--price <amount>", "its price per unit")
    .option("--unit <text>", "what the price is for: request, second, month, order, ...")
    .option("--endpoint <uri>", "where it answers");
}

/** The terms that were typed, for the registry. */
export function serviceTermsOf(input: Input): Partial<ServiceTerms> {
  const terms = {
    category: input.option("category", anyText),
    price: input.option("price", parseAmount),
    unit: input.option("unit", anyText),
    endpoint: input.option("endpoint", anyText),
  };
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined));
}

/** What the file says that is typed. @throws CliError `ConflictingOptions` */
export function saidOf(input: Input): Said & { uri: string | undefined } {
  refuseBoth(input, "uri", "name", "description", "image");
  const option = (name: string) => input.option(name, anyText);
  return { uri: option("uri"), name: option("name"), description: option("description"), image: option("image") };
}

/** Where the file of a new service lies, or the file. @throws CliError, ServiceCoinError `RegistrationInvalid` */
export function newRegistration(input: Input): RegistrationUri {
  const { uri, ...said } = saidOf(input);
  if (!isSaid(said)) return { uri };
  return { file: fileOf(said, input.option("endpoint", anyText), undefined, []) };
}

/**
 * The same for a service that is registered: what its file on the chain says stays, unless it is typed anew, and the file names the
 * service.
 */
export async function changedRegistration(client: Client, agentId: bigint, input: Input): Promise<RegistrationUri> {
  const { uri, ...said } = saidOf(input);
  if (!isSaid(said)) return { uri };
  const { uri: current } = await readService(client, agentId);
  const old = /^data:/i.test(current)
    ? (await readService(client, agentId, { file: true })).registration.file
    : undefined;
  const own = registrationOf(client.chainId, client.addresses.ServiceRegistry, agentId);
  const others = (old?.registrations ?? []).filter(({ agentRegistry }) => agentRegistry !== own.agentRegistry);
  return { file: fileOf(said, input.option("endpoint", anyText), old, [...others, own]) };
}

function fileOf(
  { name, description, image }: Said,
  endpoint: string | undefined,
  old: RegistrationFile | undefined,
  registrations: RegistrationParams["registrations"],
): RegistrationFile {
  const named = name ?? old?.name;
  if (named === undefined) {
    throw new CliError("MissingOption", "A registration file needs a name: give --name.", { name: "name" });
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

/** The endpoints of a file with another one for the web. */
function withWeb(services: RegistrationFile["services"], endpoint: string): RegistrationFile["services"] {
  return [{ name: "web", endpoint }, ...services.filter(({ name }) => name !== "web")];
}

function isSaid(said: Said): boolean {
  return Object.values<string | undefined>({ ...said }).some((value) => value !== undefined);
}

const anyText: Parser<string> = (text) => text;

/** @throws CliError `MissingOption` when nothing was typed that is to be changed */
export function requireChange(change: object): void {
  if (Object.values<unknown>({ ...change }).some((value) => value !== undefined)) return;
  throw new CliError("MissingOption", "There is nothing to change: give --price, --uri or another option.");
}
