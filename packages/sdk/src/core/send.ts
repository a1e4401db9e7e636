import {
  BaseWallet,
  isError,
  JsonRpcSigner,
  keccak256,
  NonceManager,
  type Provider,
  type Signer,
  type TransactionReceipt,
  type TransactionReplacedError,
  type TransactionRequest,
  type TransactionResponse,
} from "ethers";
import { ServiceCoinError } from "./errors.js";
import { answerOf, isRevert, messagesOf } from "./nodeErrors.js";
import { countWithPending, rejectionOf } from "./rejection.js";

/** Milliseconds for which a failing node is asked again about a transaction that it may have. */
const PATIENCE = 30_000;
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 4_000;
/** Milliseconds between two looks at the chain, for providers that do not say. */
const POLLING_INTERVAL = 1_000;

/** How long to watch, and who wants to know the hash. */
export interface Watch {
  confirmations: number;
  /** Milliseconds; 0 for no limit. */
  timeout: number;
  onSigned: ((hash: string) => void) | undefined;
  onSent: ((hash: string) => void) | undefined;
}

/**
 * Sends a transaction and waits for it. A signer with a key of its own signs first, so that the hash is known whatever
 * the node does: after a fault the chain is asked for it, and the same signed transaction is sent again, which cannot
 * pay twice.
 * @throws ServiceCoinError `Unconfirmed` when the node fails after the transaction was signed; `Timeout`; `Replaced`
 */
export async function sendAndWatch(
  provider: Provider,
  signer: Signer,
  transaction: TransactionRequest,
  watch: Watch,
): Promise<TransactionReceipt> {
  const deadline = watch.timeout === 0 ? Infinity : Date.now() + watch.timeout;
  const raw = await before(deadline, {}, signLocally(signer, transaction));
  if (raw === undefined) return sendByWallet(provider, signer, transaction, watch, deadline);
  const hash = keccak256(raw);
  watch.onSigned?.(hash);
  const response = await broadcast(provider, raw, hash, deadline);
  watch.onSent?.(hash);
  return confirm(provider, hash, response, watch.confirmations, deadline);
}

/** The deadline does not end the question to the wallet: its user may still approve, and the hash would be lost. */
async function sendByWallet(
  provider: Provider,
  signer: Signer,
  transaction: TransactionRequest,
  watch: Watch,
  deadline: number,
): Promise<TransactionReceipt> {
  if (!(signer instanceof JsonRpcSigner)) {
    const response = await signer.sendTransaction(transaction);
    watch.onSent?.(response.hash);
    return confirm(provider, response.hash, response, watch.confirmations, deadline);
  }
  const firstBlock = await provider.getBlockNumber();
  // Its sendTransaction returns no hash before the node shows the transaction, and none if the node fails until then.
  const hash = await signer.sendUncheckedTransaction(transaction);
  watch.onSent?.(hash);
  const look = async () => (await provider.getTransaction(hash))?.replaceableTransaction(firstBlock);
  return confirm(provider, hash, look, watch.confirmations, deadline);
}

/** The signed transaction, or undefined for a signer that signs and sends in one, such as a browser's wallet. */
async function signLocally(signer: Signer, transaction: TransactionRequest): Promise<string | undefined> {
  if (signer instanceof NonceManager && signer.signer instanceof BaseWallet) {
    // In this order, so that transactions that are sent at once get different nonces.
    const nonce = signer.getNonce("pending");
    signer.increment();
    return signer.signer.signTransaction(
      await signer.signer.populateTransaction({ ...transaction, nonce: await nonce }),
    );
  }
  if (!(signer instanceof BaseWallet)) return undefined;
  const nonce = transaction.nonce ?? (await countWithPending((block) => signer.getNonce(block)));
  return signer.signTransaction(await signer.populateTransaction({ ...transaction, nonce }));
}

async function broadcast(
  provider: Provider,
  raw: string,
  hash: string,
  deadline: number,
): Promise<TransactionResponse> {
  const patience = new Patience(deadline);
  let fault: unknown;
  for (;;) {
    try {
      return await before(deadline, { operation: "send", hash }, provider.broadcastTransaction(raw));
    } catch (error) {
      if (error instanceof ServiceCoinError) throw withFault(error, fault);
      const found = await before(deadline, { operation: "send", hash }, lookUp(provider, hash)).catch(() => "unknown");
      if (typeof found === "object") return found;
      if (found === undefined && fault === undefined && rejectionOf(error) !== undefined) throw error;
      fault = error;
      if (!(await patience.pause())) throw unconfirmed(hash, error);
    }
  }
}

/** The transaction as the chain or its mempool has it; undefined if it has not; "unknown" if the node fails. */
async function lookUp(provider: Provider, hash: string): Promise<TransactionResponse | undefined | "unknown"> {
  try {
    const [found, block] = await Promise.all([provider.getTransaction(hash), provider.getBlockNumber()]);
    return found?.replaceableTransaction(found.blockNumber ?? block) ?? undefined;
  } catch {
    return "unknown";
  }
}

