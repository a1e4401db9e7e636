import { isError, type ErrorDescription } from "ethers";
import { INTERFACES } from "./contracts.js";
import type { ContractErrors, ErrorArgsOf, ServiceCoinErrorCode } from "./errorCodes.js";
import { messagesOf, nodeFaultOf, revertDataOf } from "./nodeErrors.js";
import { CONTRACT_SENTENCES, sentenceOf } from "./sentences.js";

/** Arguments of an error by name. Amounts are base units, times are seconds since 1970. */
export type ErrorArgs = Readonly<Record<string, unknown>>;

/**
 * Every failure of the SDK, with a stable `code`: the name of the Solidity error that a contract reverted with, or of
 * an error of the SDK, a wallet or a node (`Rejected`, `Unfunded`, `Unreachable`, `WrongChain`, ...). `message` is a
 * sentence for people and may change. {@link isServiceCoinError} also tells the types of the arguments.
 */
export class ServiceCoinError extends Error {
  override readonly name = "ServiceCoinError";
  readonly code: ServiceCoinErrorCode;
  readonly args: ErrorArgs;
  /**
   * The transaction that was sent before the failure: it failed, or it may still be mined. Undefined if none was sent,
   * or the node certainly did not take it.
   */
  readonly hash: string | undefined;

  /** @param failed Hash of the transaction that was mined, and failed for this reason. */
  constructor(code: ServiceCoinErrorCode, args: ErrorArgs, cause?: unknown, failed?: string) {
    const sentence = sentenceOf(code, args);
    super(
      failed === undefined ? sentence : `${sentence} The transaction ${failed} was mined, and failed.`,
      cause === undefined ? undefined : { cause },
    );
    this.code = code;
    this.args = args;
    const { hash } = args;
    this.hash = failed ?? (typeof hash === "string" ? hash : undefined);
  }
}

/**
 * An error with this code, and the types of its arguments. With several codes it is a union that `code` discriminates.
 */
export type ErrorWithCode<Code extends ServiceCoinErrorCode> = Code extends ServiceCoinErrorCode
  ? ServiceCoinError & { readonly code: Code; readonly args: ErrorArgsOf<Code> }
  : never;

/**
 * Returns whether an error is a `ServiceCoinError`, with this code if one is given. It narrows `code` and `args`.
 * @example
 * ```ts
 * try {
 *   await transfer(client, { to, amount });
 * } catch (error) {
 *   if (!isServiceCoinError(error, "ERC20InsufficientBalance")) throw error;
 *   console.log("Missing:", formatScv(error.args.needed - error.args.balance), "SCV");
 * }
 * ```
 */
export function isServiceCoinError<Code extends ServiceCoinErrorCode>(
  error: unknown,
  code?: Code,
): error is ErrorWithCode<Code> {
  return error instanceof ServiceCoinError && (code === undefined || error.code === code);
}

/** Runs an operation. @throws ServiceCoinError every failure, converted by `toServiceCoinError` */
export async function withErrors<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    throw toServiceCoinError(error);
  }
}

/** Converts an error of ethers, a wallet or a node. The original error becomes the `cause`. */
export function toServiceCoinError(error: unknown): ServiceCoinError {
  if (error instanceof ServiceCoinError) return error;
  const data = revertDataOf(error);
  if (data !== undefined && data !== "0x") return fromRevert(data, error);
  return fromEthers(error) ?? fromNode(error) ?? new ServiceCoinError("Unknown", { message: textOf(error) }, error);
}

/**
 * Decodes the data of a revert: an error of our contracts, one of Solidity (`Reverted`, `Panic`), or `UnknownRevert`.
 */
export function fromRevert(data: string, cause?: unknown): ServiceCoinError {
  const parsed = parseRevert(data);
  if (parsed === null) return new ServiceCoinError("UnknownRevert", { data }, cause);
  if (parsed.name === "Error") return new ServiceCoinError("Reverted", { reason: parsed.args[0] as string }, cause);
  if (parsed.name === "Panic") return new ServiceCoinError("Panic", { code: parsed.args[0] as bigint }, cause);
  if (!isContractError(parsed.name)) return new ServiceCoinError("UnknownRevert", { data }, cause);
  const args = parsed.args.toObject() as Record<string, unknown>;
  // The hub wraps the error of the coin.
  const inner = args["reason"];
  if (parsed.name === "HubChargeFailed" && typeof inner === "string" && inner !== "0x") {
    return new ServiceCoinError(parsed.name, { ...args, reason: fromRevert(inner) }, cause);
  }
  return new ServiceCoinError(parsed.name, args, cause);
}

