import { toBeHex } from "ethers";
import { type Client, providerOf } from "../core/client.js";
import { topicOf } from "../hub/openedDeals.js";
import { readLogs } from "../logs.js";

/** Which answers are asked about. */
interface AnswerFilter {
  validator?: string;
  agentId?: bigint;
  requestHash?: string;
}

/** The requests that were answered, by the events: the registry itself does not tell no answer from an answer of 0. */
export async function answeredHashes(client: Client, filter: AnswerFilter): Promise<Set<string>> {
  const { validator, agentId, requestHash = null } = filter;
  providerOf(client);
  const { topicHash } = client.validation.interface.getEvent("ValidationResponse");
  const agent = agentId === undefined ? null : toBeHex(agentId, 32);
  const logs = await readLogs(client.validation, [topicHash, topicOf(validator), agent, requestHash], client.fromBlock);
  return new Set(logs.map(({ args }) => args["requestHash"] as string));
}
