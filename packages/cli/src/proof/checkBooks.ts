import { askOne, ProofError, readStorage, type Source, type VerifiedBlock } from "@servicecoin/proof";
import { INTERFACES } from "@servicecoin/sdk/internal";
import { AbiCoder, keccak256, toBeHex, toQuantity } from "ethers";
import { scv } from "../output/value.js";
import type { Books } from "./books.js";

/** A difference between the events and the state, in words for people. */
export interface BookFault {
  what: string;
  events: string;
  state: string;
}

/** How the books compare with the state at a block. */
export interface BookCheck {
  block: number;
  supply: bigint;
  /** Accounts whose balance was compared: the hub, the treasury, and those with the most coins. */
  accounts: number;
  /** What the hub holds and owes, by the events. */
  hub: { held: bigint; owed: bigint };
  proposals: number;
  /** Whether supply and balances are proven by the state root. Otherwise the node's word stands for them. */
  isProven: boolean;
  faults: readonly BookFault[];
}

/** Most accounts and proposals that are compared. */
const MOST = 50;

/** Where ServiceCoin keeps them: OpenZeppelin's ERC20 comes first. `verify` compares the code. */
const BALANCES_SLOT = 0;
const SUPPLY_SLOT = 2;

/** Compares what events add up to with the state at a block. @throws ProofError */
export async function checkBooks(source: Source, block: VerifiedBlock, books: Books): Promise<BookCheck> {
  const accounts = sampleOf(books);
  const { values, isProven } = await readCoin(source, block, books, accounts);
  const [supply = 0n, ...balances] = values;
  const faults: BookFault[] = [];
  const compare = (what: string, events: bigint, state: bigint) => {
    if (events !== state) faults.push({ what, events: scv(events), state: scv(state) });
  };
  compare("the supply", books.supply, supply);
  for (const [index, account] of accounts.entries()) {
    compare(`the balance of ${account}`, books.balances.get(account) ?? 0n, balances[index] ?? 0n);
  }
  const { held, owed } = books;
  if (held < owed) faults.push({ what: "what the hub holds", events: `${scv(owed)} owed`, state: scv(held) });
  const proposals = [...books.tallies].slice(-MOST);
  for (const [proposalId, tally] of proposals) {
    const stated = await call(source, block, books.addresses.ServiceDAO, "ServiceDAO", "proposalVotes", [proposalId]);
    for (const [index, side] of ["against", "for", "abstaining"].entries()) {
      compare(`the votes ${side} of proposal ${proposalId}`, tally[index] ?? 0n, stated[index] ?? 0n);
    }
  }
  const counts = { accounts: accounts.length, proposals: proposals.length };
  return { block: block.number, supply: books.supply, ...counts, hub: { held, owed }, isProven, faults };
}

function sampleOf({ balances, addresses }: Books): string[] {
  const richest = [...balances].sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0)).map(([account]) => account);
  return [...new Set([addresses.PaymentHub, addresses.Treasury, ...richest])].slice(0, MOST);
}

/** The supply and the balances, proven where the node serves proofs. */
async function readCoin(
  source: Source,
  block: VerifiedBlock,
  { addresses: { ServiceCoin } }: Books,
  accounts: readonly string[],
): Promise<{ values: bigint[]; isProven: boolean }> {
  const slots = [toBeHex(SUPPLY_SLOT, 32), ...accounts.map(balanceSlot)];
  try {
    return { values: await readStorage(source, block, ServiceCoin, slots), isProven: true };
  } catch (error) {
    if (!(error instanceof ProofError) || error.code !== "Unreachable") throw error;
    const read = (name: string, args: unknown[]) => call(source, block, ServiceCoin, "ServiceCoin", name, args);
    const values = [await read("totalSupply", [])];
    for (const account of accounts) values.push(await read("balanceOf", [account]));
    return { values: values.flat(), isProven: false };
  }
}

function balanceSlot(account: string): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [account, BALANCES_SLOT]));
}

/** Numbers that a view returns at a block. */
async function call(
  source: Source,
  { number }: VerifiedBlock,
  to: string,
  contract: "ServiceCoin" | "ServiceDAO",
  name: string,
  args: unknown[],
): Promise<bigint[]> {
  const abi = INTERFACES[contract];
  const data = abi.encodeFunctionData(name, args);
  const result = await askOne(source, "eth_call", { to, data }, toQuantity(number));
  if (typeof result !== "string") throw new ProofError("Malformed", "eth_call", "bytes in hex", String(result));
  return [...abi.decodeFunctionResult(name, result)] as bigint[];
}
