import type { EventLog } from "ethers";
import { providerOf, type Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { topicOf } from "../hub/openedDeals.js";
import { queryLogs } from "../logs/queryLogs.js";

/**
 * Lists the addresses of the payout accounts that an account owns now, oldest first.
 * @throws ServiceCoinError `Unreachable`
 */
export function listPayoutAccounts(client: Client, { owner }: { owner: string }): Promise<string[]> {
  return withErrors(async () => {
    providerOf(client);
    const { credit, fromBlock } = client;
    const created = credit.interface.getEvent("AccountCreated").topicHash;
    const received = credit.interface.getEvent("AccountTransferred").topicHash;
    const logs = await Promise.all([
      queryLogs(credit, [created, null, topicOf(owner)], fromBlock),
      queryLogs(credit, [received, null, null, topicOf(owner)], fromBlock),
    ]);
    const accounts = new Set(logs.flat().sort(byPosition).map(accountIn));
    const owners = await Promise.all([...accounts].map((account) => credit.ownerOf(account)));
    return [...accounts].filter((_account, index) => owners[index]?.toLowerCase() === owner.toLowerCase());
  });
}

function accountIn({ args }: EventLog): string {
  return String(args[0]);
}

function byPosition(one: EventLog, other: EventLog): number {
  return one.blockNumber - other.blockNumber || one.index - other.index;
}
