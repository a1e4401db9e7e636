import type { PeerGas } from "./peers/peer.js";

/** How the numbers below were measured: side by side, one token for every peer, existing holders. */
export const RECORDED_WITH = "Hardhat 3.17, hardfork osaka, solc 0.8.37, optimizer runs 200";

type Row = [operation: string, gas: Readonly<Record<string, number>>];

const coin: Row[] = [
  ["transfer, existing holder", { COMP: 40_036, "Circle USDC": 38_117, "Circle USDC by proxy": 45_352 }],
  ["transferWithReference, 32 bytes", { "Request Network, cheaper": 43_491, "Request Network, dearer": 44_851 }],
  ["transferWithAuthorization, random nonce, v r s", { "Circle USDC": 78_868, "Circle USDC by proxy": 86_142 }],
  ["permit and transferFrom, one transaction, repeat", { Permit2: 59_740 }],
  [
    "transferBatch of 100, each, existing holders",
    { Disperse: 9_807, Gaslite: 9_195, Safe: 10_356, "Request Network": 16_487 },
  ],
  [
    "transferBatch of 100, each, new holders",
    { Disperse: 26_907, Gaslite: 26_295, Safe: 27_456, "Request Network": 33_587 },
  ],
];

const dao: Row[] = [
  ["propose, one payment", { Compound: 338_209, "Nouns V4": 455_174, "Aragon 1.4": 306_200 }],
  ["castVote, repeat voter, after quorum", { Compound: 75_378, "Nouns V4": 90_796, "Aragon 1.4": 75_437 }],
  ["castVote, first-time voter, after quorum", { Compound: 75_378, "Nouns V4": 90_796, "Aragon 1.4": 75_437 }],
  ["queue + execute, existing holder", { Compound: 268_408, "Nouns V4": 322_669, "Aragon 1.4": 188_436 }],
];

/** Peers that do not run here. */
export const RECORDED: PeerGas[] = Object.entries({ coin, dao }).flatMap(([subject, rows]) =>
  rows.flatMap(([operation, gas]) =>
    Object.entries(gas).map(([peer, used]) => ({ subject, operation, peer, gas: used, recorded: true })),
  ),
);
