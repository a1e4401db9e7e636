import { toBeHex } from "ethers";
import { type Client, providerOf } from "../core/client.js";
import { topicOf } from "../hub/openedDeals.js";
import { queryLogs } from "../logs/queryLogs.js";

/** Which responses to look for. */
interface AnswerFilter {
  validator?: string;
  agentId?: bigint;
  requestHash?: string;
}

/**
 * Returns the requests that have a response, by the events: the registry itself does not distinguish a response of 0
 * from none.
 */
export async function answeredHashes(client: Client, filter: AnswerFilter): Promise<Set<string>> {
  const { validator, agentId, requestHash = null } = filter;
  providerOf(client);
  const { topicHash } = client.validation.interface.getEvent("ValidationResponse");
  const agent = agentId === undefined ? null : toBeHex(agentId, 32);
  const logs = await queryLogs(
    client.validation,
    [topicHash, topicOf(validator), agent, requestHash],
    client.fromBlock,
  );
  return new Set(logs.map(({ args }) => args["requestHash"] as string));
}
