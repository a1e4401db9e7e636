import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { parseEther, type AddressLike, type BytesLike, type ContractTransactionResponse } from "ethers";
import { accountsOf } from "../fixtures/accounts.js";
import { deployCheckout, provide } from "../fixtures/pair.js";
import { actionsOf, DAY, FOR, MAX_SUPPLY, payout, proposalOf, SETTINGS, type Proposal } from "../fixtures/system.js";
import { serviceMetadata } from "../../packages/sdk/src/services/metadata.js";
import type { PaymentHub, ServiceCoin, ServiceDAO } from "../../packages/sdk/src/typechain/index.js";
import { ethers, networkHelpers } from "./chain.js";

/** What one payment is worth everywhere in this benchmark, and what every account holds many times. */
export const AMOUNT = parseEther("1.25");

/** Signatures never expire here; a time of the clock would change with each run. */
export const NEVER = 4_102_444_800n;

/** Where the registration file of bob's service lies. */
const OLD_URI = "ipfs://bafybeibwzifw52ttrkqlikfzext5akxu7lz4xiwjgwzmqcpdzmp3n5vnbe";

/** A hundred accounts that hold coins, and a hundred that do not. */
export const HOLDERS = addresses("holder");
export const STRANGERS = addresses("stranger");

function addresses(kind: string): string[] {
  return Array.from({ length: 100 }, (_, i) => ethers.dataSlice(ethers.id(`${kind} ${i}`), 12));
}

/**
 * A system in use: all accounts and the treasury hold coins and ether. Locked are alice 40, bob 20, carol 12, dave 3,
 * erin 2 and newcomer 4 SCV, with a quorum of 10. Proposal 1 was executed; all but newcomer voted on it.
 */
export async function gasFixture() {
  const [deployer, alice, bob, carol, dave, erin, newcomer, steward, relayer] = await accountsOf(ethers);
  const members = [alice, bob, carol, dave, erin, newcomer];
  const coin = await ethers.deployContract("ServiceCoin", [deployer, deployer, parseEther("10000"), MAX_SUPPLY]);
  const votes = await ethers.deployContract("ServiceVotes", [coin]);
  const guardianUntil = NEVER;
  const settings = { ...SETTINGS, guardian: deployer.address, guardianUntil };
  const dao = await ethers.deployContract("ServiceDAO", [votes, settings]);
  const treasury = await ethers.deployContract("Treasury", [dao, coin]);
  // The same treasury with an account as owner: what its functions cost without the vote around them.
  const purse = await ethers.deployContract("Treasury", [deployer, coin]);
  const hub = await ethers.deployContract("PaymentHub", [deployer, coin, treasury]);
  const wallet = await ethers.deployContract("PeerSmartWallet", [alice]);
  const receiver = await ethers.deployContract("PeerReceiver");
  const contracts = [treasury, purse, hub, wallet, receiver].map(({ target }) => target as string);
  const accounts = [...contracts, ...members.map(({ address }) => address), steward.address];
  await coin.transferBatch([...accounts, ...HOLDERS].map((account) => payout(account, parseEther("50"))));
  for (const holder of [treasury, purse]) await deployer.sendTransaction({ to: holder, value: parseEther("5") });

  await coin.connect(alice).approve(hub, ethers.MaxUint256);
  for (const [i, amount] of ["40", "20", "12", "3", "2", "4"].entries()) {
    await coin.connect(members[i])["transferAndCall(address,uint256)"](votes, parseEther(amount));
  }
  await networkHelpers.mine();
  const system = {
    ...{ coin, votes, dao, treasury, purse, hub, wallet, receiver },
    ...{ deployer, alice, bob, carol, dave, erin, newcomer, steward, relayer },
  };
  const first = proposalOf("Pay bob 1.25 SCV", payment(system, bob.address));
  await passAndQueue(system, first, [carol, alice, bob, dave, erin]);
  await dao.execute(...actionsOf(first));
  const registries = await deployRegistries(system);
  // Last, so that they change no address that is in the calldata of others.
  const paymentBatch = await ethers.deployContract("PaymentBatch", [coin]);
  const trading = await deployTrading(system);
  const payoutAccount = await ethers.deployContract("PayoutAccount", [coin, hub, registries.registry]);
  const credit = await ethers.deployContract("Credit", [deployer, coin, hub, treasury, payoutAccount]);
  return { ...system, ...registries, paymentBatch, ...trading, payoutAccount, credit };
}

