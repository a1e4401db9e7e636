import { isError, type ErrorDescription } from "ethers";
import { INTERFACES } from "./abis.js";
import { sentenceOf } from "./sentences.js";

/** Arguments of an error by name; amounts in base units, times in seconds since 1970. */
export type ErrorArgs = Readonly<Record<string, unknown>>;

/**
 * Everything that fails in the SDK, with a `code` that stays the same: the name of the Solidity error that the chain answered with, or
 * of what is wrong on this side (`Rejected`, `Unfunded`, `Unreachable`, `WrongChain`, ...).
 */
export class ServiceCoinError extends Error {
  override readonly name = "ServiceCoinError";
  readonly code: string;
  readonly args: ErrorArgs;

  /** @param code Name of the error. */
  constructor(code: string, args: ErrorArgs, cause?: unknown) {
    super(sentenceOf(code, args), cause === undefined ? undefined : { cause });
    this.code = code;
    this.args = args;
  }
}

/** Runs something that may fail. @throws ServiceCoinError whatever went wrong */
export async function withErrors<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    throw toServiceCoinError(error);
  }
}

/** Says what an error of ethers, a wallet or a node means. */
export function toServiceCoinError(error: unknown): ServiceCoinError {
  if (error instanceof ServiceCoinError) return error;
  const data = revertData(error);
  if (data !== undefined && data !== "0x") return fromRevert(data, error);
  return fromEthers(error) ?? fromNode(error) ?? new ServiceCoinError("Unknown", { message: textOf(error) }, error);
}

/** Decodes the data of a revert: our errors, Solidity's own, or an unknown one. */
export function fromRevert(data: string, cause?: unknown): ServiceCoinError {
  const parsed = parseRevert(data);
  if (parsed === null) return new ServiceCoinError("UnknownRevert", { data }, cause);
  if (parsed.name === "Error") return new ServiceCoinError("Reverted", { reason: parsed.args[0] as string }, cause);
  if (parsed.name === "Panic") return new ServiceCoinError("Panic", { code: parsed.args[0] as bigint }, cause);
  const args = parsed.args.toObject() as Record<string, unknown>;
  // The hub wraps what the coin refused.
  const inner = args["reason"];
  if (parsed.name === "HubChargeFailed" && typeof inner === "string" && inner !== "0x") {
    return new ServiceCoinError(parsed.name, { ...args, reason: fromRevert(inner) }, cause);
  }
  return new ServiceCoinError(parsed.name, args, cause);
}

function parseRevert(data: string): ErrorDescription | null {
  for (const contract of Object.values(INTERFACES)) {
    try {
      const parsed = contract.parseError(data);
      if (parsed !== null) return parsed;
    } catch {
      // The selector is known and the data is cut off or another's: some other contract may know better.
    }
  }
  return null;
}

function fromEthers(error: unknown): ServiceCoinError | undefined {
  if (isError(error, "ACTION_REJECTED")) return new ServiceCoinError("Rejected", { action: error.action }, error);
  if (isError(error, "INSUFFICIENT_FUNDS")) return new ServiceCoinError("Unfunded", {}, error);
  if (isError(error, "NONCE_EXPIRED")) return new ServiceCoinError("NonceUsed", {}, error);
  if (isError(error, "REPLACEMENT_UNDERPRICED")) return new ServiceCoinError("Underpriced", {}, error);
  if (isError(error, "TIMEOUT")) return new ServiceCoinError("Timeout", { operation: error.operation }, error);
  if (isError(error, "NETWORK_ERROR"))
    return new ServiceCoinError("Unreachable", { message: error.shortMessage }, error);
  if (isError(error, "SERVER_ERROR"))
    return new ServiceCoinError("Unreachable", { message: error.shortMessage }, error);
  if (isError(error, "INVALID_ARGUMENT")) {
    return new ServiceCoinError("InvalidArgument", { argument: error.argument, value: error.value }, error);
  }
  if (isError(error, "NUMERIC_FAULT")) {
    return new ServiceCoinError("InvalidArgument", { argument: error.operation, value: error.value }, error);
  }
  if (isError(error, "UNCONFIGURED_NAME")) {
    return new ServiceCoinError("InvalidArgument", { argument: "address", value: error.value }, error);
  }
  // What is no address is taken for a name.
  if (isError(error, "UNSUPPORTED_OPERATION") && error.operation === "getEnsAddress") {
    return new ServiceCoinError(
      "InvalidArgument",
      { argument: "address", value: "a name, on a chain without names" },
      error,
    );
  }
  if (isError(error, "CALL_EXCEPTION")) {
    return new ServiceCoinError("Reverted", { reason: error.reason ?? "without a reason" }, error);
  }
  return undefined;
}

/** Nodes and Node.js say the same in their own words. */
const WORDS: readonly [pattern: RegExp, code: string][] = [
  [/insufficient funds|doesn't have enough funds/i, "Unfunded"],
  [/nonce too low|nonce has already been used/i, "NonceUsed"],
  [/replacement transaction underpriced/i, "Underpriced"],
  [/user (rejected|denied)/i, "Rejected"],
  [/ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|fetch failed|socket hang up/i, "Unreachable"],
];

function fromNode(error: unknown): ServiceCoinError | undefined {
  for (const text of messagesOf(error)) {
    const found = WORDS.find(([pattern]) => pattern.test(text));
    if (found !== undefined) return new ServiceCoinError(found[1], { message: text }, error);
  }
  return undefined;
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // What ethers cannot make sense of it passes on as it came.
  const { error: inner } = error as { error?: { message?: unknown } };
  if (isError(error, "UNKNOWN_ERROR") && typeof inner?.message === "string") return inner.message;
  const code = (error as { code?: unknown }).code;
  const message = (error as { shortMessage?: string }).shortMessage ?? error.message;
  return typeof code === "string" && message === "" ? code : message;
}

/** What an error says, and what the errors in it say. */
function messagesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== "object" || error === null || depth > 5) return typeof error === "string" ? [error] : [];
  const { message } = error as { message?: unknown };
  const inner = ["error", "info", "cause", "data"].flatMap((key) =>
    messagesOf((error as Record<string, unknown>)[key], depth + 1),
  );
  return [...(typeof message === "string" ? [message] : []), ...inner];
}

/** Finds the revert data in an error of ethers, a wallet or a node. */
function revertData(error: unknown, depth = 0): string | undefined {
  if (typeof error !== "object" || error === null || depth > 5) return undefined;
  const { data } = error as { data?: unknown };
  if (typeof data === "string" && /^0x([0-9a-f]{8}[0-9a-f]*)?$/i.test(data)) return data;
  for (const key of ["data", "error", "info", "cause"]) {
    const inner = revertData((error as Record<string, unknown>)[key], depth + 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
