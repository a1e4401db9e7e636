import factory from "@uniswap/v2-core/build/UniswapV2Factory.json" with { type: "json" };
import pair from "@uniswap/v2-core/build/UniswapV2Pair.json" with { type: "json" };
import router from "@uniswap/v2-periphery/build/UniswapV2Router02.json" with { type: "json" };
import weth from "@uniswap/v2-periphery/build/WETH9.json" with { type: "json" };
import type { Artifact } from "@nomicfoundation/ignition-core";

/** The official builds of Uniswap V2 on npm, which local chains get. */
export const UNISWAP = {
  WETH9: artifactOf("WETH9", weth),
  UniswapV2Factory: artifactOf("UniswapV2Factory", factory),
  UniswapV2Pair: artifactOf("UniswapV2Pair", pair),
  UniswapV2Router02: artifactOf("UniswapV2Router02", router),
} as const;

/** Addresses of Uniswap V2 on a chain. */
export interface UniswapAddresses {
  /** Wrapped ether. */
  weth: string;
  factory: string;
  /** Not used by the system, but by wallets and tools. It proves that factory and wrapped ether belong together. */
  router: string;
}

/** The form in which the packages have a build: hexadecimal without the prefix. */
interface Build {
  abi: unknown[];
  bytecode: string;
  evm: { deployedBytecode: { object: string } };
}

function artifactOf(contractName: string, { abi, bytecode, evm }: Build) {
  return {
    _format: "hh3-artifact-1",
    contractName,
    sourceName: `@uniswap/${contractName}.sol`,
    abi,
    bytecode: `0x${bytecode}`,
    deployedBytecode: `0x${evm.deployedBytecode.object}`,
    linkReferences: {},
    deployedLinkReferences: {},
  } as const satisfies Artifact;
}
