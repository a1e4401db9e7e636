import type { Command } from "./command.js";
import { accountOf, type Action, type Client, type SendOptions, type Sent, ServiceCoinError } from "@servicecoin/sdk";
import { isLocalChain } from "@servicecoin/sdk/internal";
import { confirm, feeRows, feesOf } from "./confirm.js";
import { CliError, EXIT } from "../errors/cliError.js";
import { explaining, type Explain } from "../errors/explain.js";
import type { Input } from "./input.js";
import { answerText } from "../output/answer.js";
import { eventDocument } from "../output/event.js";
import { perform } from "./perform.js";
import { toShown } from "../errors/shownError.js";
import type { Session } from "../session/session.js";

/** What a command says beyond the facts, to help the user on. */
export interface Guidance<Params, Result extends object> {
  /** Words errors with what the user can do about them. */
  explain?: Explain<Params>;
  /** The command that comes next, with its ids and without the name of the program. */
  next?: (sent: Sent & Result, params: Params, client: Client) => string | undefined | Promise<string | undefined>;
}

/**
 * Makes a command send one transaction: connects, simulates (so that a call that would revert is never signed), prompts
 * for confirmation on public chains, sends, waits, and prints the result.
 * @param name What the transaction does, as a sentence for the confirmation. May depend on the parameters.
 * @param sdkAction An action of the SDK.
 * @param toParams Reads the parameters of the action. Parse before you query the chain.
 * @param guidance What helps the user on.
 */
export function transactionCommand<Params, Result extends object, Returned>(
  command: Command,
  name: string | ((params: Params) => string),
  sdkAction: Action<Params, Result, Returned>,
  toParams: (input: Input, session: Session) => Params | Promise<Params>,
  { explain, next }: Guidance<Params, Result> = {},
): void {
  perform(command, async (input, session) => {
    const params = await toParams(input, session);
    const client = await session.actor();
    const title = typeof name === "string" ? name : name(params);
    const sent = await explaining(explain, client, params, () =>
      sendTransaction(session, client, title, sdkAction, params),
    );
    const following =
      next === undefined || session.out.isJson ? undefined : await hint(() => next(sent, params, client));
    session.out.print(documentOf(sent), () => textOf(session, client, title, sent, following));
  });
}

/** Computes the next command. What it reads for that must not turn a transaction that was sent into an error. */
async function hint(compute: () => string | undefined | Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await compute();
  } catch {
    return undefined;
  }
}

/** Sends one transaction as `transactionCommand` does, without printing. For commands that send several. */
export async function sendTransaction<Params, Result extends object, Returned>(
  session: Session,
  client: Client,
  title: string,
  sdkAction: Action<Params, Result, Returned>,
  params: Params,
): Promise<Sent & Result> {
  const prepared = await session.out.during("Simulating", async () => {
    const action = await sdkAction.prepare(client, params);
    await action.simulate();
    return action;
  });
  const overrides = await approve(session, client, title, () => prepared.estimateGas());
  return send(session, (options) => prepared.send({ ...options, overrides }));
}

/** Prompts for confirmation on public chains, and caps the fee at the amount shown. */
async function approve(
  session: Session,
  client: Client,
  title: string,
  estimate: () => Promise<bigint>,
): Promise<SendOptions["overrides"]> {
  if (isLocalChain(client.chainId)) return {};
  const fees = await session.out.during("Estimating the fee", async () => feesOf(client, await estimate()));
  await confirm(session, client.chainId, title, feeRows(await accountOf(client), fees));
  return fees.overrides;
}

async function send<Result extends object>(
  { settings, out, interruption }: Session,
  run: (options: SendOptions) => Promise<Sent & Result>,
): Promise<Sent & Result> {
  let hash: string | undefined;
  try {
    const sent = await out.during("Sending", (show) =>
      run({
        timeout: settings.timeout,
        onSigned: (signedHash) => {
          interruption.noteSent(signedHash);
        },
        onSent: (sentHash) => {
          hash = sentHash;
          interruption.noteSent(sentHash);
          show(`Sent ${sentHash}, waiting for a block`);
        },
      }),
    );
    interruption.noteMined(sent.hash);
    return sent;
  } catch (error) {
    const sentHash = (error instanceof ServiceCoinError ? error.hash : undefined) ?? hash;
    throw sentHash === undefined ? error : withHash(error, sentHash);
  }
}

/** Adds the hash of the transaction to an error: the user must know what was sent. */
function withHash(error: unknown, hash: string): CliError {
  const { code, message, args, exitCode } = toShown(error);
  const isOpen = exitCode === EXIT.unreachable && !message.includes(hash);
  const tail = isOpen ? `Transaction ${hash} was sent and may still be mined.` : "";
  return new CliError(code, `${message} ${tail}`.trimEnd(), { ...args, hash }, exitCode, error);
}

/** The result for programs. The own results of the action come first; a `fee` among them is the hub's, in SCV. */
export function documentOf({ hash, receipt, events, ...result }: Sent) {
  const { blockNumber, gasUsed, fee: gasFee } = receipt;
  return { ...result, events: events.map(eventDocument), hash, blockNumber, gasUsed, gasFee };
}

/** The result for people. @param next The command that comes next. */
export function textOf(session: Session, client: Client, title: string, sent: Sent, next?: string): string {
  return answerText({ title, sent, next, hasEvents: session.settings.hasEvents }, client);
}
