import type { Command } from "../command/command.js";
import { ZeroAddress } from "ethers";
import {
  type Client,
  type Deal,
  draftOrder,
  draftStream,
  draftSubscription,
  readService,
  type StreamRate,
} from "@servicecoin/sdk";
import { findNamed, type Kind } from "./lookup.js";
import { CliError, EXIT } from "../errors/cliError.js";
import { refuseBoth } from "../options/conflicts.js";
import { endOption, timeOption } from "../options/timeOptions.js";
import type { Input } from "../command/input.js";
import { parseAddress } from "../parse/address.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { parseCount, parseId } from "../parse/number.js";
import { parseText } from "../parse/parser.js";
import { parseReference } from "../parse/reference.js";
import { parseDuration, parsePositiveDuration } from "../parse/time.js";
import type { Session } from "../session/session.js";

/** The drafting party: the payer, or a payee for any payer. */
type Role = "payer" | "payee";

const SERVICE = ["service", "quantity"];
const ORDER = ["deliver-within", "deadline", "window", "arbiter"];
const STREAM = ["per-second", "amount", "for", "start", "until"];
const SUBSCRIPTION = ["period", "periods", "start", "until"];
const PARTIES = ["payer", "ref"];

/** Declares the terms of an order. Its price is an argument. */
export function addOrderTerms(command: Command, role: Role = "payer"): Command {
  command
    .option("--deliver-within <duration>", "time to deliver, from now (default: 7d)")
    .option("--deadline <time>", "deadline of the delivery")
    .option("--window <duration>", "time to review a delivery before it is paid (default: 3d)")
    .option("--arbiter <address>", "account that resolves disputes (default: none, and no disputes)");
  if (role === "payer") {
    command
      .option("--service <id>", "order from this service: payee and price are its wallet and price")
      .option("--quantity <number>", "with --service: how many of its units (default: 1)");
  } else {
    command.option("--payee <address>", "your payout account, as the payee (default: you)");
  }
  return addParties(command, role);
}

/** Declares the rate of a stream. */
export function addStreamTerms(command: Command): Command {
  command
    .option("--per-second <amount>", "rate")
    .option("--amount <amount>", "total amount, with --for")
    .option("--for <duration>", "duration, with --amount")
    .option("--start <time>", "start, may be in the past (default: now)")
    .option("--until <time>", "end, with --per-second (default: never)");
  return addParties(command, "payer");
}

/** Declares the periods of a subscription. */
export function addSubscriptionTerms(command: Command): Command {
  command
    .option("--period <duration>", "period of the price (required without --terms)")
    .option("--periods <number>", "number of periods (default: no end)")
    .option("--start <time>", "start of the first period, may be in the past (default: now)")
    .option("--until <time>", "no period starts at or after this time (default: never)");
  return addParties(command, "payer");
}

/** Declares the payer, the reference, and the file that replaces all terms. */
export function addParties(command: Command, role: Role): Command {
  if (role === "payer") command.option("--payer <address>", "account that receives refunds (default: you)");
  return command
    .option("--ref <reference>", "public reference: a short text, or 32 bytes in hex (default: random)")
    .option("--terms <file>", "read all terms from this JSON file, written by a draft command (- for stdin)");
}

/**
 * Reads the terms of an order.
 * @param role `payee` for an offer to any payer.
 * @param isAny Whether a file may contain a deal of another kind.
 */
export async function orderOf(input: Input, session: Session, role: Role = "payer", isAny = false): Promise<Deal> {
  const args = role === "payer" ? ["payee", "price"] : ["price"];
  const options = [...ORDER, ...PARTIES, ...(role === "payer" ? SERVICE : ["payee"])];
  const drafted = await draftedBy(input, session, isAny ? undefined : "order", args, options);
  if (drafted !== undefined) return drafted;
  refuseBoth(input, "deadline", "deliver-within");
  const offer = role === "payer" ? await offerOf(input, session) : undefined;
  const parties = role === "payer" ? partiesOf(input, offer?.payee) : undefined;
  const given = {
    price: offer?.price ?? input.arg("price", parsePositiveAmount),
    arbiter: input.option("arbiter", parseAddress),
    window: input.option("window", parseDuration),
    deliverWithin: input.option("deliver-within", parsePositiveDuration),
    ref: input.option("ref", parseReference),
  };
  const deadline = await endOption(input, session, "deadline");
  if (parties === undefined) {
    return draftOrder(await session.actor(), {
      ...given,
      deadline,
      payer: ZeroAddress,
      payee: input.option("payee", parseAddress) ?? (await session.account()),
    });
  }
  return draftOrder(await drafter(session, parties), { ...given, ...parties, deadline });
}

