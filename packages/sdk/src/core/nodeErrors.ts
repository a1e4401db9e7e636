import { isError } from "ethers";

/** An error as a node answers it (JSON-RPC 2.0). */
interface RpcError {
  code?: unknown;
  message?: unknown;
  data?: unknown;
}

/** Code that geth and others give a revert (EIP-1474 leaves it open). */
const EXECUTION_REVERTED = 3;

/** How nodes say that the call itself failed: geth, Nethermind, Besu, Erigon, Hardhat, anvil, Ganache, Hedera, zkSync. */
const REVERT_WORDS =
  /revert|vm execution|vm exception|virtual machine|out of gas|gas required exceeds|invalid opcode|opcode 0x|bad instruction|(bad|invalid) jump|stack (under|over)flow|contract call run failed|write protection|exceeds block gas limit|intrinsic gas/i;

/** Messages of nodes about a transaction that none of their kind accepts unchanged. Every kind words them its own way. */
export const UNFIT: readonly RegExp[] = [
  /exceeds (the )?block gas limit/i,
  /gas (limit )?(is )?too high|gas ?limit ?exceeded/i,
  /(transaction|tx) ?gas ?(limit ?)?cap/i,
  /oversized data|rlp too long|max ?(tx|transaction) ?size/i,
  /exceeds the configured cap|fee ?cap exceeded/i,
  /intrinsic gas|floor data gas|requires at least \d+ gas/i,
];

/** How nodes say that they do not have a block that others have: they lag behind. */
const BLOCK_UNKNOWN =
  /(header|blocks?) (was |is )?not found|unknown block|block.*cannot be found|beyond (the )?(current )?head|after last (accepted )?block|block height is \d+ but requested/i;

/** The keys under which ethers, wallets and nodes put the error that they wrap. */
const INNER = ["error", "info", "cause", "data"];
const MAX_DEPTH = 6;

/**
 * Returns whether the chain itself refused a call. ethers calls every error of `eth_call` and `eth_estimateGas` a
 * CALL_EXCEPTION, also a rate limit or a block that the node does not have; a node says it when it was a revert.
 */
export function isRevert(error: unknown): boolean {
  if (!isError(error, "CALL_EXCEPTION")) return false;
  if (error.data !== null || error.receipt !== undefined || error.reason !== null) return true;
  const answer = answerOf(error);
  if (answer === undefined) return true;
  if (answer.code === EXECUTION_REVERTED || revertDataOf(answer) !== undefined) return true;
  return messagesOf(answer).some((message) => REVERT_WORDS.test(message));
}

/** The words of the node, where a fault of the node looks like a failed call. */
export function nodeFaultOf(error: unknown): string | undefined {
  if (!isError(error, "CALL_EXCEPTION") || isRevert(error)) return undefined;
  return messagesOf(answerOf(error))[0] ?? error.shortMessage;
}

/** Returns whether a node refused a request because it has not seen the block. */
export function isBlockUnknown(error: unknown): boolean {
  return messagesOf(answerOf(error)).some((message) => BLOCK_UNKNOWN.test(message));
}

/** The error that the node answered with, if it answered. */
export function answerOf(error: unknown, depth = 0): RpcError | undefined {
  if (typeof error !== "object" || error === null || depth > MAX_DEPTH) return undefined;
  const { code, message } = error as RpcError;
  if (typeof code === "number" && typeof message === "string") return error;
  for (const key of INNER) {
    const inner = answerOf((error as Record<string, unknown>)[key], depth + 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** The messages of an error and of the errors inside it. */
export function messagesOf(error: unknown, depth = 0): string[] {
  if (typeof error === "string") return [error];
  if (typeof error !== "object" || error === null || depth > MAX_DEPTH) return [];
  const { message } = error as { message?: unknown };
  const inner = INNER.flatMap((key) => messagesOf((error as Record<string, unknown>)[key], depth + 1));
  return [...(typeof message === "string" ? [message] : []), ...inner];
}

/**
 * Finds the data of a revert in an error of ethers, a wallet or a node: as hex, as Parity's and Nethermind's
 * "Reverted 0x...", or as Ganache's object with a `result`.
 */
export function revertDataOf(error: unknown, depth = 0): string | undefined {
  if (typeof error !== "object" || error === null || depth > MAX_DEPTH) return undefined;
  for (const key of ["data", "result"]) {
    const value = (error as Record<string, unknown>)[key];
    const data =
      typeof value === "string" ? /^(?:reverted )?(0x(?:[0-9a-f]{8}[0-9a-f]*)?)$/i.exec(value)?.[1] : undefined;
    if (data !== undefined) return data;
  }
  for (const key of INNER) {
    const inner = revertDataOf((error as Record<string, unknown>)[key], depth + 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
