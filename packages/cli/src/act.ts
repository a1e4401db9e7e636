import type { Command } from "commander";
import { accountOf, type Action, type Client, type SendOptions, type Sent } from "@servicecoin/sdk";
import { isLocalChain } from "@servicecoin/sdk/internal";
import { confirm, feeRows, feesOf } from "./confirm.js";
import { CliError, EXIT, toShown } from "./errors.js";
import type { Input } from "./input.js";
import { noteMined, noteSent } from "./interrupt.js";
import { eventDocument, eventRows } from "./output/event.js";
import { during } from "./output/progress.js";
import { resultRows } from "./output/result.js";
import { list } from "./output/table.js";
import { ether, grouped } from "./output/value.js";
import { perform } from "./show.js";
import type { Session } from "./session.js";

/**
 * Makes a command send one transaction: connects, simulates first (so that what the chain would refuse is never signed), asks on
 * public chains, sends, waits, and prints what happened. The exit code follows from what is thrown.
 * @param name What it does, as a sentence for the confirmation; may depend on the parameters.
 * @param sdkAction An action of the SDK.
 * @param toParams Its parameters. Parse before you ask the chain.
 */
export function act<Params, Result extends object, Returned>(
  command: Command,
  name: string | ((params: Params) => string),
  sdkAction: Action<Params, Result, Returned>,
  toParams: (input: Input, session: Session) => Params | Promise<Params>,
): void {
  perform(command, async (input, session) => {
    const params = await toParams(input, session);
    const client = await session.actor();
    const title = typeof name === "string" ? name : name(params);
    const sent = await transact(session, client, title, sdkAction, params);
    session.out.print(documentOf(sent), () => textOf(sent, client));
  });
}

/** Sends one transaction with all that `act` does before and after, and prints nothing. For commands that send several. */
export async function transact<Params, Result extends object, Returned>(
  session: Session,
  client: Client,
  title: string,
  sdkAction: Action<Params, Result, Returned>,
  params: Params,
): Promise<Sent & Result> {
  const prepared = await during("Asking whether the chain takes it", async () => {
    const action = await sdkAction.prepare(client, params);
    await action.simulate();
    return action;
  });
  const overrides = await approve(session, client, title, () => prepared.estimateGas());
  return send(session, (options) => prepared.send({ ...options, overrides }));
}

/** Asks on public chains, and binds the transaction to the fee that was shown. */
async function approve(
  session: Session,
  client: Client,
  title: string,
  estimate: () => Promise<bigint>,
): Promise<SendOptions["overrides"]> {
  if (isLocalChain(client.chainId)) return {};
  const fees = await during("Asking for the fee", async () => feesOf(client, await estimate()));
  await confirm(session, client.chainId, title, feeRows(await accountOf(client), fees));
  return fees.overrides;
}

async function send<Result extends object>(
  { settings }: Session,
  run: (options: SendOptions) => Promise<Sent & Result>,
): Promise<Sent & Result> {
  let hash: string | undefined;
  try {
    const sent = await during("Sending", (says) =>
      run({
        timeout: settings.timeout,
        onSent: (sentHash) => {
          hash = sentHash;
          noteSent(sentHash);
          says(`Sent ${sentHash}, waiting until it is mined`);
        },
      }),
    );
    noteMined(sent.hash);
    return sent;
  } catch (error) {
    throw hash === undefined ? error : withHash(error, hash);
  }
}

/** Who waited in vain must know what was sent. */
function withHash(error: unknown, hash: string): CliError {
  const { code, message, args, exitCode } = toShown(error);
  const tail = exitCode === EXIT.unreachable ? `The transaction ${hash} was sent and may still be mined.` : "";
  return new CliError(code, `${message} ${tail}`.trimEnd(), { ...args, hash }, exitCode, error);
}

/** What happened, for programs. What the action adds to `Sent` comes first; its `fee` is the hub's, in SCV. */
export function documentOf({ hash, receipt, events, ...result }: Sent) {
  const { blockNumber, gasUsed, fee: gasFee } = receipt;
  return { ...result, events: events.map(eventDocument), hash, blockNumber, gasUsed, gasFee };
}

/** What happened, for people. What an event says is not said again. */
export function textOf({ hash, receipt, events, ...result }: Sent, client: Client): string {
  const said = new Set(events.flatMap(({ args }) => Object.values<unknown>({ ...args })));
  const more = Object.entries<unknown>(result).filter(([, value]) => !said.has(value));
  return list([
    ...events.flatMap((event) => eventRows(event, client.addresses)),
    ...resultRows(Object.fromEntries(more)),
    ["transaction", hash],
    ["gas used", grouped(receipt.gasUsed)],
    ["fee", ether(receipt.fee)],
  ]);
}
