import { MaxUint256, parseEther, SigningKey, type Interface } from "ethers";
import { localAccount } from "../../ignition/localAccounts.js";
import { Book } from "../model/book.js";
import type { Refusal } from "../model/errors.js";
import { Hashes } from "../model/hashes.js";
import { accountsOf } from "../fixtures/accounts.js";
import { at } from "../fixtures/at.js";
import { connection, ethers, networkHelpers } from "../fixtures/chain.js";
import { domainOf } from "../fixtures/signatures.js";
import { INITIAL_SUPPLY, MAX_SUPPLY } from "../fixtures/system.js";

/** Someone who pays, is paid, judges or meddles; a smart wallet has a key of its owner. */
export interface Party {
  address: string;
  key: SigningKey;
  isWallet: boolean;
}

/** Enough for every call, so that nothing is estimated. */
const GAS = "0x2dc6c0";

/** More than the blocks of a walk ask for: they are nearly empty. */
const GAS_PRICE = "0x77359400";

/** Base units with which each party begins. */
const WEALTH = parseEther("13");

/** A walk begins at the same second in every run. */
const BEGINNING = 4_102_444_800;

/** The key of an account of the in-process chain. */
function keyOf(index: number): SigningKey {
  return localAccount(index).signingKey;
}

/** The real contracts, and seven parties with 13 SCV each and endless allowances for the hub and the operator. */
export async function stageFixture() {
  const signers = await accountsOf(ethers);
  const [deployer, owner, operator] = signers;
  const coin = await ethers.deployContract("ServiceCoin", [deployer, deployer, INITIAL_SUPPLY, MAX_SUPPLY]);
  const treasury = await ethers.deployContract("Treasury", [owner, coin]);
  const hub = await ethers.deployContract("PaymentHub", [owner, coin, treasury]);
  const reader = await ethers.deployContract("HubReader", [hub]);
  const wallet = await ethers.deployContract("SmartWallet", [signers[19]]);
  const [hubAddress, coinAddress, treasuryAddress, walletAddress] = [
    await hub.getAddress(),
    await coin.getAddress(),
    await treasury.getAddress(),
    await wallet.getAddress(),
  ];

  const partyOf = (index: number): Party => ({
    address: at(signers, index).address,
    key: keyOf(index),
    isWallet: false,
  });
  const operatingParty = partyOf(2);
  const parties: Party[] = [operatingParty, ...[3, 4, 5, 6, 7].map(partyOf)];
  parties.push({ address: walletAddress, key: keyOf(19), isWallet: true });

  /** With all that a client would ask the chain for, so that a step is one request. */
  const send = async (caller: Party, to: string, data: string) => {
    const inner = { from: caller.address, to, data, gas: GAS, gasPrice: GAS_PRICE };
    const execute = () => wallet.interface.encodeFunctionData("execute", [[to], [data]]);
    const tx = caller.isWallet ? { ...inner, from: deployer.address, to: walletAddress, data: execute() } : inner;
    await connection.provider.request({ method: "eth_sendTransaction", params: [tx] });
  };
  for (const party of parties) {
    await coin.transfer(party.address, WEALTH);
    for (const spender of [hubAddress, operator.address]) {
      await send(party, coinAddress, coin.interface.encodeFunctionData("approve", [spender, MaxUint256]));
    }
  }
  await networkHelpers.time.increaseTo(BEGINNING);

  const places = { hub: hubAddress, coin: coinAddress, treasury: treasuryAddress, owner: owner.address };
  const hashes = new Hashes(await domainOf(hub), await domainOf(coin));
  const accounts = [hubAddress, treasuryAddress, deployer.address, owner.address, ...parties.map((p) => p.address)];
  const meddler: Party = { address: owner.address, key: keyOf(1), isWallet: false };
  return {
    coin,
    hub,
    reader,
    places,
    hashes,
    parties,
    owner: meddler,
    operator: operatingParty,
    deployer,
    accounts,
    send,
  };
}

/** The contracts as they were deployed, and a model of them. */
export async function setStage() {
  const system = await networkHelpers.loadFixture(stageFixture);
  const { places, hashes, parties, operator, deployer } = system;
  const book = new Book(places, hashes);
  book.now = BigInt(BEGINNING);
  book.coin.give(deployer.address, INITIAL_SUPPLY);
  for (const { address } of parties) {
    book.coin.transfer(deployer.address, address, WEALTH);
    for (const spender of [places.hub, operator.address]) book.coin.approve(address, spender, MaxUint256);
  }
  book.journal.keep();
  return { ...system, book };
}

export type Stage = Awaited<ReturnType<typeof setStage>>;

/** The error of the hub or the coin as bytes. */
export function encodeRefusal({ hub, coin }: Pick<Stage, "hub" | "coin">, { error, args }: Refusal): string {
  const source: Interface = hub.interface.getError(error) === null ? coin.interface : hub.interface;
  return source.encodeErrorResult(error, [...args]);
}

/** The error as one reads it. */
export function nameRefusal({ hub, coin }: Pick<Stage, "hub" | "coin">, data: string | undefined): string {
  if (data === undefined) return "no error";
  const parsed = hub.interface.parseError(data) ?? coin.interface.parseError(data);
  return parsed === null ? data : `${parsed.name}(${parsed.args.map(String).join(", ")})`;
}
