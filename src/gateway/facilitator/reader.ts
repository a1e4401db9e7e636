import type { FacilitatorEvmSigner } from "@x402/evm";
import { Contract, verifyTypedData, type InterfaceAbi, type Provider, type TypedDataField } from "ethers";

/**
 * What the official verification asks of a chain, by ethers. It cannot send: settling is ours.
 * @param sender Account of the gateway, for `/supported`.
 */
export function readerOf(provider: Provider, sender: string): FacilitatorEvmSigner {
  const refuse = () => Promise.reject(new TypeError("The official settlement is not used."));
  return {
    getAddresses: () => [sender as `0x${string}`],
    readContract: async ({ address, abi, functionName, args = [] }) => {
      // Simulations call functions that change the state, hence `staticCall`. ethers chooses among overloads by the arguments.
      const contract = new Contract(address, abi as InterfaceAbi, provider);
      return (await contract.getFunction(functionName).staticCall(...args)) as unknown;
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
