import { parseEther, toQuantity } from "ethers";
import { localAccount } from "../../ignition/localAccounts.js";

/** The chain id of local chains, as in hardhat.config.ts. */
export const CHAIN_ID = 31337;

/** Name of the chain, and of the folder that an execution client makes for it. */
export const CHAIN_NAME = "servicecoin";

/** Accounts that have ether at genesis, as on the chain of Hardhat. */
const ACCOUNTS = 20;
const BALANCE = parseEther("10000");

const GAS_LIMIT = 30_000_000;
const BASE_FEE = 1_000_000_000n;

/** All forks before proof of stake. They are active from the first block on. */
const FORKS = [
  ...["chainstart", "homestead", "tangerineWhistle", "spuriousDragon", "byzantium", "constantinople", "petersburg"],
  ...["istanbul", "berlin", "london"],
];

/** What Shanghai brings. */
const SHANGHAI = [3651, 3855, 3860, 4895];

/**
 * What the contracts use of Cancun: transient storage and MCOPY. They change no field of a block, so that a consensus
 * client of Shanghai need not know.
 */
const OF_CANCUN = [1153, 5656];

/**
 * The chain as a file of `@ethereumjs/common`: proof of stake from the first block on, with the blocks of Shanghai.
 * @param time Unix time of the genesis block, before that of the consensus clients.
 */
export function chainParameters(time: number): object {
  return {
    ...{
      name: CHAIN_NAME,
      chainId: CHAIN_ID,
      comment: "A network on one machine",
      url: "",
      defaultHardfork: "shanghai",
    },
    consensus: { type: "pos", algorithm: "casper", casper: {} },
    genesis: {
      ...{ timestamp: toQuantity(time), gasLimit: GAS_LIMIT, baseFeePerGas: toQuantity(BASE_FEE) },
      ...{ difficulty: 0, nonce: "0x0000000000000000", extraData: "0x" },
    },
    hardforks: [
      ...FORKS.map((name) => ({ name, block: 0 })),
      { name: "paris", block: 0, ttd: "0" },
      { name: "shanghai", block: null, timestamp: "0" },
    ],
    customHardforks: { shanghai: { eips: [...SHANGHAI, ...OF_CANCUN] } },
    bootstrapNodes: [],
    dnsNetworks: [],
  };
}

/** The balances at genesis in wei, by address. */
export function genesisState(): Record<string, string> {
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => localAccount(index).address.toLowerCase());
  return Object.fromEntries(accounts.map((address) => [address, toQuantity(BALANCE)]));
}