/** Reads the terms of a stream. */
export async function streamOf(input: Input, session: Session): Promise<Deal> {
  const drafted = await draftedBy(input, session, "stream", ["payee"], [...STREAM, ...PARTIES]);
  if (drafted !== undefined) return drafted;
  const parties = partiesOf(input);
  const rate = await rateOf(input, session);
  const start = await timeOption(input, session, "start");
  return draftStream(await drafter(session, parties), { ...parties, ...rate, start });
}

/** Reads the terms of a subscription. */
export async function subscriptionOf(input: Input, session: Session): Promise<Deal> {
  const drafted = await draftedBy(input, session, "subscription", ["payee", "price"], [...SUBSCRIPTION, ...PARTIES]);
  if (drafted !== undefined) return drafted;
  refuseBoth(input, "periods", "until");
  const parties = partiesOf(input);
  const periods = input.option("periods", parseCount(1));
  const given = {
    price: input.arg("price", parsePositiveAmount),
    period: input.required("period", parsePositiveDuration),
    periods: periods === undefined ? undefined : BigInt(periods),
  };
  const start = await timeOption(input, session, "start");
  const deadline = await endOption(input, session, "until");
  return draftSubscription(await drafter(session, parties), { ...parties, ...given, start, deadline });
}

/** The payee and price of the service of `--service`. @throws CliError `NotForSale`, `ConflictingOptions` */
async function offerOf(input: Input, session: Session): Promise<{ payee: string; price: bigint } | undefined> {
  const agentId = input.option("service", parseId);
  const quantity = input.option("quantity", parseCount(1));
  if (agentId === undefined) {
    if (quantity === undefined) return undefined;
    const message = "--quantity counts the units of a service: add --service, or omit it.";
    throw new CliError("MissingOption", message, { name: "service" });
  }
  refuseTyped(input, "service", ["payee", "price"]);
  const { wallet, price = 0n } = await readService(await session.reader(), agentId);
  if (wallet === ZeroAddress || price === 0n) {
    const missing = wallet === ZeroAddress ? "wallet to pay" : "price";
    const message = `Service ${agentId} has no ${missing}: agree on one with it, and give payee and price.`;
    throw new CliError("NotForSale", message, { agentId }, EXIT.refused);
  }
  return { payee: wallet, price: price * BigInt(quantity ?? 1) };
}

/** Reads payee, payer and reference. @param payee If it is known; otherwise it is an argument. */
export function partiesOf(input: Input, payee?: string) {
  return {
    payee: payee ?? input.arg("payee", parseAddress),
    payer: input.option("payer", parseAddress),
    ref: input.option("ref", parseReference),
  };
}

/** Returns the client for a draft. A draft for a named payer needs no key. */
export function drafter(session: Session, { payer }: { payer: string | undefined }): Promise<Client> {
  return payer === undefined ? session.actor() : session.reader();
}

/** Returns the file of `--terms`. @throws CliError `ConflictingOptions` if terms were typed as well */
export function termsFile(input: Input, args: string[], options: string[]): string | undefined {
  const file = input.option("terms", parseText);
  if (file === undefined) return undefined;
  refuseBoth(input, "terms", ...options);
  refuseTyped(input, "terms", args);
  return file;
}

/** Refuses arguments that an option already answers. @throws CliError `ConflictingOptions` */
function refuseTyped(input: Input, option: string, args: readonly string[]): void {
  const typed = args.find((name) => input.maybe(name, (text) => text) !== undefined);
  if (typed === undefined) return;
  throw new CliError("ConflictingOptions", `--${option} already has the ${typed}: omit the argument.`, { typed });
}

async function draftedBy(
  input: Input,
  session: Session,
  kind: Kind | undefined,
  args: string[],
  options: string[],
): Promise<Deal | undefined> {
  const file = termsFile(input, args, options);
  return file === undefined ? undefined : findNamed({ file }, session, kind, input.verb);
}

async function rateOf(input: Input, session: Session): Promise<StreamRate> {
  refuseBoth(input, "per-second", "amount", "for");
  refuseBoth(input, "for", "until");
  const perSecond = input.option("per-second", parsePositiveAmount);
  if (perSecond !== undefined) return { perSecond, deadline: await endOption(input, session, "until") };
  const amount = input.option("amount", parsePositiveAmount);
  if (amount === undefined) {
    throw new CliError("MissingOption", "The rate is missing: add --per-second, or --amount and --for.");
  }
  return { amount, duration: input.required("for", parsePositiveDuration) };
}
