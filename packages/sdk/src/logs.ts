import type { BaseContract, EventLog, Log, TopicFilter } from "ethers";

/** How many blocks are asked for at once: public nodes refuse more. */
const BLOCKS_AT_ONCE = 10_000;

/** Events of a contract from a block to now, in order, in as many requests as nodes demand. */
export async function readLogs(contract: BaseContract, topics: TopicFilter, fromBlock = 0): Promise<EventLog[]> {
  const provider = contract.runner?.provider;
  if (!provider) throw new TypeError("The contract is connected to no provider.");
  const latest = await provider.getBlockNumber();
  const logs: (EventLog | Log)[] = [];
  for (let from = fromBlock; from <= latest; from += BLOCKS_AT_ONCE) {
    const to = Math.min(from + BLOCKS_AT_ONCE - 1, latest);
    logs.push(...(await contract.queryFilter(topics, from, to)));
  }
  return logs.filter((log): log is EventLog => "args" in log);
}
