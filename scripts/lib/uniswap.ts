import type { Client } from "@servicecoin/sdk";
import { Contract, getAddress, getCreate2Address, keccak256, solidityPackedKeccak256 } from "ethers";
import { UNISWAP, type UniswapAddresses } from "../../ignition/uniswap.js";
import type { Connection } from "./chain.js";
import { passAll } from "./checks.js";
import { OperatorError } from "./errors.js";

/** Part of the address of each pair. The router has it in its code, too. */
export const PAIR_INIT_CODE_HASH = keccak256(UNISWAP.UniswapV2Pair.bytecode);

/** Returns the address of a pair before it exists. */
export function pairAddress(factory: string, tokens: readonly [string, string]): string {
  const [token0, token1] = tokens.map((token) => token.toLowerCase()).sort();
  const salt = solidityPackedKeccak256(["address", "address"], [token0, token1]);
  return getCreate2Address(factory, salt, PAIR_INIT_CODE_HASH);
}

/**
 * Checks that the official Uniswap V2 is at these addresses: the factory has the code that npm has, and the router
 * uses this factory and this wrapped ether.
 * @returns The names of the checks, all passed.
 * @throws OperatorError for the first check that fails.
 */
export async function checkUniswapCode(
  { ethers: { provider } }: Connection,
  { weth, factory, router }: UniswapAddresses,
): Promise<string[]> {
  const expected = keccak256(UNISWAP.UniswapV2Factory.deployedBytecode);
  const names = passAll([
    { name: "the hash of the factory's code", actual: keccak256(await provider.getCode(factory)), expected },
  ]);
  if ((await provider.getCode(router)) === "0x") {
    throw new OperatorError(`Check failed: there is no router of Uniswap at ${router}.`);
  }
  const official = new Contract(router, UNISWAP.UniswapV2Router02.abi as [], provider);
  const [actualFactory, actualWeth] = (await Promise.all([
    official.getFunction("factory")(),
    official.getFunction("WETH")(),
  ])) as [string, string];
  names.push(
    ...passAll([
      { name: "router.factory", actual: actualFactory, expected: getAddress(factory) },
      { name: "router.WETH", actual: actualWeth, expected: getAddress(weth) },
    ]),
  );
  return names;
}

/**
 * Checks that the checkout trades with the pair of the official Uniswap V2.
 * @returns The names of the checks, all passed.
 * @throws OperatorError for the first check that fails.
 */
export async function checkUniswap(
  connection: Connection,
  { coin, checkout }: Pick<Client, "coin" | "checkout">,
  uniswap: UniswapAddresses,
): Promise<string[]> {
  const pair = pairAddress(uniswap.factory, [coin.target as string, uniswap.weth]);
  return [
    ...(await checkUniswapCode(connection, uniswap)),
    ...passAll([
      { name: "checkout.weth", actual: await checkout.weth(), expected: getAddress(uniswap.weth) },
      { name: "checkout.pair", actual: await checkout.pair(), expected: pair },
    ]),
  ];
}
