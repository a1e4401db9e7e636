import { EventLog, type BaseContract, type Log, type TopicFilter } from "ethers";
import { readLogs } from "./readLogs.js";

/**
 * Decoded events of one contract from a block to now. Leaves out what its ABI does not declare.
 * @throws TypeError when the contract has no provider; ServiceCoinError `Unreachable`
 */
export async function queryLogs(contract: BaseContract, topics: TopicFilter, from = 0): Promise<EventLog[]> {
  const provider = contract.runner?.provider;
  if (!provider) throw new TypeError("The contract has no provider.");
  const addresses = await contract.getAddress();
  const found: EventLog[] = [];
  for await (const { logs } of readLogs(provider, { addresses, topics, from })) {
    found.push(...logs.flatMap((log) => decoded(contract, log)));
  }
  return found;
}

function decoded({ interface: abi }: BaseContract, log: Log): EventLog[] {
  try {
    const fragment = abi.getEvent(log.topics[0] ?? "");
    return fragment === null ? [] : [new EventLog(log, abi, fragment)];
  } catch {
    return [];
  }
}
