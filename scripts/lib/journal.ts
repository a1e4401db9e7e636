import { appendFile, rm } from "node:fs/promises";
import path from "node:path";
import { OperatorError } from "./errors.js";
import { deploymentsRoot, readIfThere, shown, writeAtomically } from "./files.js";

/** The fields of a line of Ignition's journal that are used here. */
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

/** A transaction in the journal. */
export interface Interaction {
  futureId: string;
  id: number;
  from: string;
  to: string | undefined;
  data: string;
  /** Recorded before the transaction is sent. */
  nonce: number | undefined;
  /** Hashes of all broadcasts: more than one after a price bump, none if the process was killed before recording it. */
  hashes: string[];
  confirmed: string | undefined;
}

export function journalDirectory(chainId: number): string {
  return path.join(deploymentsRoot(), "ignition", "deployments", `chain-${chainId}`);
}

const fileOf = (directory: string) => path.join(directory, "journal.jsonl");

/**
 * Reads the journal of a chain. Empty if there is none.
 *
 * Ignition writes each line before it acts. A truncated last line therefore records nothing that happened, and is
 * removed.
 * @throws OperatorError when another line is damaged.
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
      `${shown(file)} is damaged (entry ${index + 1} is not JSON): restore it from a backup, ` +
        "because it is the only record of what was sent.",
    );
  });
}

/** Lists the transactions that were sent or are about to be sent, without those that were wiped. */
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

/** Lists the futures that failed. Ignition does not retry them by itself. */
export function failedFutures(lines: readonly JournalLine[]): string[] {
  const failed = new Set<string>();
  for (const { type, futureId, result } of lines) {
    if (futureId === undefined) continue;
    if (type === "WIPE_APPLY") failed.delete(futureId);
    if (type.endsWith("_EXECUTION_STATE_COMPLETE") && result?.type !== "SUCCESS") failed.add(futureId);
  }
  return [...failed];
}

/** Appends the line that Ignition would have written after sending, had the process not been killed. */
export async function recordSent(
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

/** Removes recorded timeouts, so that Ignition waits again. */
export async function removeTimeouts(directory: string, lines: readonly JournalLine[]): Promise<void> {
  if (!lines.some(({ type }) => type === TIMEOUT)) return;
  const text = (await readIfThere(fileOf(directory))) ?? "";
  const kept = text.split("\n").filter((line) => line.trim() !== "" && parseLine(line)?.type !== TIMEOUT);
  await writeAtomically(fileOf(directory), kept.map((line) => `\n${line}`).join(""));
}

export async function removeJournal(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
}

/** Deletes Ignition's copy of the addresses if it was truncated. Only Ignition's own commands read it. */
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
