import type { PeerGas } from "./peers/peer.js";

/** The setup of the recorded numbers: measured side by side, one token for every peer, existing holders. */
export const RECORDED_WITH =
  "Hardhat 3.17, hardfork osaka, solc 0.8.37, optimizer runs 200; ERC-8004's reference at b9e466c, " +
  "behind its proxies, with compiler and settings as here; Morpho Blue: @morpho-org/morpho-blue 1.0.0 with its own " +
  "compiler and settings (0.8.19, via IR, 999,999 runs) and its IrmMock, ServiceCoin as both tokens";

type Row = [operation: string, gas: Readonly<Record<string, number>>];

const coin: Row[] = [
  ["transfer, existing holder", { COMP: 40_036, "Circle USDC": 38_117, "Circle USDC by proxy": 45_352 }],
  [
    "transferWithReference, 32 bytes",
    { "Request Network, cheaper": 43_491, "Request Network, more expensive": 44_851 },
  ],
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

const hub: Row[] = [
  [
    "open an order, ERC-1363",
    {
      "commerce-payments + preApprove": 107_993 + 57_563,
      "Request Network": 156_938,
      Kleros: 165_729,
      "ERC-8183": 387_433,
    },
  ],
  ["open an order, ERC-3009", { "commerce-payments": 144_145 }],
  ["release, no fee", { "commerce-payments": 54_686, Kleros: 53_786, "Request Network": 66_352, "ERC-8183": 68_566 }],
  ["release, with fee", { "commerce-payments": 65_260 }],
  ["refund, by the payee", { "commerce-payments void": 51_671, Kleros: 53_861 }],
  [
    "open a stream, ERC-1363",
    { "Sablier Lockup": 200_408, "Sablier Flow": 162_623, Superfluid: 301_955, LlamaPay: 82_615 },
  ],
  ["claim, stream", { "Sablier Lockup": 100_389, "Sablier Flow": 88_352, Superfluid: 191_583, LlamaPay: 61_499 }],
  ["cancel a stream, both paid", { "Sablier Lockup": 98_011, "Sablier Flow": 126_779, "LlamaPay, one side": 58_494 }],
  ["claim, subscription", { "Spend Permissions": 72_564, "Request Network": 94_614 }],
  ["charge, repeat, no fee", { "Spend Permissions": 72_564, "Request Network": 94_614 }],
];

const reference = (gas: number) => ({ "ERC-8004 reference": gas });

const services: Row[] = [
  ["register", reference(106_659)],
  ["register, with a URI", reference(200_141)],
  ["register, with a URI and four entries", reference(384_341)],
  ["setAgentURI", reference(52_509)],
  ["setMetadata, another price", reference(42_032)],
  ["setAgentWallet", reference(49_980)],
  ["unsetAgentWallet", reference(32_227)],
  ["transfer a service", reference(63_334)],
  ["giveFeedback, one tag, new client", reference(176_702)],
  ["giveFeedback, two tags, same client", reference(132_378)],
  ["revokeFeedback", reference(36_163)],
  ["appendResponse", reference(125_519)],
  ["validationRequest, repeat", reference(156_301)],
  ["validationResponse", reference(132_700)],
];

/** A loan against collateral. In Morpho lenders supply a pool, and the borrower deposits and borrows in two transactions. */
const credit: Row[] = [
  [
    "take, collateral",
    { "Morpho Blue, of the pool": 70_736 + 83_903, "Morpho Blue + supply by the lender": 70_736 + 83_903 + 126_120 },
  ],
  ["repay, part", { "Morpho Blue": 77_651 }],
  ["repay, all", { "Morpho Blue": 77_846 }],
  ["collect, collateral", { "Morpho Blue liquidate": 104_162 }],
];

/** Peers that do not run here. */
export const RECORDED: PeerGas[] = Object.entries({ coin, dao, hub, services, credit }).flatMap(([subject, rows]) =>
  rows.flatMap(([operation, gas]) =>
    Object.entries(gas).map(([peer, used]) => ({ subject, operation, peer, gas: used, recorded: true })),
  ),
);
