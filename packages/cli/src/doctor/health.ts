import type { ProgramName } from "../session/network.js";

/** What a program says of itself. What it does not say is undefined. */
export interface Health {
  isReady: boolean;
  /** Why it is not ready. */
  reasons: readonly string[];
  chainId: string | undefined;
  /** A block that its chain has, by which chains with the same id differ. */
  block: { number: number; hash: string } | undefined;
  /** Contracts by name. */
  addresses: Readonly<Record<string, string>> | undefined;
  version: string | undefined;
  /** The account that pays gas, in wei. */
  account: { address: string; balance: bigint | undefined } | undefined;
  /** The last block that it has seen. */
  seen: number | undefined;
}

const ANSWER_MS = 5_000;

/** Reads the health of a program. Undefined if nothing answers there, or something else does. */
export async function readHealth(program: ProgramName, url: string): Promise<Health | undefined> {
  const page = program === "indexer" ? "status" : "readyz";
  try {
    const response = await fetch(new URL(page, url.endsWith("/") ? url : `${url}/`), {
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const answer: unknown = await response.json();
    return program === "indexer" ? indexOf(fields(fields(answer)["data"])) : programOf(fields(answer));
  } catch {
    return undefined;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function indexOf(data: Fields): Health | undefined {
  const cursor = fields(data["cursor"]);
  const [number, hash] = [numberIn(cursor["block"]), stringIn(cursor["hash"])];
  if (typeof data["ready"] !== "boolean") return undefined;
  const reason = stringIn(data["reason"]);
  return {
    ...{ isReady: data["ready"], reasons: reason === undefined ? [] : [reason] },
    chainId: digitsIn(data["chainId"]),
    block: number === undefined || hash === undefined ? undefined : { number, hash },
    ...{ addresses: stringsIn(data["addresses"]), version: undefined, account: undefined, seen: number },
  };
}

function programOf(answer: Fields): Health | undefined {
  if (typeof answer["ready"] !== "boolean") return undefined;
  const { reasons } = answer;
  const genesis = stringIn(answer["genesisHash"]);
  const account = fields(answer["account"]);
  const [address, balance] = [stringIn(account["address"]), digitsIn(account["balance"])];
  return {
    isReady: answer["ready"],
    reasons: Array.isArray(reasons) ? reasons.filter((reason) => typeof reason === "string") : [],
    chainId: digitsIn(answer["chainId"]),
    block: genesis === undefined ? undefined : { number: 0, hash: genesis },
    ...{ addresses: stringsIn(answer["addresses"]), version: stringIn(answer["version"]) },
    account:
      address === undefined ? undefined : { address, balance: balance === undefined ? undefined : BigInt(balance) },
    seen: numberIn(fields(answer["node"])["block"]) ?? numberIn(fields(answer["look"])["block"]),
  };
}

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function stringIn(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function numberIn(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** A whole number, as a number or as text. */
function digitsIn(value: unknown): string | undefined {
  const digits = typeof value === "number" ? String(value) : stringIn(value);
  return digits !== undefined && /^\d{1,78}$/.test(digits) ? digits : undefined;
}

function stringsIn(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields(value)).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
