import { type Client, CONTRACTS, type ServiceCoinEvent } from "@servicecoin/sdk";
import { isLocalChain } from "@servicecoin/sdk/internal";
import { eventNames, follow, nextBlock } from "../events/follow.js";
import type { Input } from "../command/input.js";
import { withExamples, type Noun } from "../command/noun.js";
import { eventDocument, eventLine } from "../output/event.js";
import { toJsonLine } from "../output/json.js";
import { parseCount } from "../parse/number.js";
import { parseOneOf, type Parser } from "../parse/parser.js";
import type { Session } from "../session/session.js";
import { shownUrl } from "../session/network.js";
import { perform } from "../command/perform.js";

const parseStart: Parser<"start" | number> = (text, name) => (text === "start" ? text : parseCount(0)(text, name));

/** Contract events as they happen. */
export const events: Noun = (command) => {
  command
    .option(
      "--from <block>",
      'first block, or "start" for the deployment (default: the next block; with --once: start)',
    )
    .option("--contract <name>", `only events of this contract: ${CONTRACTS.join(", ")}`)
    .option("--name <event>", "only events with this name, for example Transfer")
    .option("--once", "stop at the latest block")
    .option("--limit <number>", "stop after this many events");
  withExamples(command, [
    "servicecoin events",
    "servicecoin events --contract PaymentHub --name Opened --limit 1",
    "servicecoin events --from start --once --json",
  ]);
  perform(command, run);
};

async function run(input: Input, session: Session): Promise<void> {
  const contract = input.option("contract", parseOneOf(CONTRACTS));
  const name = input.option("name", parseOneOf(eventNames(contract)));
  const limit = input.option("limit", parseCount(1)) ?? Infinity;
  const isOnce = input.flag("once");
  const from = input.option("from", parseStart) ?? (isOnce ? "start" : undefined);
  const client = await session.reader();
  const fromBlock = from === "start" ? client.fromBlock : (from ?? (await nextBlock(client)));
  const print = (event: ServiceCoinEvent): void => {
    const { isJson } = session.out;
    session.out.write(`${isJson ? toJsonLine(eventDocument(event)) : eventLine(event, client.addresses)}\n`);
  };
  if (!isOnce) {
    session.out.note(`Following events from block ${fromBlock}. Press Ctrl-C to stop.`);
    if (client.indexer !== undefined) {
      session.out.note(`Past ones come from the indexer at ${shownUrl(client.indexer.url)}, new ones from the node.`);
    }
    // With a limit, Ctrl-C ends the command before it has what was asked for.
    if (limit === Infinity) session.interruption.expect();
  }
  let count = 0;
  for await (const event of follow(client, { contract, name, fromBlock }, isOnce ? undefined : everyMs(client))) {
    print(event);
    if (++count >= limit) break;
  }
  if (isOnce) await session.tellSource();
}

function everyMs({ chainId }: Client): number {
  return isLocalChain(chainId) ? 200 : 4000;
}
