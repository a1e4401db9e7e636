import { expect } from "chai";
import { packed, type Deal, type Mandate } from "../fixtures/deals.js";
import { connection } from "../fixtures/chain.js";
import { INITIAL_SUPPLY } from "../fixtures/system.js";
import { chargeableOf } from "../model/mandates.js";
import { dueOf, refundableOf } from "../model/settlements.js";
import type { Stage } from "./stage.js";

/** So many ids or deals are read with one call. */
const CHUNK = 100;

/** Compares time, supply, fee, fees and all balances, and the books of these ids. */
export async function compareBooks(stage: Stage, dealIds: string[], mandateIds: string[]): Promise<void> {
  const { book, reader, accounts } = stage;
  const lists = [accounts, dealIds, mandateIds].map((list) => list.map((item) => item.slice(2).padStart(64, "0")));
  const words = await read(stage, reader.interface.getFunction("books").selector + encodeLists(lists));
  const expected = [
    ["time", book.now],
    ["supply", INITIAL_SUPPLY],
    ["fee", book.fee],
    ["fees", book.fees],
    ...accounts.map((account) => [`balance of ${account}`, book.coin.balanceOf(account)] as const),
    ...dealIds.flatMap((id) => {
      const { funded, paid, markedAt, status } = book.escrow(id);
      return named(id, { funded, paid, markedAt, status });
    }),
    ...mandateIds.flatMap((id) => {
      const { charged, period, status } = book.mandate(id);
      return named(id, { charged, period, status });
    }),
  ] as const;
  expectSame(words, expected);
}

/** The call that asks for what `compareLimits` compares. */
export function encodeLimits({ reader }: Stage, deals: Deal[], mandates: Mandate[]): string {
  // A mandate without period can never be accepted, and to ask for its period is a division by zero.
  return reader.interface.encodeFunctionData("limits", [deals.map((deal) => packed(deal)), mandates, reader.target]);
}

/**
 * Compares what can be claimed, refunded and charged, now or, in a pending block, at the time that was set for it.
 * @param call What `encodeLimits` returns for the same deals and mandates.
 */
export async function compareLimits(
  stage: Stage,
  deals: Deal[],
  mandates: Mandate[],
  block: "latest" | "pending" = "latest",
  call = encodeLimits(stage, deals, mandates),
): Promise<void> {
  const { book, reader } = stage;
  const anyone = reader.target as string;
  const words = await read(stage, call, block);
  expectSame(words, [
    ["time", book.now],
    ...deals.flatMap((deal) =>
      named(book.hashes.idOf(deal), {
        due: dueOf(book, deal),
        refundable: refundableOf(book, deal, deal.payee),
        refundableByAnyone: refundableOf(book, deal, anyone),
      }),
    ),
    ...mandates.flatMap((mandate) =>
      named(book.hashes.idOfMandate(mandate), { chargeable: chargeableOf(book, mandate) }),
    ),
  ]);
}

/** Compares these deals and mandates in every way there is. */
export async function compareAll(stage: Stage, deals: Deal[], mandates: Mandate[]): Promise<void> {
  const { hashes } = stage.book;
  for (let i = 0; i < Math.max(deals.length, mandates.length); i += CHUNK) {
    const [someDeals, someMandates] = [deals.slice(i, i + CHUNK), mandates.slice(i, i + CHUNK)];
    const dealIds = someDeals.map((deal) => hashes.idOf(deal));
    const mandateIds = someMandates.map((mandate) => hashes.idOfMandate(mandate));
    await compareBooks(stage, dealIds, mandateIds);
    await compareLimits(stage, someDeals, someMandates);
  }
}

function named(id: string, values: Record<string, bigint>): [string, bigint][] {
  return Object.entries(values).map(([name, value]) => [`${name} of ${id}`, value]);
}

function expectSame(words: bigint[], expected: readonly (readonly [string, bigint])[]): void {
  if (words.length === expected.length && words.every((word, i) => word === expected[i]?.[1])) return;
  const asText = (values: (readonly [string, bigint | undefined])[]) =>
    values.map(([name, value]) => `${name}: ${String(value)}`);
  expect(asText(expected.map(([name], i) => [name, words[i]] as const))).to.deep.equal(asText([...expected]));
}

/** Calls the reader; its answer is a list of words. */
async function read({ reader }: Stage, data: string, block: "latest" | "pending" = "latest"): Promise<bigint[]> {
  const call = { to: reader.target, data };
  const answer: unknown = await connection.provider.request({ method: "eth_call", params: [call, block] });
  // The first two words are the place and the length of the list.
  return (String(answer).slice(2).match(/.{64}/g) ?? []).slice(2).map((word) => BigInt(`0x${word}`));
}

/** Lists of words as calldata; by hand, because this happens at every step. */
function encodeLists(lists: string[][]): string {
  const word = (value: number) => value.toString(16).padStart(64, "0");
  let offset = 32 * lists.length;
  const heads = lists.map((list) => {
    const head = word(offset);
    offset += 32 * (list.length + 1);
    return head;
  });
  return [...heads, ...lists.flatMap((list) => [word(list.length), ...list])].join("");
}
