import { getAddress } from "ethers";
import {
  matchServices,
  NeedError,
  Reader,
  type Need,
  type ServiceMatch,
  type ServiceMatches,
} from "@servicecoin/indexer";
import { CliError, EXIT } from "../errors/cliError.js";
import { scv, text, time, grouped } from "../output/value.js";
import { styled } from "../output/style.js";
import { list } from "../output/table.js";
import type { Session } from "../session/session.js";
import { databaseOf, withDatabase } from "./database.js";

/**
 * Ranks the services that fit a need, by what an index says.
 * @param named As `databaseOf`.
 * @throws CliError `BadDatabase`, `BadNeed`
 */
export async function findMatches(session: Session, named: string | undefined, need: Need): Promise<ServiceMatches> {
  const location = await databaseOf(session, named);
  return withDatabase(async () => {
    const reader = await Reader.open(location);
    try {
      const found = await matchServices(reader, need).catch((error: unknown) => {
        if (!(error instanceof NeedError)) throw error;
        throw new CliError("BadNeed", `${error.message}.`, {}, EXIT.usage, error);
      });
      return { ...found, matches: found.matches.map(withChecksums) };
    } finally {
      await reader.close();
    }
  });
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
