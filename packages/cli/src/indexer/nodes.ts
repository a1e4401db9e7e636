import { ServiceCoinError, type Client } from "@servicecoin/sdk";
import { CliError, EXIT } from "../errors/cliError.js";
import { isCode } from "../errors/shownError.js";
import { shownUrl } from "../session/network.js";
import type { Session } from "../session/session.js";

/** Nodes of one chain. */
export interface Nodes {
  /** A session with the first node that responds. */
  session: Session;
  /** The system that it has. */
  client: Client;
  /** All nodes that are not on another chain, in order of preference. */
  urls: string[];
}

/**
 * Looks at all nodes. One that does not respond may do so later; one of another chain is an error.
 * @param named URLs of the nodes. Default: the node of the session.
 * @throws CliError `Unreachable`; ServiceCoinError `WrongChain` and others
 */
export async function nodesOf(session: Session, named: readonly string[]): Promise<Nodes> {
  if (named.length === 0) {
    const { network } = await session.node();
    return { session, client: await session.reader(), urls: [network.url] };
  }
  const found: { session: Session; chainId: bigint }[] = [];
  for (const url of named) {
    const other = session.at(url);
    try {
      found.push({ session: other, chainId: (await other.node()).chainId });
    } catch (error) {
      if (!isCode(error, "Unreachable")) throw error;
      session.out.note(`The node at ${shownUrl(url)} does not respond now.`);
    }
  }
  const [first, ...others] = found;
  if (first === undefined) {
    const origins = named.map(shownUrl);
    const message = `No node responds at ${origins.join(", ")}: check --node.`;
    throw new CliError("Unreachable", message, { urls: origins }, EXIT.unreachable);
  }
  const other = others.find(({ chainId }) => chainId !== first.chainId);
  if (other !== undefined) throw new ServiceCoinError("WrongChain", { expected: first.chainId, actual: other.chainId });
  return { session: first.session, client: await first.session.reader(), urls: [...named] };
}
