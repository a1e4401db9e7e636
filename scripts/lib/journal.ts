import { appendFile, rm } from "node:fs/promises";
import path from "node:path";
import { OperatorError } from "./errors.js";
import { deploymentsRoot, readIfThere, shown, writeAtomically } from "./files.js";

/** The parts of a line of Ignition's journal that are of use here. */
export interface JournalLine {
  type: string;
  futureId?: string;
  networkInteractionId?: number;
  networkInteraction?: { id: number; type: string; to?: string; data: string };
  from?: string;
  nonce?: number;
  hash?: string;
  transaction?: { hash: string };
  result?: { type: string; address?: string };
}

/** A transaction that the journal knows of. */
export interface Interaction {
  futureId: string;
  id: number;
  from: string;
  to: string | undefined;
  data: string;
  /** Chosen before the transaction is sent. */
  nonce: number | undefined;
  /** Hashes that it was sent under; more than one when its fee was raised, none when the process died before noting it. */
  hashes: string[];
  confirmed: string | undefined;
}

export function journalDirectory(chainId: number): string {
  return path.join(deploymentsRoot(), "ignition", "deployments", `chain-${chainId}`);
}

const fileOf = (directory: string) => path.join(directory, "journal.jsonl");

/**
 * The journal of a chain, empty when there is none.
 *
 * Ignition writes a line before it acts on it, so a last line that was cut off by a kill says nothing that happened: it goes.
 */
export async function readJournal(directory: string): Promise<JournalLine[]> {
  const file = fileOf(directory);
  const texts = ((await readIfThere(file)) ?? "").split("\n").filter((line) => line.trim() !== "");
  const lines = texts.map((text) => parseLine(text));
  if (lines.at(-1) === undefined && lines.length > 0) {
    lines.pop();
    await writeAtomically(
      file,
      texts
        .slice(0, -1)
        .map((line) => `\n${line}`)
        .join(""),
    );
  }
  return lines.map((line, index) => {
    if (line !== undefined) return line;
    throw new OperatorError(
      `${shown(file)} is damaged (entry ${index + 1} is not JSON): restore it from a backup, because without it nobody knows what was sent.`,
    );
  });
}

/** Everything that was sent or is about to be, by what still counts. */
export function interactionsOf(lines: readonly JournalLine[]): Interaction[] {
  const senders = new Map<string, string>();
  const interactions = new Map<string, Interaction>();
  for (const line of lines) {
    const { type, futureId } = line;
    if (futureId === undefined) continue;
    if (type.endsWith("_EXECUTION_STATE_INITIALIZE") && line.from !== undefined) senders.set(futureId, line.from);
    if (type === "WIPE_APPLY") {
      for (const [key, interaction] of interactions) if (interaction.futureId === futureId) interactions.delete(key);
    }
    if (type === "NETWORK_INTERACTION_REQUEST" && line.networkInteraction?.type === "ONCHAIN_INTERACTION") {
      const { id, to, data } = line.networkInteraction;
      const from = senders.get(futureId) ?? "";
      interactions.set(key(futureId, id), {
        ...{ futureId, id, from, to, data },
        ...{ nonce: undefined, hashes: [], confirmed: undefined },
      });
    }
    const interaction = interactions.get(key(futureId, line.networkInteractionId));
    if (interaction !== undefined) apply(line, interaction);
  }
  return [...interactions.values()];
}

/** Futures that ended badly, which Ignition does not try again by itself. */
export function failedFutures(lines: readonly JournalLine[]): string[] {
  const failed = new Set<string>();
  for (const { type, futureId, result } of lines) {
    if (futureId === undefined) continue;
    if (type === "WIPE_APPLY") failed.delete(futureId);
    if (type.endsWith("_EXECUTION_STATE_COMPLETE") && result?.type !== "SUCCESS") failed.add(futureId);
  }
  return [...failed];
}

/** Adds what Ignition would have noted after sending, had the process lived. */
export async function noteSent(
  directory: string,
  { futureId, id, nonce }: Interaction,
  transaction: { hash: string; fees: Record<string, bigint> },
): Promise<void> {
  const line = { type: "TRANSACTION_SEND", futureId, networkInteractionId: id, nonce, transaction };
  const text = JSON.stringify(line, (_, value: unknown) =>
    typeof value === "bigint" ? { _kind: "bigint", value: value.toString() } : value,
  );
  await appendFile(fileOf(directory), `\n${text}`, { flush: true });
}

/** Forgets that Ignition gave up waiting, so that it waits again. */
export async function forgetTimeouts(directory: string, lines: readonly JournalLine[]): Promise<void> {
  if (!lines.some(({ type }) => type === TIMEOUT)) return;
  const text = (await readIfThere(fileOf(directory))) ?? "";
  const kept = text.split("\n").filter((line) => line.trim() !== "" && parseLine(line)?.type !== TIMEOUT);
  await writeAtomically(fileOf(directory), kept.map((line) => `\n${line}`).join(""));
}

export async function removeJournal(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
}

/** Ignition keeps a copy of the addresses that only its own commands read; one that was cut off would stop it. */
export async function repairAddresses(directory: string): Promise<void> {
  const file = path.join(directory, "deployed_addresses.json");
  const text = await readIfThere(file);
  if (text !== undefined && parseLine(text, true) === undefined) await rm(file);
}

const TIMEOUT = "ONCHAIN_INTERACTION_TIMEOUT";
const key = (futureId: string, id: number | undefined) => `${futureId}/${id ?? "-"}`;

function apply(line: JournalLine, interaction: Interaction): void {
  switch (line.type) {
    case "TRANSACTION_PREPARE_SEND":
      interaction.nonce = line.nonce;
      break;
    case "TRANSACTION_SEND":
      interaction.nonce = line.nonce;
      if (line.transaction !== undefined) interaction.hashes.push(line.transaction.hash);
      break;
    case "TRANSACTION_CONFIRM":
      interaction.confirmed = line.hash;
      break;
    case "ONCHAIN_INTERACTION_REPLACED_BY_USER":
      interaction.nonce = undefined;
      interaction.hashes = [];
      break;
  }
}

function parseLine(text: string, anyObject = false): JournalLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    return anyObject || ("type" in value && typeof value.type === "string") ? (value as JournalLine) : undefined;
  } catch {
    return undefined;
  }
}