/**
 * Waits for the confirmations. Looks for itself: the waiting of ethers ends at the first fault of a node.
 * @param sent The transaction, or what looks for it where only the hash is known.
 */
async function confirm(
  provider: Provider,
  hash: string,
  sent: TransactionResponse | (() => Promise<TransactionResponse | undefined>),
  confirmations: number,
  deadline: number,
): Promise<TransactionReceipt> {
  const { pollingInterval = POLLING_INTERVAL } = provider as { pollingInterval?: number };
  let response = typeof sent === "function" ? undefined : sent;
  /** The receipt once there are enough confirmations. */
  const look = async (): Promise<TransactionReceipt | undefined> => {
    const receipt = await provider.getTransactionReceipt(hash);
    if (receipt === null && confirmations === 0) throw new ServiceCoinError("NotMined", { hash });
    if (receipt !== null)
      return confirmations <= 1 || (await receipt.confirmations()) >= confirmations ? receipt : undefined;
    if (typeof sent === "function") response ??= await sent();
    if (response === undefined || !(await isNonceUsed(provider, response))) return undefined;
    return afterReplacement(response, confirmations);
  };
  let patience = new Patience(deadline);
  let fault: unknown;
  for (;;) {
    try {
      const receipt = await before(deadline, { operation: "wait", hash }, look());
      if (receipt !== undefined) return receipt;
      patience = new Patience(deadline);
      fault = undefined;
    } catch (error) {
      if (error instanceof ServiceCoinError) throw withFault(error, fault);
      fault = error;
      if (!(await patience.pause())) throw unconfirmed(hash, error);
      continue;
    }
    if (Date.now() >= deadline) throw new ServiceCoinError("Timeout", { operation: "wait", hash });
    await sleep(Math.min(pollingInterval, deadline - Date.now()));
  }
}

/** Another transaction of this nonce was mined, unless the node lags behind with the receipt. */
async function isNonceUsed(provider: Provider, { from, nonce, hash }: TransactionResponse): Promise<boolean> {
  if ((await provider.getTransactionCount(from, "latest")) <= nonce) return false;
  return (await provider.getTransactionReceipt(hash)) === null;
}

/** A price bump of the same transaction is a success; any other replacement is not. */
async function afterReplacement(response: TransactionResponse, confirmations: number): Promise<TransactionReceipt> {
  try {
    const receipt = await response.wait(confirmations, PATIENCE);
    if (receipt !== null) return receipt;
  } catch (error) {
    if (!isError(error, "TRANSACTION_REPLACED")) throw error;
    const { reason, receipt, replacement }: TransactionReplacedError = error;
    if (reason === "repriced" && receipt.status === 1) return receipt;
    throw new ServiceCoinError("Replaced", { hash: response.hash, by: replacement.hash, reason }, error);
  }
  throw new ServiceCoinError("NotMined", { hash: response.hash });
}

/**
 * Why a transaction failed that was mined: a receipt has no reason, and calling it on the block before returns it.
 * @returns The error of the call; undefined if it has none
 */
export async function reasonOf(provider: Provider, receipt: TransactionReceipt): Promise<unknown> {
  try {
    const transaction = await provider.getTransaction(receipt.hash);
    if (transaction === null) return undefined;
    const { from, to, data, value } = transaction;
    await provider.call({ from, to, data, value, blockTag: receipt.blockNumber - 1 });
    return undefined;
  } catch (error) {
    return isRevert(error) || !isError(error, "CALL_EXCEPTION") ? error : undefined;
  }
}

/** When the time was over while the node was asked again after a fault, that fault is the reason. */
function withFault(error: ServiceCoinError, fault: unknown): ServiceCoinError {
  const { code, hash } = error;
  return code === "Timeout" && fault !== undefined && hash !== undefined ? unconfirmed(hash, fault) : error;
}

function unconfirmed(hash: string, cause: unknown): ServiceCoinError {
  return new ServiceCoinError("Unconfirmed", { hash, message: messagesOf(answerOf(cause) ?? cause)[0] ?? "" }, cause);
}

/** Rejects when the deadline has passed: a node may never answer. */
async function before<Result>(
  deadline: number,
  args: { operation?: string; hash?: string },
  promise: Promise<Result>,
): Promise<Result> {
  if (deadline === Infinity) return promise;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        reject(new ServiceCoinError("Timeout", args));
      },
      Math.max(0, deadline - Date.now()),
    );
  });
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}

/** Growing pauses, until the patience or the caller's time is over. */
class Patience {
  readonly #end: number;
  #pause = FIRST_PAUSE;

  constructor(deadline: number) {
    this.#end = Math.min(deadline, Date.now() + PATIENCE);
  }

  /** Waits. @returns Whether there is time for another attempt */
  async pause(): Promise<boolean> {
    await sleep(Math.min(this.#pause, this.#end - Date.now()));
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
    return Date.now() < this.#end;
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
