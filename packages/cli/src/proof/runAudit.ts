import {
  audit,
  HttpSource,
  isGood,
  lastGoodOf,
  type AuditResult,
  type Rule,
  type TrustedBlock,
  type VerifiedBlock,
} from "@servicecoin/proof";
import { wasmCryptography } from "@servicecoin/proof/wasm";
import { EXIT } from "../errors/cliError.js";
import { table } from "../output/table.js";
import { counted, grouped, time } from "../output/value.js";
import { shownUrl } from "../session/network.js";
import type { Session } from "../session/session.js";
import { Bookmark, resumedFrom } from "./bookmark.js";
import { booksText, closeBooks, openBooks } from "./auditBooks.js";
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
  const opened = await openBooks(session, urls, settings.from ?? trust?.number ?? 0);
  let last: VerifiedBlock | undefined;
  const kept = new Bookmark(session, settings.resume);
  const result = await auditShown(
    session,
    urls,
    { ...settings, trust },
    {
      onBlock: (block) => {
        last = block;
        if ("books" in opened) opened.books.enter(block);
      },
      onGood: (block) => {
        kept.move(block);
      },
    },
  );
  const isSound = isGood(result);
  // Logs that do not recompute add up to nothing.
  const checked =
    "books" in opened && isSound && last !== undefined ? await closeBooks(urls, last, opened.books) : undefined;
  await kept.save(lastGoodOf(result));
  session.out.print({ ...documentOf(result, urls), books: checked ?? null }, () => {
    const books = checked === undefined ? opened.reason : booksText(checked);
    return [verdictOf(result, urls), ...(isSound && books !== undefined ? [books] : [])].join("\n");
  });
  session.exitCode = isSound && (checked?.faults.length ?? 0) === 0 ? EXIT.done : EXIT.refused;
}

/** Prints verified blocks as a table. @throws CliError `Mismatch` and others when a block does not recompute */
export async function showBlocks(session: Session, settings: AuditSettings): Promise<void> {
  const urls = await urlsOf(session, settings.nodes);
  const blocks: VerifiedBlock[] = [];
  const result = await auditShown(session, urls, settings, { onBlock: (block) => blocks.push(block) });
  session.out.print(blocks.map(rowDocument), () =>
    [blockTable(blocks, session.out.columns), verdictOf(result, urls)].join("\n\n"),
  );
  session.exitCode = isGood(result) ? EXIT.done : EXIT.refused;
}

async function auditShown(
  session: Session,
  urls: readonly string[],
  { from, to, trust, loose }: AuditSettings,
  { onBlock, onGood }: { onBlock: (block: VerifiedBlock) => void; onGood?: (block: TrustedBlock) => void },
): Promise<AuditResult> {
  const cryptography = await wasmCryptography();
  return session.out.during("Auditing", (show) =>
    withProofErrors(() =>
      audit(
        urls.map((url) => new HttpSource(url)),
        {
          ...{ from, to, trust, loose, cryptography, onBlock },
          onProgress: (block, last, lastGood) => {
            show(`Auditing: block ${grouped(block)} of ${grouped(last)}`);
            if (lastGood !== undefined) onGood?.(lastGood);
          },
        },
      ),
    ),
  );
}

async function urlsOf(session: Session, named: readonly string[]): Promise<readonly string[]> {
  return named.length > 0 ? named : [(await session.node()).network.url];
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
      const broken = `block ${grouped(first)} ${count === 1 ? "breaks" : `and ${grouped(count - 1)} more break`}`;
      lines.push(`${name}: ${broken} the rule ${rule}.`);
    }
    if (fault !== undefined) lines.push(`${name}: block ${grouped(fault.block)} is wrong. ${fault.error.message}`);
  }
  if (difference !== undefined) {
    const said = difference.hashes.map(({ node, hash }) => `${shownUrl(urls[node] ?? "")}: ${hash}`);
    lines.push(`The nodes differ from block ${grouped(difference.block)}, and both recompute:`, ...said);
  }
  const read = `${counted(blocks, "block")} with ${counted(transactions, "transaction")}`;
  const verdict = isGood(result)
    ? `Every hash and root recomputes: ${read}, from block ${grouped(from)} to ${grouped(to)}.`
    : `Not good. ${read} recompute from block ${grouped(from)} on.`;
  return [...lines, verdict].join("\n");
}

function rowDocument({ number, hash, header, transactions }: VerifiedBlock) {
  const { timestamp, parentHash, gasUsed, baseFeePerGas } = header;
  return {
    ...{ number, time: Number(numberText(timestamp)), hash, parentHash, transactions: transactions.length },
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
