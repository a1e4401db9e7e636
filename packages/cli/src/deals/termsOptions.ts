import type { Command } from "../command/command.js";
import { ZeroAddress } from "ethers";
import { type Client, type Deal, draftOrder, draftStream, draftSubscription, type StreamRate } from "@servicecoin/sdk";
import { findNamed, type Kind } from "./lookup.js";
import { CliError } from "../errors/cliError.js";
import { refuseBoth } from "../options/conflicts.js";
import { timeOption } from "../options/timeOptions.js";
import type { Input } from "../command/input.js";
import { parseAddress } from "../parse/address.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { parseCount } from "../parse/number.js";
import { parseText } from "../parse/parser.js";
import { parseReference } from "../parse/reference.js";
import { parseDuration } from "../parse/time.js";
import type { Session } from "../session/session.js";

/** Who drafts: a payer for itself, or a payee for any payer. */
type Role = "payer" | "payee";

const ORDER = ["deliver-within", "deadline", "window", "arbiter"];
const STREAM = ["per-second", "amount", "for", "start", "until"];
const SUBSCRIPTION = ["period", "periods", "start", "until"];
const PARTIES = ["payer", "ref"];

/** Declares what an order takes beside its price. */
export function addOrderTerms(command: Command, role: Role = "payer"): Command {
  command
    .option("--deliver-within <duration>", "time to deliver from now on (default: 7d)")
    .option("--deadline <time>", "last moment to deliver")
    .option("--window <duration>", "time to dispute after delivery (default: 3d with an arbiter, else none)")
    .option("--arbiter <address>", "who splits the money of a dispute (default: nobody, and no disputes)");
  return addParties(command, role);
}

/** Declares the rate of a stream. */
export function addStreamTerms(command: Command): Command {
  command
    .option("--per-second <amount>", "how fast it flows")
    .option("--amount <amount>", "how much flows in all, with --for")
    .option("--for <duration>", "how long it flows, with --amount")
    .option("--start <time>", "when it begins, also in the past (default: now)")
    .option("--until <time>", "when it ends, with --per-second (default: never)");
  return addParties(command, "payer");
}

/** Declares the periods of a subscription. */
export function addSubscriptionTerms(command: Command): Command {
  command
    .option("--period <duration>", "how long the price pays for")
    .option("--periods <number>", "how many periods (default: without end)")
    .option("--start <time>", "when the first period begins, also in the past (default: now)")
    .option("--until <time>", "no period begins from then on (default: never)");
  return addParties(command, "payer");
}

/** Who gets the refunds, the reference, and all terms out of a file instead. */
export function addParties(command: Command, role: Role): Command {
  if (role === "payer") command.option("--payer <address>", "who gets the refunds (default: you)");
  return command
    .option("--ref <reference>", "public: a short text, or 32 bytes in hex (default: random)")
    .option("--terms <file>", "all terms out of this JSON file, which a draft wrote (- for stdin)");
}

/** The order that was typed, and where `isAny` also another deal out of a file. @param role `payee` for terms to any payer. */
export async function orderOf(input: Input, session: Session, role: Role = "payer", isAny = false): Promise<Deal> {
  const args = role === "payer" ? ["payee", "price"] : ["price"];
  const drafted = await draftedBy(input, session, isAny ? undefined : "order", args, [...ORDER, ...PARTIES]);
  if (drafted !== undefined) return drafted;
  refuseBoth(input, "deadline", "deliver-within");
  const parties = role === "payer" ? partiesOf(input) : undefined;
  const given = {
    price: input.arg("price", parsePositiveAmount),
    arbiter: input.option("arbiter", parseAddress),
    window: input.option("window", parseDuration),
    deliverWithin: input.option("deliver-within", parseDuration),
    ref: input.option("ref", parseReference),
  };
  const deadline = await timeOption(input, session, "deadline");
  if (parties === undefined) {
    return draftOrder(await session.actor(), {
      ...given,
      deadline,
      payer: ZeroAddress,
      payee: await session.account(),
    });
  }
  return draftOrder(await drafter(session, parties), { ...given, ...parties, deadline });
}

/** The stream that was typed. */
export async function streamOf(input: Input, session: Session): Promise<Deal> {
  const drafted = await draftedBy(input, session, "stream", ["payee"], [...STREAM, ...PARTIES]);
  if (drafted !== undefined) return drafted;
  const parties = partiesOf(input);
  const rate = await rateOf(input, session);
  const start = await timeOption(input, session, "start");
  return draftStream(await drafter(session, parties), { ...parties, ...rate, start });
}

/** The subscription that was typed. */
export async function subscriptionOf(input: Input, session: Session): Promise<Deal> {
  const drafted = await draftedBy(input, session, "subscription", ["payee", "price"], [...SUBSCRIPTION, ...PARTIES]);
  if (drafted !== undefined) return drafted;
  refuseBoth(input, "periods", "until");
  const parties = partiesOf(input);
  const periods = input.option("periods", parseCount(1));
  const given = {
    price: input.arg("price", parsePositiveAmount),
    period: input.required("period", parseDuration),
    periods: periods === undefined ? undefined : BigInt(periods),
  };
  const start = await timeOption(input, session, "start");
  const deadline = await timeOption(input, session, "until");
  return draftSubscription(await drafter(session, parties), { ...parties, ...given, start, deadline });
}

/** Payee, payer and reference that were typed. */
export function partiesOf(input: Input) {
  return {
    payee: input.arg("payee", parseAddress),
    payer: input.option("payer", parseAddress),
    ref: input.option("ref", parseReference),
  };
}

/** Drafting for a payer that is named takes no key. */
export function drafter(session: Session, { payer }: { payer: string | undefined }): Promise<Client> {
  return payer === undefined ? session.actor() : session.reader();
}

/** The name of the file with all terms, if there is one. @throws CliError when terms were typed as well */
export function termsFile(input: Input, args: string[], options: string[]): string | undefined {
  const file = input.option("terms", parseText);
  if (file === undefined) return undefined;
  refuseBoth(input, "terms", ...options);
  const typed = args.find((name) => input.maybe(name, (text) => text) !== undefined);
  if (typed === undefined) return file;
  throw new CliError("ConflictingOptions", `--terms has the ${typed} already: leave the argument out.`, { typed });
}

async function draftedBy(
  input: Input,
  session: Session,
  kind: Kind | undefined,
  args: string[],
  options: string[],
): Promise<Deal | undefined> {
  const file = termsFile(input, args, options);
  return file === undefined ? undefined : findNamed({ file }, session, kind);
}

async function rateOf(input: Input, session: Session): Promise<StreamRate> {
  refuseBoth(input, "per-second", "amount", "for");
  refuseBoth(input, "for", "until");
  const perSecond = input.option("per-second", parsePositiveAmount);
  if (perSecond !== undefined) return { perSecond, deadline: await timeOption(input, session, "until") };
  const amount = input.option("amount", parsePositiveAmount);
  if (amount === undefined) {
    throw new CliError("MissingOption", "How fast is it to flow? Give --per-second, or --amount and --for.");
  }
  return { amount, duration: input.required("for", parseDuration) };
}
