import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pino } from "pino";
import { SettingsError } from "@servicecoin/daemon";
import { createIndexerClient } from "@servicecoin/indexer/client";
import {
  type Channel,
  logChannel,
  mail,
  Monitor,
  type MonitorOptions,
  type MonitorSettings as Rules,
  readMonitorSettings,
  startMonitor,
  webhook,
} from "@servicecoin/monitor";
import { CliError, EXIT } from "../errors/cliError.js";
import { harmless } from "../output/harmless.js";
import { list } from "../output/table.js";
import { chainName } from "../session/chainName.js";
import { stateFolder } from "../session/folders.js";
import { toListenError } from "../session/listen.js";
import { shownUrl } from "../session/network.js";
import type { Session } from "../session/session.js";
import { untilStopped } from "../session/untilStopped.js";

/** The options of the command. */
export interface MonitorSettings {
  /** Name of the file with the rules. */
  file: string | undefined;
  isOnce: boolean;
  host: string;
  port: number;
  /** Name of the state file. */
  state: string | undefined;
  /** Log level. */
  level: string;
}

/** Runs a monitor until it is stopped, or for one look. */
export async function runMonitor(session: Session, settings: MonitorSettings): Promise<void> {
  // Before anything else: with wrong rules nothing starts.
  const rules = await rulesOf(session, settings.file);
  const channels = await channelsOf(rules, session);
  const [{ provider }, { deployment }, client] = [
    await session.node(),
    await session.deployment(),
    await session.reader(),
  ];
  const index = session.indexer === undefined ? undefined : createIndexerClient(session.indexer);
  // stdout is for the result.
  const log = pino({ level: settings.level }, session.io.stderr);
  const sources = { client: { ...client, indexer: undefined }, provider, expected: deployment, index };
  const watched = rules.rules.filter(({ rule }) => rule.needsIndex !== true || index !== undefined);
  const options = { ...sources, rules: watched, channels: [logChannel(log), ...channels], log };
  if (settings.isOnce) await once(session, options);
  else await watch(session, options, rules, settings);
}

async function rulesOf(session: Session, file: string | undefined): Promise<Rules> {
  const text = file === undefined ? undefined : await session.files.readIfThere(file);
  if (file !== undefined && text === undefined) throw new CliError("NoFile", `${file} does not exist.`, { file });
  try {
    return readMonitorSettings(file === undefined || text === undefined ? undefined : { name: file, text });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const { faults } = error;
    throw new CliError("BadRules", `${error.message}.`, { file: file ?? null, faults }, EXIT.usage, error);
  }
}

async function channelsOf(rules: Rules, session: Session): Promise<Channel[]> {
  const secretIn = async (variable: string): Promise<string> => {
    const secret = await session.secret(variable);
    if (secret) return secret;
    const message = `The environment variable ${variable}, which the rules name, is not set.`;
    throw new CliError("NoSecret", message, { variable });
  };
  const channels: Channel[] = [];
  if (rules.webhook !== undefined) {
    const { url, secretVariable } = rules.webhook;
    channels.push(webhook({ url, secret: secretVariable === undefined ? undefined : await secretIn(secretVariable) }));
  }
  if (rules.mail !== undefined) {
    const { urlVariable, from, to } = rules.mail;
    channels.push(mail({ url: await secretIn(urlVariable), from, to }));
  }
  return channels;
}

/** Looks once, without what an earlier monitor knew: whatever is wrong now is told. */
async function once(session: Session, options: Omit<MonitorOptions, "state">): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "servicecoin-monitor-"));
  try {
    const monitor = await Monitor.open({ ...options, channels: [], state: path.join(folder, "state.json") });
    await monitor.round();
    const { open } = monitor;
    session.out.print({ open, ...monitor.readiness() }, () =>
      open.length === 0
        ? `Nothing is wrong: ${options.rules.length} rules were checked.`
        : open.map(({ severity, message }) => `${severity}: ${harmless(message)}`).join("\n"),
    );
    if (open.length > 0) session.exitCode = EXIT.refused;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function watch(
  session: Session,
  options: Omit<MonitorOptions, "state">,
  { interval }: Rules,
  { host, port, state: named }: MonitorSettings,
): Promise<void> {
  const { out } = session;
  const state = named === undefined ? await statePath(session) : session.files.path(named);
  const running = await startMonitor({ ...options, state, host, port, interval }).catch((error: unknown) => {
    throw toListenError(error, { host, port });
  });
  const [rules, channels] = [options.rules.map(({ rule }) => rule.name), options.channels.map(({ name }) => name)];
  const index = session.indexer === undefined ? null : shownUrl(session.indexer);
  out.print({ url: running.url, chainId: options.client.chainId, index, state, rules, channels }, () =>
    list([
      ["listening", running.url],
      ["chain", String(options.client.chainId)],
      ["index", index ?? "none: rules that need it are left out"],
      ["state", state],
      ["rules", rules.join(", ")],
      ["tells", channels.join(", ")],
    ]),
  );
  const fault = await untilStopped(running.broken, session);
  await running.stop();
  if (fault !== undefined) throw new CliError("StateUnwritable", fault.message, { state }, EXIT.refused, fault);
  out.note("Stopped.");
}

async function statePath(session: Session): Promise<string> {
  const folder = path.join(stateFolder(session.io.env), "monitor");
  await mkdir(folder, { recursive: true });
  return path.join(folder, `${await chainName(session)}.json`);
}
