import type { Session } from "../session/session.js";
import { grouped } from "../output/value.js";
import { shownUrl } from "../session/network.js";
import { startFork } from "./fork.js";
import type { Stage } from "./play.js";

/** Polling of the fork for the blocks of its transactions. */
const POLLING_MS = 20;

/** Forks the chain, plays something on the fork, and removes it. */
export async function onFork(session: Session, playOn: (stage: Stage) => Promise<void>): Promise<void> {
  const { network } = await session.node();
  const { file } = await session.deployment();
  const fork = await startFork(session);
  try {
    const forked = session.at(fork.url);
    const { provider } = await forked.node();
    provider.pollingInterval = POLLING_MS;
    await playOn({ session, fork, provider, client: await forked.reader(), deployment: file });
    const block = grouped(fork.block);
    session.out.note(`Played on a copy of ${shownUrl(network.url)} at block ${block}. Nothing was sent to that node.`);
  } finally {
    fork.stop();
  }
}