function isContractError(name: string): name is keyof ContractErrors {
  return Object.hasOwn(CONTRACT_SENTENCES, name);
}

function parseRevert(data: string): ErrorDescription | null {
  for (const contract of Object.values(INTERFACES)) {
    try {
      const parsed = contract.parseError(data);
      if (parsed !== null) return parsed;
    } catch {
      // The selector matches, but the data does not: another contract may declare an error with the same selector.
    }
  }
  return null;
}

function fromEthers(error: unknown): ServiceCoinError | undefined {
  if (isError(error, "ACTION_REJECTED")) return new ServiceCoinError("Rejected", { action: error.action }, error);
  if (isError(error, "INSUFFICIENT_FUNDS")) return new ServiceCoinError("Unfunded", {}, error);
  // Parity's words for a price bump that is too low also say "nonce" and "too low".
  if (isError(error, "NONCE_EXPIRED")) return fromNode(error) ?? new ServiceCoinError("NonceUsed", {}, error);
  if (isError(error, "REPLACEMENT_UNDERPRICED")) return new ServiceCoinError("Underpriced", {}, error);
  if (isError(error, "TIMEOUT")) return new ServiceCoinError("Timeout", { operation: error.operation }, error);
  if (isError(error, "NETWORK_ERROR"))
    return new ServiceCoinError("Unreachable", { message: error.shortMessage }, error);
  if (isError(error, "SERVER_ERROR")) {
    // ethers says so only after responses with status 429.
    const isLimited = error.shortMessage.includes("exceeded maximum retry limit");
    const message = isLimited ? "it allows no more requests for now (status 429)" : error.shortMessage;
    return new ServiceCoinError("Unreachable", { message }, error);
  }
  if (isError(error, "INVALID_ARGUMENT")) {
    return new ServiceCoinError("InvalidArgument", { argument: error.argument, value: error.value }, error);
  }
  if (isError(error, "NUMERIC_FAULT")) {
    return new ServiceCoinError("InvalidArgument", { argument: error.operation, value: error.value }, error);
  }
  if (isError(error, "UNCONFIGURED_NAME")) {
    return new ServiceCoinError("InvalidArgument", { argument: "address", value: error.value }, error);
  }
  // ethers takes text that is not an address for a name.
  if (isError(error, "UNSUPPORTED_OPERATION") && error.operation === "getEnsAddress") {
    return new ServiceCoinError(
      "InvalidArgument",
      { argument: "address", value: "a name, on a chain without names" },
      error,
    );
  }
  if (isError(error, "CALL_EXCEPTION")) {
    const fault = nodeFaultOf(error);
    if (fault !== undefined) return fromNode(error) ?? new ServiceCoinError("Unreachable", { message: fault }, error);
    return new ServiceCoinError("Reverted", { reason: error.reason ?? "without a reason" }, error);
  }
  return undefined;
}

/** Messages of nodes and of Node.js, which have no common codes. */
const WORDS: readonly [pattern: RegExp, code: ServiceCoinErrorCode][] = [
  [/insufficient ?funds|insufficient (sender )?balance|doesn't have enough funds/i, "Unfunded"],
  [/exceeds (the )?(allowance|account balance)/i, "Unfunded"],
  [
    /(replacement|replace).*(underpriced|not ?allowed|existing|fee too low)|(gas ?price|fee).*too low.*same nonce/i,
    "Underpriced",
  ],
  [/nonce (is )?too low|nonce has already been used|old ?nonce|invalid nonce; got|nonce too small/i, "NonceUsed"],
  [/underpriced|max fee per gas less than block base fee|(fee ?cap|gas ?price).* below/i, "FeeTooLow"],
  [/feeTooLow|(fee|gas ?price|feePerGas)( \(\d+\))? (is )?too low/i, "FeeTooLow"],
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
  // ethers wraps errors of nodes that it does not know.
  const { error: inner } = error as { error?: { message?: unknown } };
  if (isError(error, "UNKNOWN_ERROR") && typeof inner?.message === "string") return inner.message;
  const code = (error as { code?: unknown }).code;
  const message = (error as { shortMessage?: string }).shortMessage ?? error.message;
  return typeof code === "string" && message === "" ? code : message;
}
