import { type Client, type Deal, dealIdOf, type DealStanding, findDeal, kindOf, readDeals } from "@servicecoin/sdk";
import { packTerms } from "@servicecoin/sdk/internal";
import { CliError, EXIT } from "../errors/cliError.js";
import { readDealFile } from "./documents.js";
import type { Command } from "../command/command.js";
import type { Input } from "../command/input.js";
import { parseAddress } from "../parse/address.js";
import { parseText, type Parser } from "../parse/parser.js";
import { parseHash } from "../parse/reference.js";
import type { Session } from "../session/session.js";

export type Kind = DealStanding["kind"];

/** A deal or mandate, by its id on the chain or by a file with its terms. */
export type Named = { id: string } | { file: string };

/** Parses an id, or the name of a JSON file (`-` for stdin). */
export const parseNamed: Parser<Named> = (text, name) =>
  /^0x/i.test(text) ? { id: parseHash(text, name) } : { file: parseText(text, name) };

/**
 * Finds the deal of the argument `deal`: by its id, from its opening event, or in a file.
 * @param kind The expected kind. Default: any.
 * @throws CliError `HubWrongKind` and others; ServiceCoinError `DealNotFound`
 */
export async function dealOf(input: Input, session: Session, kind?: Kind): Promise<Deal> {
  return findNamed(input.arg("deal", parseNamed), session, kind, input.verb);
}

/** Finds all deals of the last argument, `deals`. @throws as `dealOf` */
export async function dealsOf(input: Input, session: Session): Promise<Deal[]> {
  return Promise.all(input.all("deals", parseNamed).map((named) => findNamed(named, session)));
}

/** Finds a deal by id or file. @param verb What the user wants to do with it. @throws as `dealOf` */
export async function findNamed(named: Named, session: Session, kind?: Kind, verb?: string): Promise<Deal> {
  const deal =
    "file" in named ? await readDealFile(session.files, named.file) : await findDeal(await session.reader(), named.id);
  if (kind === undefined || kindOf(deal) === kind) return deal;
  throw wrongKind(await session.reader(), deal, "id" in named ? named.id : named.file, verb);
}

/** Verbs that every kind of deal has. */
const SHARED: readonly string[] = ["open", "draft", "show", "claim", "refund"];
/** Verbs of streams and subscriptions. */
const ACCRUING: readonly string[] = [...SHARED, "top-up", "cancel"];

/** The error for a deal of another kind, which names the right command. */
function wrongKind(client: Client, deal: Deal, typed: string, verb = "show"): CliError {
  const noun = kindOf(deal);
  const isVerb = SHARED.includes(verb) || (noun !== "order" && ACCRUING.includes(verb));
  const subject = verb === "open" || verb === "draft" ? `--terms ${typed}` : typed;
  const help = isVerb ? `use "servicecoin ${noun} ${verb} ${subject}".` : `"${verb}" is not for ${noun}s.`;
  const message = `${typed} is ${noun === "order" ? "an" : "a"} ${noun}: ${help}`;
  const args = { index: 0n, id: dealIdOf(client, deal), terms: packTerms(deal) };
  return new CliError("HubWrongKind", message, args, EXIT.refused);
}

/** Declares which deals to list, for `standingsOf`. */
export function addDealFilter(command: Command): Command {
  return command
    .option("--payer <address>", "only by this payer")
    .option("--payee <address>", "only for this payee")
    .option("--mine", "only those in which you are payer, payee or arbiter");
}

/** Reads the state of all deals of a kind, oldest first, filtered by the options of `addDealFilter`. */
export async function standingsOf(input: Input, session: Session, kind: Kind): Promise<DealStanding[]> {
  const filter = { payer: input.option("payer", parseAddress), payee: input.option("payee", parseAddress) };
  const party = input.flag("mine") ? await session.account() : undefined;
  return readDeals(await session.reader(), { ...filter, kind, party });
}
