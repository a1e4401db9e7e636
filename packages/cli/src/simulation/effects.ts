import { getAddress, id, type JsonRpcProvider, type Log, type TransactionReceipt, ZeroAddress } from "ethers";
import { type Client, decodeLogs, ETHER, type ServiceCoinEvent } from "@servicecoin/sdk";

/** By how much the balance of an account changed. */
export interface BalanceChange {
  account: string;
  /** The token, or the zero address for ether. */
  asset: string;
  /** Base units; below zero for what left. */
  amount: bigint;
}

/** What the transactions of some blocks did. */
export interface Effects {
  /** Without the fees of the transactions. */
  changes: BalanceChange[];
  events: ServiceCoinEvent[];
  gasUsed: bigint;
  /** Wei that the senders paid for gas. */
  gasFee: bigint;
}

const TRANSFER = id("Transfer(address,address,uint256)");

/** Reads what happened in the blocks after `from`, up to `to`. */
export async function readEffects(
  client: Client,
  provider: JsonRpcProvider,
  from: number,
  to: number,
): Promise<Effects> {
  const receipts = await receiptsOf(provider, from + 1, to);
  const logs = receipts.flatMap((receipt) => receipt.logs);
  const events = decodeLogs(client.addresses, logs);
  const changes = new Changes();
  for (const log of logs) changes.addTransfer(log);
  for (const account of accountsOf(receipts, events)) {
    const [before, after] = await Promise.all([provider.getBalance(account, from), provider.getBalance(account, to)]);
    changes.add(account, ETHER, after - before);
  }
  for (const { from: sender, fee } of receipts) changes.add(sender, ETHER, fee);
  return {
    changes: changes.list(),
    events,
    gasUsed: receipts.reduce((sum, { gasUsed }) => sum + gasUsed, 0n),
    gasFee: receipts.reduce((sum, { fee }) => sum + fee, 0n),
  };
}

/** Adds up the changes of several steps. */
export function sumOf(steps: readonly (readonly BalanceChange[])[]): BalanceChange[] {
  const changes = new Changes();
  for (const { account, asset, amount } of steps.flat()) changes.add(account, asset, amount);
  return changes.list();
}

async function receiptsOf(provider: JsonRpcProvider, first: number, last: number): Promise<TransactionReceipt[]> {
  const receipts: TransactionReceipt[] = [];
  for (let number = first; number <= last; number++) {
    const block = await provider.getBlock(number);
    for (const hash of block?.transactions ?? []) {
      const receipt = await provider.getTransactionReceipt(hash);
      if (receipt !== null) receipts.push(receipt);
    }
  }
  return receipts;
}

/** Every account that may have sent or received ether. */
function accountsOf(receipts: readonly TransactionReceipt[], events: readonly ServiceCoinEvent[]): Set<string> {
  const named = events.flatMap((event) => Object.values(event.args as unknown as Record<string, unknown>));
  const touched = receipts.flatMap(({ from, to, logs }) => [from, to, ...logs.map(({ address }) => address)]);
  const addresses = [...named, ...touched].filter(
    (value) => typeof value === "string" && /^0x[0-9a-f]{40}$/i.test(value),
  );
  const accounts = new Set((addresses as string[]).map((address) => getAddress(address)));
  // Local nodes give it the tips of their blocks.
  accounts.delete(ZeroAddress);
  return accounts;
}

/** Sums per account and asset. */
class Changes {
  readonly #sums = new Map<string, BalanceChange>();

  add(account: string, asset: string, amount: bigint): void {
    const key = `${asset}:${account}`;
    const sum = this.#sums.get(key) ?? { account, asset, amount: 0n };
    this.#sums.set(key, { ...sum, amount: sum.amount + amount });
  }

  /** Counts an ERC-20 transfer. Minted coins come from nowhere, burnt ones go nowhere. */
  addTransfer({ address, topics, data }: Log): void {
    const [kind, from, to] = topics;
    if (kind !== TRANSFER || topics.length !== 3 || from === undefined || to === undefined || data.length !== 66)
      return;
    const asset = getAddress(address);
    const [sender, receiver] = [from, to].map((topic) => getAddress(`0x${topic.slice(26)}`)) as [string, string];
    if (sender !== ZeroAddress) this.add(sender, asset, -BigInt(data));
    if (receiver !== ZeroAddress) this.add(receiver, asset, BigInt(data));
  }

  list(): BalanceChange[] {
    const all = [...this.#sums.values()].filter(({ amount }) => amount !== 0n);
    return all.sort((a, b) => (a.asset === b.asset ? (a.amount < b.amount ? -1 : 1) : a.asset < b.asset ? -1 : 1));
  }
}
