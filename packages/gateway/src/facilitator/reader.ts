import type { FacilitatorEvmSigner } from "@x402/evm";
import { Interface, verifyTypedData, type InterfaceAbi, type Provider, type TypedDataField } from "ethers";

/** Gas of a call at most: what a payment by a smart wallet gets on the chain, and with Multicall3 some more. */
const MOST_GAS = 500_000n;

/**
 * What the official verification asks of a chain, by ethers. It cannot send: settling is ours.
 * @param sender Account of the gateway, for `/supported`.
 */
export function readerOf(provider: Provider, sender: string): FacilitatorEvmSigner {
  const refuse = () => Promise.reject(new TypeError("The official settlement is not used."));
  return {
    getAddresses: () => [sender as `0x${string}`],
    readContract: async ({ address, abi, functionName, args = [] }) => {
      const contract = interfaceOf(abi);
      // Among overloads ethers chooses by the arguments.
      const called = contract.getFunction(functionName, [...args]);
      if (called === null) throw new TypeError(`There is no function ${functionName}.`);
      const asked = { to: address, data: contract.encodeFunctionData(called, args), gasLimit: MOST_GAS };
      const data = await provider.call(asked);
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
    writeContract: refuse,
    sendTransaction: refuse,
    waitForTransactionReceipt: refuse,
  };
}

const known = new WeakMap<readonly unknown[], Interface>();

/** The official package gives the same lists again and again, and reading one takes longer than a call. */
function interfaceOf(abi: readonly unknown[]): Interface {
  const before = known.get(abi);
  if (before !== undefined) return before;
  const contract = new Interface(abi as InterfaceAbi);
  known.set(abi, contract);
  return contract;
}