/** The checkout, with a pair that holds 1,000 SCV and 10 ether. */
async function deployTrading(system: { deployer: Signer; coin: ServiceCoin; hub: PaymentHub }) {
  const trading = await deployCheckout(ethers, system);
  await provide({ ...system, ...trading }, system.deployer, { coins: parseEther("1000"), wei: parseEther("10") });
  return trading;
}

/** The registries with one service, of bob. They come last, so that they change nothing for the others. */
async function deployRegistries({
  deployer,
  hub,
  bob,
}: {
  deployer: HardhatEthersSigner;
  hub: PaymentHub;
  bob: HardhatEthersSigner;
}) {
  const registry = await ethers.deployContract("ServiceRegistry", deployer);
  const reputation = await ethers.deployContract("ServiceReputation", [registry, hub], deployer);
  const validation = await ethers.deployContract("ServiceValidation", [registry], deployer);
  const metadata = serviceMetadata({
    category: "weather",
    price: AMOUNT,
    unit: "request",
    endpoint: "https://old.example",
  });
  await registry.connect(bob)["register(string,(string,bytes)[])"](OLD_URI, metadata);
  return { registry, reputation, validation };
}

export type GasSystem = Awaited<ReturnType<typeof gasFixture>>;

/** Signer of the in-process chain. */
export type Signer = HardhatEthersSigner;

/** Call that makes the treasury pay one account. */
export function payment(
  { treasury, coin }: Pick<GasSystem, "treasury" | "coin">,
  to: string,
): [AddressLike, BytesLike] {
  const ref = ethers.id("invoice 1");
  return [treasury, treasury.interface.encodeFunctionData("pay", [coin.target, to, AMOUNT, ref])];
}

/** The gas that one transaction used. */
export async function gasOf(transaction: Promise<ContractTransactionResponse>): Promise<number> {
  const receipt = await (await transaction).wait();
  if (receipt?.status !== 1) throw new Error("the transaction failed");
  return Number(receipt.gasUsed);
}

/** Sends the transaction and ignores what it costs: preparation. */
export async function prepare(...transactions: (() => Promise<ContractTransactionResponse>)[]): Promise<void> {
  for (const transaction of transactions) await gasOf(transaction());
}

// Life of a proposal

type Governed = Pick<GasSystem, "dao" | "alice">;

/** Proposes as alice. */
export function propose({ dao, alice }: Governed, proposal: Proposal): Promise<ContractTransactionResponse> {
  const { targets, values, calldatas, description } = proposal;
  return dao.connect(alice).propose(targets, values, calldatas, description);
}

/** Proposes, opens the vote and returns the id. */
export async function open(system: Governed, proposal: Proposal): Promise<bigint> {
  await prepare(() => propose(system, proposal));
  const id = await system.dao.latestProposalId();
  await openVoting(system.dao, id);
  return id;
}

/** Moves the clock to where votes can be cast. */
export async function openVoting(dao: ServiceDAO, id: bigint): Promise<void> {
  await networkHelpers.time.increaseTo((await dao.proposalSnapshot(id)) + 1n);
}

/** Votes FOR, in this order. */
export async function vote({ dao }: Governed, id: bigint, voters: Signer[]): Promise<void> {
  await prepare(...voters.map((voter) => () => dao.connect(voter).castVote(id, FOR)));
}

/** Takes a proposal from nothing to Succeeded. */
export async function pass(system: Governed, proposal: Proposal, voters: Signer[]): Promise<void> {
  const id = await open(system, proposal);
  await vote(system, id, voters);
  await closeVoting(system.dao, id);
}

/** Moves the clock to just after the vote. */
export async function closeVoting(dao: ServiceDAO, id: bigint): Promise<void> {
  await networkHelpers.time.increaseTo((await dao.proposalDeadline(id)) + 1n);
}

/** Takes a proposal from nothing to where `execute` is due. */
export async function passAndQueue(system: Governed, proposal: Proposal, voters: Signer[]): Promise<void> {
  await pass(system, proposal, voters);
  await prepare(() => system.dao.queue(...actionsOf(proposal)));
  await networkHelpers.time.increase(SETTINGS.executionDelay + DAY);
}
