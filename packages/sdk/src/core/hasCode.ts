import { concat, dataLength, dataSlice, toBeHex, type Provider } from "ethers";
import { withErrors } from "./errors.js";

const WORD = 32;

/**
 * Returns which addresses have code, with one small request: the codes of a system are 140 kilobytes. A node that does
 * not answer it is asked for each code.
 * @throws ServiceCoinError `Unreachable`
 */
export async function hasCode(provider: Provider, addresses: readonly string[]): Promise<boolean[]> {
  // Creation code, called without an account: what it returns would be the code of a new contract.
  const sizes = await provider.call({ data: creationCode(addresses) }).catch(() => "0x");
  if (dataLength(sizes) === addresses.length * WORD) {
    return addresses.map((_, index) => BigInt(dataSlice(sizes, index * WORD, (index + 1) * WORD)) > 0n);
  }
  const codes = await withErrors(() => Promise.all(addresses.map((address) => provider.getCode(address))));
  return codes.map((code) => code !== "0x");
}

/** Builds code that returns the size of the code at each address, one word each. */
function creationCode(addresses: readonly string[]): string {
  const offset = (index: number) => toBeHex(index * WORD, 2);
  // PUSH20 address, EXTCODESIZE, PUSH2 offset, MSTORE
  const stores = addresses.flatMap((address, index) => ["0x73", address, "0x3b61", offset(index), "0x52"]);
  // PUSH2 length, PUSH1 0, RETURN
  return concat([...stores, "0x61", offset(addresses.length), "0x6000f3"]);
}
