import { getAddress } from "ethers";
import {
  fromMatchesDocument,
  matchesDocument,
  matchServices,
  NeedError,
  Reader,
  type Need,
  type ServiceMatch,
  type ServiceMatches,
} from "@servicecoin/indexer";
import { isServiceCoinError, type Client } from "@servicecoin/sdk";
import { CliError, EXIT } from "../errors/cliError.js";
import { scv, text, time, grouped } from "../output/value.js";
import { styled } from "../output/style.js";
import { list } from "../output/table.js";
import type { Session } from "../session/session.js";
import { databaseOf, withDatabase } from "./database.js";

/** Providers that are shown. The API's own default is longer. */
const DEFAULT_LIMIT = 10;

/** Where to read a ranking from. */
export interface MatchSource {
  /** As `databaseOf`. */
  database: string | undefined;
  /** Whether an indexer was named, which is asked then. */
  hasIndexer: boolean;
}

/**
 * Ranks the services that fit a need, by what an index says.
 * @throws CliError `BadDatabase`, `BadNeed`; ServiceCoinError those of an indexer
 */
export async function findMatches(
  session: Session,
  { database, hasIndexer }: MatchSource,
  need: Need,
): Promise<ServiceMatches> {
  const indexer = hasIndexer ? (await session.reader()).indexer : undefined;
  return indexer === undefined ? readMatches(session, database, need) : askForMatches(indexer, need);
}

async function readMatches(session: Session, named: string | undefined, need: Need): Promise<ServiceMatches> {
  const location = await databaseOf(session, named);
  return withDatabase(async () => {
    const reader = await Reader.open(location);
    try {
      const found = await matchServices(reader, need).catch((error: unknown) => {
        throw error instanceof NeedError ? badNeed(error.message, error) : error;
      });
      return { ...found, matches: found.matches.map(withChecksums) };
    } finally {
      await reader.close();
    }
  });
}

async function askForMatches(indexer: NonNullable<Client["indexer"]>, need: Need): Promise<ServiceMatches> {
  const { text: q, limit = DEFAULT_LIMIT, ...rest } = need;
  const document = await indexer.read("/matches", { ...rest, q, limit }, matchesDocument).catch((error: unknown) => {
    const isBad = isServiceCoinError(error, "IndexerRefused") && error.args.status === 400;
    throw isBad ? badNeed(error.args.detail, error) : error;
  });
  const { block = 0, hash = "", time: at = 0n } = indexer.answered ?? {};
  return fromMatchesDocument(document, { block, hash, time: Number(at) });
}

function badNeed(message: string, cause: unknown): CliError {
  return new CliError("BadNeed", `${message.replace(/\.$/, "")}.`, {}, EXIT.usage, cause);
}

function withChecksums(match: ServiceMatch): ServiceMatch {
  return { ...match, owner: getAddress(match.owner), wallet: getAddress(match.wallet) };
}

/** Formats a ranking: each score with its parts. */
export function matchesText({ found, asOf, ranking, matches }: ServiceMatches): string {
  const services = found === 1 ? "1 service fits" : `${grouped(found)} services fit`;
  const head = `${services} as of block ${grouped(asOf.block)} (${time(BigInt(asOf.time))}). ${ranking.reason}`;
  const [best] = matches;
  const next =
    best?.price == null
      ? []
      : [`${styled("bold", "Next:")} servicecoin service show ${best.id}, then pay ${best.wallet}`];
  return [head, ...matches.map(matchText), ...next].join("\n\n");
}

function matchText({ id, name, category, price, unit, wallet, endpoint, score, base, parts }: ServiceMatch): string {
  const title = `${score.toFixed(1)} of 1000  ${text(name ?? `Service ${id}`)}`;
  const rows: [string, string][] = [
    ["service", String(id)],
    ["category", text(category ?? "")],
    ["price", price === null ? "unknown" : `${scv(price)}${unit === null ? "" : ` per ${text(unit)}`}`],
    ["wallet", wallet],
    ["endpoint", text(endpoint ?? "")],
    ...(base === 0 ? [] : [["points of anyone", base.toFixed(1)] as [string, string]]),
    ...parts.map(({ name: part, points, reason }): [string, string] => [
      part,
      `${points.toFixed(1).padStart(6)}  ${reason}`,
    ]),
  ];
  return `${styled("bold", title)}\n${list(rows.filter(([, value]) => value !== ""))}`;
}
