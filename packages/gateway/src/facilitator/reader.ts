import type { FacilitatorEvmSigner } from "@x402/evm";
import { isRevert } from "@servicecoin/sdk/internal";
import { Interface, isError, verifyTypedData, type InterfaceAbi, type Provider, type TypedDataField } from "ethers";

/** Gas of a call at most: that of a payment by a smart wallet on chain, plus a margin for Multicall3. */
const CALL_GAS = 500_000n;

/**
 * Creates the chain access of the official verification, on ethers. It cannot send: settlement is done by `Settler`.
 * @param sender Account of the gateway, for `/supported`.
 */
export function readerOf(provider: Provider, sender: string): FacilitatorEvmSigner {
  const unsupported = () => Promise.reject(new TypeError("The official settlement is not used."));
  return {
    getAddresses: () => [sender as `0x${string}`],
    readContract: async ({ address, abi, functionName, args = [] }) => {
      const contract = interfaceOf(abi);
      // ethers selects an overload by the arguments.
      const called = contract.getFunction(functionName, [...args]);
      if (called === null) throw new TypeError(`The contract has no function ${functionName}.`);
      const request = { to: address, data: contract.encodeFunctionData(called, args), gasLimit: CALL_GAS };
      const data = await provider.call(request);
      const results: unknown[] = contract.decodeFunctionResult(called, data).toArray();
      return results.length === 1 ? results[0] : results;
    },
    verifyTypedData: ({ address, domain, types, message, signature }) => {
      // ethers adds the type of the domain itself.
      const fields = Object.fromEntries(Object.entries(types).filter(([name]) => name !== "EIP712Domain"));
      return Promise.resolve(
        verifyTypedData(domain, fields as Record<string, TypedDataField[]>, message, signature).toLowerCase() ===
          address.toLowerCase(),
      );
    },
    getCode: async ({ address }) => (await provider.getCode(address)) as `0x${string}`,
    writeContract: unsupported,
    sendTransaction: unsupported,
    waitForTransactionReceipt: unsupported,
  };
}

const interfaces = new WeakMap<readonly unknown[], Interface>();

/**
 * Caches interfaces: the official package passes the same ABIs repeatedly, and parsing one takes longer than a call.
 */
function interfaceOf(abi: readonly unknown[]): Interface {
  const cached = interfaces.get(abi);
  if (cached !== undefined) return cached;
  const contract = new Interface(abi as InterfaceAbi);
  interfaces.set(abi, contract);
  return contract;
}

/**
 * Errors with which a working node reports a call that did not revert: the contract does not exist, or returned
 * malformed data.
 */
const CALL_ERRORS = ["BAD_DATA", "BUFFER_OVERRUN", "INVALID_ARGUMENT", "NUMERIC_FAULT"] as const;

/**
 * A reader for one verification. It reads the code of each account once, and records node failures, which the official
 * one hides.
 */
export interface TrackedReader {
  reader: FacilitatorEvmSigner;
  /** Returns whether an account has code. */
  hasCode: (account: string) => Promise<boolean>;
  /** Returns the first failure of the node; undefined if there was none. */
  nodeFailure: () => Error | undefined;
}

/** Wraps a reader for one verification. */
export function trackNodeFailures(reader: FacilitatorEvmSigner): TrackedReader {
  let failure: Error | undefined;
  const track = async <Value>(response: Promise<Value>): Promise<Value> => {
    try {
      return await response;
    } catch (error) {
      if (!isRevert(error) && !CALL_ERRORS.some((code) => isError(error, code))) {
        failure ??= error instanceof Error ? error : new Error("The node failed.");
      }
      throw error;
    }
  };
  const codes = new Map<string, ReturnType<FacilitatorEvmSigner["getCode"]>>();
  const getCode: FacilitatorEvmSigner["getCode"] = ({ address }) => {
    const code = codes.get(address) ?? track(reader.getCode({ address }));
    codes.set(address, code);
    return code;
  };
  return {
    reader: { ...reader, readContract: (args) => track(reader.readContract(args)), getCode },
    hasCode: async (account) => ((await getCode({ address: account as `0x${string}` })) ?? "0x") !== "0x",
    nodeFailure: () => failure,
  };
}
