import {
  isError,
  type ContractTransaction,
  type TransactionReceipt,
  type TransactionReplacedError,
  type TransactionRequest,
} from "ethers";
import type { TypedContractMethod } from "../typechain/common.js";
import { type Client, providerOf, signerOf } from "./client.js";
import { ServiceCoinError, withErrors } from "./errors.js";
import { decodeLogs, type ServiceCoinEvent } from "./events.js";
import { gasLimitFor } from "./gas.js";

/** How a transaction is sent; what is left out is chosen by the node and the wallet. */
export interface SendOptions {
  /** Ether to send along, gas limit, fees and nonce, as ethers takes them. */
  overrides?: Pick<TransactionRequest, "gasLimit" | "gasPrice" | "maxFeePerGas" | "maxPriorityFeePerGas" | "nonce">;
  /** Blocks to wait for, 1 unless told. */
  confirmations?: number;
  /** Milliseconds to wait for them before `Timeout` is thrown; without end unless told. The transaction may still come. */
  timeout?: number;
  /** Told the hash as soon as the node has taken the transaction. */
  onSent?: (hash: string) => void;
}

/** What a mined transaction did. */
export interface Sent {
  hash: string;
  receipt: TransactionReceipt;
  /** What our contracts say happened, in order. */
  events: ServiceCoinEvent[];
}

/** One user intent: sends when it is called; its other forms send nothing. */
export interface Action<Params, Result extends object, Returned> {
  /** Sends and waits. @throws ServiceCoinError */
  (client: Client, params: Params, options?: SendOptions): Promise<Sent & Result>;
  /** What the call would return now. @throws ServiceCoinError with the error that it would meet */
  simulate: (client: Client, params: Params) => Promise<Returned>;
  /** Gas that it would use now, with what time may add. @throws ServiceCoinError with the error that it would meet */
  estimateGas: (client: Client, params: Params) => Promise<bigint>;
  /** The transaction, for another wallet to send or a proposal to call. */
  populate: (client: Client, params: Params) => Promise<ContractTransaction>;
}

/** A call that is ready to be made. */
export interface Call<Returned> {
  simulate(): Promise<Returned>;
  estimateGas(): Promise<bigint>;
  populate(): Promise<ContractTransaction>;
}

/** Binds a contract's function to its arguments. `value` is ether in wei. */
export function call<Args extends unknown[], Returned, Mutability extends "nonpayable" | "payable">(
  method: TypedContractMethod<Args, [Returned], Mutability>,
  args: Args,
  value?: bigint,
): Call<Returned> {
  // Overrides may follow the arguments of any function; the tuple type cannot say so for a generic one.
  const all = (value === undefined ? args : [...args, { value }]) as never;
  const pending = [...args, { ...(value === undefined ? {} : { value }), blockTag: "pending" }] as never;
  const simulate = (these: never) => method.staticCall(...(these as Parameters<typeof method.staticCall>));
  return {
    // In the block that comes next: a local chain mines only when something is sent, so its last block may be hours old. Not every node
    // answers for that block.
    simulate: () =>
      simulate(pending).catch((error: unknown) => {
        if (isError(error, "CALL_EXCEPTION")) throw error;
        return simulate(all);
      }),
    estimateGas: () => method.estimateGas(...(all as Parameters<typeof method.estimateGas>)),
    populate: () => method.populateTransaction(...(all as Parameters<typeof method.populateTransaction>)),
  };
}

/**
 * Makes a user intent of a contract's function.
 * @param prepare Turns the parameters into a call; may read the chain.
 * @param resultOf What the caller wants to know of what happened, for example the id of what was opened.
 */
export function action<Params, Returned, Result extends object = object>(
  prepare: (client: Client, params: Params) => Call<Returned> | Promise<Call<Returned>>,
  resultOf?: (sent: Sent, client: Client, params: Params) => Result,
): Action<Params, Result, Returned> {
  const run = async (client: Client, params: Params, options: SendOptions = {}): Promise<Sent & Result> => {
    signerOf(client);
    const sent = await withErrors(async () => send(client, await prepare(client, params), options));
    return { ...sent, ...(resultOf?.(sent, client, params) as Result) };
  };
  return Object.assign(run, {
    simulate: (client: Client, params: Params) => withErrors(async () => (await prepare(client, params)).simulate()),
    estimateGas: (client: Client, params: Params) =>
      withErrors(async () => (await prepare(client, params)).estimateGas()),
    populate: (client: Client, params: Params) => withErrors(async () => (await prepare(client, params)).populate()),
  });
}

async function send<Returned>(client: Client, prepared: Call<Returned>, options: SendOptions): Promise<Sent> {
  const { overrides = {}, confirmations = 1, timeout = 0, onSent } = options;
  // By the signer and not by the contract: what ethers' contracts give back does not notice when a wallet replaced the transaction.
  const signer = signerOf(client);
  const transaction: TransactionRequest = { ...(await prepared.populate()), ...overrides };
  transaction.gasLimit ??= gasLimitFor(await prepared.estimateGas());
  const response = await signer.sendTransaction(transaction);
  const { hash } = response;
  onSent?.(hash);
  const receipt = await response.wait(confirmations, timeout).catch(async (error: unknown) => {
    if (isError(error, "TRANSACTION_REPLACED")) return replaced(hash, error);
    throw await withReason(client, error);
  });
  if (receipt === null) throw new ServiceCoinError("NotMined", { hash });
  return { hash: receipt.hash, receipt, events: decodeLogs(client.addresses, receipt.logs) };
}

/** The same at a higher price is what was wanted; anything else is not. */
function replaced(hash: string, error: TransactionReplacedError): TransactionReceipt {
  const { reason, receipt, replacement } = error;
  if (reason === "repriced" && receipt.status === 1) return receipt;
  throw new ServiceCoinError("Replaced", { hash, by: replacement.hash, reason }, error);
}

/** A transaction that was mined and failed tells no reason; calling it again on the block before does. */
async function withReason(client: Client, error: unknown): Promise<unknown> {
  const receipt = (error as { receipt?: { hash: string; blockNumber: number } | null }).receipt;
  if ((error as { code?: string }).code !== "CALL_EXCEPTION" || !receipt) return error;
  const provider = providerOf(client);
  const transaction = await provider.getTransaction(receipt.hash);
  if (transaction === null) return error;
  const { from, to, data, value } = transaction;
  try {
    await provider.call({ from, to, data, value, blockTag: receipt.blockNumber - 1 });
    return error;
  } catch (reason) {
    return reason;
  }
}
