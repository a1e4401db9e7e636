import type { ContractTransaction, TransactionReceipt, TransactionRequest } from "ethers";
import type { TypedContractMethod } from "../typechain/common.js";
import { type Client, providerOf, signerOf } from "./client.js";
import { ServiceCoinError, toServiceCoinError, withErrors } from "./errors.js";
import { decodeLogs, type ServiceCoinEvent } from "./events.js";
import { gasLimitFor } from "./gas.js";
import { isRevert } from "./nodeErrors.js";
import { reasonOf, sendAndWatch } from "./send.js";

/** How to send a transaction. The node and the wallet choose what is left out. */
export interface SendOptions {
  /** Gas limit, fees and nonce, as ethers takes them. */
  overrides?: Pick<TransactionRequest, "gasLimit" | "gasPrice" | "maxFeePerGas" | "maxPriorityFeePerGas" | "nonce">;
  /** Confirmations to wait for. Default: 1. */
  confirmations?: number;
  /**
   * Milliseconds to wait for the confirmations before `Timeout` is thrown. Default: no limit. The transaction may still
   * be mined later.
   */
  timeout?: number;
  /**
   * Called with the hash before the transaction is sent, if the signer has a key of its own (`Wallet`, `HDNodeWallet`,
   * `NonceManager`). From then on it may be mined, whatever fails.
   */
  onSigned?: (hash: string) => void;
  /** Called with the hash as soon as the node has accepted the transaction. */
  onSent?: (hash: string) => void;
}

/** The outcome of a confirmed transaction. */
export interface Sent {
  hash: string;
  receipt: TransactionReceipt;
  /** Events of our contracts, in order. */
  events: ServiceCoinEvent[];
}

/**
 * One user intent. Calling it sends the transaction; its other forms send nothing.
 *
 * Each call reads from the chain and asks for signatures anew where the action needs them. To simulate, estimate and
 * send one and the same call, use `prepare`.
 */
export interface Action<Params, Result extends object, Returned> {
  /** Sends the transaction and waits for it. @throws ServiceCoinError */
  (client: Client, params: Params, options?: SendOptions): Promise<Sent & Result>;
  /**
   * Returns what the contract would return now.
   * @throws ServiceCoinError the error that the transaction would revert with
   */
  simulate: (client: Client, params: Params) => Promise<Returned>;
  /**
   * Returns the gas that it would use now.
   * @throws ServiceCoinError the error that the transaction would revert with
   */
  estimateGas: (client: Client, params: Params) => Promise<bigint>;
  /** Returns the transaction, for another wallet to send or a proposal to call. */
  populate: (client: Client, params: Params) => Promise<ContractTransaction>;
  /** Prepares the call once: reads and signs what it needs. @throws ServiceCoinError */
  prepare: (client: Client, params: Params) => Promise<PreparedAction<Result, Returned>>;
}

/** An action with its parameters, prepared: every method uses the same call. */
export interface PreparedAction<Result extends object, Returned> extends Call<Returned> {
  /** Sends the transaction and waits for it. @throws ServiceCoinError */
  send(options?: SendOptions): Promise<Sent & Result>;
}

/** A contract call with its arguments. */
export interface Call<Returned> {
  simulate(): Promise<Returned>;
  estimateGas(): Promise<bigint>;
  populate(): Promise<ContractTransaction>;
}

/** Binds a contract's function to its arguments. `value` is the ether to send, in wei. */
export function call<Args extends unknown[], Returned, Mutability extends "nonpayable" | "payable">(
  method: TypedContractMethod<Args, [Returned], Mutability>,
  args: Args,
  value?: bigint,
): Call<Returned> {
  // Overrides may follow the arguments of any function; a generic tuple type cannot express that.
  const all = (value === undefined ? args : [...args, { value }]) as never;
  const pending = [...args, { ...(value === undefined ? {} : { value }), blockTag: "pending" }] as never;
  const simulate = (these: never) => method.staticCall(...(these as Parameters<typeof method.staticCall>));
  return {
    // On the pending block: a local chain mines only when a transaction is sent, so its last block may be hours old.
    // Not every node supports that block.
    simulate: () =>
      simulate(pending).catch((error: unknown) => {
        if (isRevert(error)) throw error;
        return simulate(all);
      }),
    estimateGas: () => method.estimateGas(...(all as Parameters<typeof method.estimateGas>)),
    populate: () => method.populateTransaction(...(all as Parameters<typeof method.populateTransaction>)),
  };
}

/**
 * Makes an action of a contract's function.
 * @param prepare Turns the parameters into a call; may read the chain.
 * @param resultOf Adds what the caller wants to know of the outcome, for example the id of the opened deal.
 */
export function action<Params, Returned, Result extends object = object>(
  prepare: (client: Client, params: Params) => Call<Returned> | Promise<Call<Returned>>,
  resultOf?: (sent: Sent, client: Client, params: Params) => Result,
): Action<Params, Result, Returned> {
  const prepareOnce = async (client: Client, params: Params): Promise<PreparedAction<Result, Returned>> => {
    const prepared = await withErrors(async () => prepare(client, params));
    return {
      simulate: () => withErrors(() => prepared.simulate()),
      estimateGas: () => withErrors(() => prepared.estimateGas()),
      populate: () => withErrors(() => prepared.populate()),
      send: async (options = {}) => {
        const sent = await withErrors(() => send(client, prepared, options));
        return { ...sent, ...(resultOf?.(sent, client, params) as Result) };
      },
    };
  };
  const run = async (client: Client, params: Params, options?: SendOptions): Promise<Sent & Result> => {
    signerOf(client);
    return (await prepareOnce(client, params)).send(options);
  };
  return Object.assign(run, {
    simulate: async (client: Client, params: Params) => (await prepareOnce(client, params)).simulate(),
    estimateGas: async (client: Client, params: Params) => (await prepareOnce(client, params)).estimateGas(),
    populate: async (client: Client, params: Params) => (await prepareOnce(client, params)).populate(),
    prepare: prepareOnce,
  });
}

async function send(client: Client, prepared: Call<unknown>, options: SendOptions): Promise<Sent> {
  const { overrides = {}, confirmations = 1, timeout = 0, onSigned, onSent } = options;
  // Sent by the signer, not the contract: the response of an ethers contract does not detect a replacement by the
  // wallet.
  const signer = signerOf(client);
  const transaction: TransactionRequest = { ...(await prepared.populate()), ...overrides };
  transaction.gasLimit ??= gasLimitFor(await prepared.estimateGas());
  const provider = providerOf(client);
  const watch = { confirmations, timeout, onSigned, onSent };
  const receipt = await sendAndWatch(provider, signer, transaction, watch);
  client.indexer?.waitFor(receipt.blockNumber);
  if (receipt.status === 0) {
    const reason = await reasonOf(provider, receipt);
    const { code, args } =
      reason === undefined
        ? new ServiceCoinError("Reverted", { reason: "without a reason" })
        : toServiceCoinError(reason);
    throw new ServiceCoinError(code, args, reason, receipt.hash);
  }
  return { hash: receipt.hash, receipt, events: decodeLogs(client.addresses, receipt.logs) };
}
