import { ContractFactory, type Signer } from "ethers";
import hre from "hardhat";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { PeerERC20 } from "../../../packages/sdk/src/typechain/index.js";
import { at } from "../../fixtures/at.js";
import { ethers } from "../chain.js";

/** Solady's token with permit. Compiled here and not by Hardhat, because it makes today's compiler warn ten times. */
const SOURCE = `
  // SPDX-License-Identifier: MIT
  pragma solidity ^0.8.28;
  import {ERC20} from "solady/src/tokens/ERC20.sol";
  contract PeerSoladyERC20 is ERC20 {
      constructor(address holder, uint256 supply) { _mint(holder, supply); }
      function name() public pure override returns (string memory) { return "ServiceCoin"; }
      function symbol() public pure override returns (string memory) { return "SCV"; }
  }
`;

/** What is used of solc, which comes without types of its own. */
interface Solc {
  compile(input: string, callbacks: { import(path: string): { contents: string } }): string;
}

interface Output {
  contracts: { "Peer.sol": { PeerSoladyERC20: { abi: string[]; evm: { bytecode: { object: string } } } } };
}

/** Deploys Solady's token, which answers to the same functions as OpenZeppelin's. */
export async function deploySoladyERC20(holder: Signer, supply: bigint): Promise<PeerERC20> {
  const { settings } = at(hre.config.solidity.profiles["default"]?.compilers ?? [], 0) as { settings: object };
  const input = {
    language: "Solidity",
    sources: { "Peer.sol": { content: SOURCE } },
    settings: { ...settings, outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } } },
  };
  const require = createRequire(import.meta.url);
  const solc = require("solc") as Solc;
  const load = (path: string) => ({ contents: readFileSync(require.resolve(path), "utf8") });
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: load })) as Output;
  const { abi, evm } = output.contracts["Peer.sol"].PeerSoladyERC20;
  const contract = await new ContractFactory(abi, evm.bytecode.object, holder).deploy(holder, supply);
  return ethers.getContractAt("PeerERC20", await contract.getAddress());
}
