import { MaxUint256, zeroPadValue, toBeHex } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { domainOf } from "../../fixtures/signatures.js";
import { INITIAL_SUPPLY } from "../../fixtures/system.js";
import { Book } from "../../model/book.js";
import { Ledger } from "../../model/credit/ledger.js";
import type { Refusal } from "../../model/errors.js";
import { stageFixture } from "../stage.js";

/** Parties that can own payout accounts from the start, and accounts of each. */
const OWNERS = 3;
const SALTS = 2;

/** A payout account, whether or not it was created yet. */
export interface Place {
  address: string;
  owner: string;
  salt: string;
}

async function creditFixture() {
  const stage = await stageFixture();
  const { coin, hub, places, parties, send } = stage;
  const implementation = await ethers.deployContract("PayoutAccount", [coin, hub, stage.deployer]);
  const credit = await ethers.deployContract("Credit", [places.owner, coin, hub, places.treasury, implementation]);
  const reader = await ethers.deployContract("CreditReader", [credit, coin, hub]);
  const address = await credit.getAddress();
  for (const party of parties) {
    await send(party, places.coin, coin.interface.encodeFunctionData("approve", [address, MaxUint256]));
  }
  const payoutAccounts: Place[] = [];
  for (const { address: owner } of parties.slice(-OWNERS)) {
    for (let number = 0; number < SALTS; number++) {
      const salt = zeroPadValue(toBeHex(number), 32);
      payoutAccounts.push({ address: await credit.accountOf(owner, salt), owner, salt });
    }
  }
  const creditPlaces = { credit: address, domain: await domainOf(credit) };
  return { ...stage, implementation, credit, reader, creditPlaces, payoutAccounts };
}

/** The contracts as they were deployed, and a model of them. */
export async function setCreditStage() {
  const system = await networkHelpers.loadFixture(creditFixture);
  const { coin, places, hashes, parties, creditPlaces, payoutAccounts, operator, deployer } = system;
  const book = new Book(places, hashes);
  book.now = BigInt(await networkHelpers.time.latest());
  book.coin.give(deployer.address, INITIAL_SUPPLY);
  for (const { address } of parties) {
    const share = await coin.balanceOf(address);
    book.coin.transfer(deployer.address, address, share);
    const spenders = [places.hub, creditPlaces.credit, operator.address];
    for (const spender of spenders) book.coin.approve(address, spender, MaxUint256);
  }
  book.journal.keep();
  const holders = [
    ...[places.hub, places.treasury, places.owner, creditPlaces.credit, deployer.address],
    ...parties.map(({ address }) => address),
    ...payoutAccounts.map(({ address }) => address),
  ];
  return { ...system, book, ledger: new Ledger(book, creditPlaces), holders };
}

export type CreditStage = Awaited<ReturnType<typeof setCreditStage>>;

type Contracts = Pick<CreditStage, "credit" | "implementation" | "hub" | "coin">;

function interfacesOf({ credit, implementation, hub, coin }: Contracts) {
  return [credit.interface, implementation.interface, hub.interface, coin.interface];
}

/** The error as bytes. */
export function encodeRefusal(stage: Contracts, { error, args }: Refusal): string {
  const source = interfacesOf(stage).find((candidate) => candidate.getError(error) !== null);
  if (source === undefined) throw new Error(`no contract has the error ${error}`);
  return source.encodeErrorResult(error, [...args]);
}

/** The error as one reads it. */
export function nameRefusal(stage: Contracts, data: string | undefined): string {
  if (data === undefined) return "no error";
  for (const candidate of interfacesOf(stage)) {
    const parsed = candidate.parseError(data);
    if (parsed !== null) return `${parsed.name}(${parsed.args.map(String).join(", ")})`;
  }
  return data;
}
