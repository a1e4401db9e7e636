import { writeFile } from "node:fs/promises";
import {
  audit,
  HttpSource,
  isGood,
  type AuditResult,
  type Rule,
  type TrustedBlock,
  type VerifiedBlock,
} from "@servicecoin/proof";
import { CliError, EXIT } from "../errors/cliError.js";
import { table } from "../output/table.js";
import { grouped, time } from "../output/value.js";
import { shownUrl } from "../session/network.js";
import type { Session } from "../session/session.js";
import { withProofErrors } from "./errors.js";

/** What the user asked for. */
export interface AuditSettings {
  from: number | undefined;
  to: number | undefined;
  trust: TrustedBlock | undefined;
  loose: readonly Rule[];
  nodes: readonly string[];
  /** File with the last good block. */
  resume: string | undefined;
}

/** Audits the chain, prints the verdict, and sets the exit code. @throws CliError `BadResume`, `Unreachable` and others */
export async function runAudit(session: Session, settings: AuditSettings): Promise<void> {
  const urls = await urlsOf(session, settings.nodes);
  const trust = settings.trust ?? (await resumedFrom(session, settings.resume));
  const result = await auditShown(session, urls, { ...settings, trust });
  const lastGood = lastGoodOf(result);
  if (settings.resume !== undefined && lastGood !== undefined) await keep(session, settings.resume, lastGood);
  session.out.print(documentOf(result, urls), () => verdictOf(result, urls));
  session.exitCode = isGood(result) ? EXIT.done : EXIT.refused;
}

/** Prints verified blocks as a table. @throws CliError `Mismatch` and others when a block does not recompute */
export async function showBlocks(session: Session, settings: AuditSettings): Promise<void> {
  const urls = await urlsOf(session, settings.nodes);
  const blocks: VerifiedBlock[] = [];
  const result = await auditShown(session, urls, settings, (block) => blocks.push(block));
  session.out.print(blocks.map(rowDocument), () =>
    [blockTable(blocks, session.out.columns), verdictOf(result, urls)].join("\n\n"),
  );
  session.exitCode = isGood(result) ? EXIT.done : EXIT.refused;
}

function auditShown(
  session: Session,
  urls: readonly string[],
  { from, to, trust, loose }: AuditSettings,
  onBlock?: (block: VerifiedBlock) => void,
): Promise<AuditResult> {
  return session.out.during("Auditing", (show) =>
    withProofErrors(() =>
      audit(
        urls.map((url) => new HttpSource(url)),
        {
          ...{ from, to, trust, loose },
          ...(onBlock !== undefined && { onBlock }),
          onProgress: (block, last) => {
            show(`Auditing: block ${grouped(block)} of ${grouped(last)}`);
          },
        },
      ),
    ),
  );
}

async function urlsOf(session: Session, named: readonly string[]): Promise<readonly string[]> {
  return named.length > 0 ? named : [(await session.node()).network.url];
}

/** The block that an earlier audit ended with. @throws CliError `BadResume` */
async function resumedFrom(session: Session, file: string | undefined): Promise<TrustedBlock | undefined> {
  const text = file === undefined ? undefined : await session.files.readIfThere(file);
  if (file === undefined || text === undefined) return undefined;
  const found = /^\{"number":(\d{1,15}),"hash":"(0x[0-9a-f]{64})"\}\n$/.exec(text);
  const [, number, hash] = found ?? [];
  if (number === undefined || hash === undefined) {
    throw new CliError("BadResume", `${file} is not a file that an audit wrote.`, { file });
  }
  return { number: Number(number), hash };
}

async function keep(session: Session, file: string, { number, hash }: TrustedBlock): Promise<void> {
  try {
    await writeFile(session.files.path(file), `${JSON.stringify({ number, hash })}\n`);
  } catch (error) {
    throw new CliError("UnwritableFile", `${file} cannot be written.`, { file }, undefined, error);
  }
}

/** The last block up to which every node is good and the same. */
function lastGoodOf({ nodes, difference }: AuditResult): TrustedBlock | undefined {
  if (difference !== undefined) return undefined;
  const blocks = nodes.flatMap(({ lastGood }) => (lastGood === undefined ? [] : [lastGood]));
  if (blocks.length < nodes.length) return undefined;
  return blocks.reduce((least, block) => (block.number < least.number ? block : least));
}

function documentOf(result: AuditResult, urls: readonly string[]) {
  const { from, to, blocks, transactions, gas, nodes, difference } = result;
  return {
    ...{ isGood: isGood(result), from, to, blocks, transactions, gas, difference },
    nodes: nodes.map(({ node, lastGood, fault, breaches }) => ({
      url: shownUrl(urls[node] ?? ""),
      lastGood,
      fault: fault === undefined ? undefined : { block: fault.block, field: fault.error.field, ...valuesOf(fault) },
      breaches: [...breaches].map(([rule, { count, first }]) => ({ rule, count, first })),
    })),
  };
}

function valuesOf({ error }: { error: { expected: string | undefined; actual: string | undefined } }) {
  return { expected: error.expected, actual: error.actual };
}

function verdictOf(result: AuditResult, urls: readonly string[]): string {
  const { from, to, blocks, transactions, nodes, difference } = result;
  const lines: string[] = [];
  for (const { node, fault, breaches } of nodes) {
    const name = shownUrl(urls[node] ?? "");
    for (const [rule, { count, first }] of breaches) {
      lines.push(`${name}: ${grouped(count)} blocks break the rule ${rule}, the first is block ${grouped(first)}.`);
    }
    if (fault !== undefined) lines.push(`${name}: block ${grouped(fault.block)} is wrong. ${fault.error.message}`);
  }
  if (difference !== undefined) {
    const said = difference.hashes.map(({ node, hash }) => `${shownUrl(urls[node] ?? "")}: ${hash}`);
    lines.push(`The nodes differ from block ${grouped(difference.block)}, and both recompute:`, ...said);
  }
  const counted = `${grouped(blocks)} blocks with ${grouped(transactions)} transactions`;
  const verdict = isGood(result)
    ? `Every hash and root recomputes: ${counted}, from block ${grouped(from)} to ${grouped(to)}.`
    : `Not good. ${counted} recompute from block ${grouped(from)} on.`;
  return [...lines, verdict].join("\n");
}

function rowDocument({ number, hash, header, transactions }: VerifiedBlock) {
  const { timestamp, parentHash, gasUsed, baseFeePerGas } = header;
  return {
    ...{ number, time: Number(timestamp), hash, parentHash, transactions: transactions.length },
    gasUsed: numberText(gasUsed),
    baseFee: baseFeePerGas === undefined ? undefined : numberText(baseFeePerGas),
  };
}

function blockTable(blocks: readonly VerifiedBlock[], columns: number): string {
  const rows = blocks.map((block) => {
    const { number, time: at, hash, parentHash, transactions, gasUsed, baseFee } = rowDocument(block);
    const counts = [
      grouped(transactions),
      grouped(BigInt(gasUsed)),
      baseFee === undefined ? "" : grouped(BigInt(baseFee)),
    ];
    return [grouped(number), time(BigInt(at)), short(hash), short(parentHash), ...counts];
  });
  const header = ["block", "time", "hash", "parent", "transactions", "gas", "base fee (wei)"];
  return table(header, rows, "No blocks.", columns);
}

/** The beginning of a hash: the whole is in `--json`. */
function short(hash: string): string {
  return hash.slice(0, 12);
}

function numberText(quantity: string): string {
  return quantity === "0x" ? "0" : BigInt(quantity).toString();
}
