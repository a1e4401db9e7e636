import type { Text } from "../../i18n/text.ts";
import type { AddressBook } from "../../ui/addressBook.ts";
import { parseAmount } from "../../ui/parse.ts";
import { parseCsv, type CsvLine } from "./csv.ts";
import { resolveRecipient } from "./recipient.ts";

/** A payment of a table. */
export interface BatchRow {
  /** Where it is in the text. */
  line: number;
  to: string;
  /** Base units. */
  amount: bigint;
}

/** A line that is no payment, and why. */
export interface BatchFault {
  line: number;
  sentence: string;
}

/** What a table asks for. */
export interface Batch {
  rows: BatchRow[];
  faults: BatchFault[];
  /** Base units. */
  total: bigint;
  /** Lines that pay the same account, where there are several. */
  duplicates: { to: string; lines: number[] }[];
  /** It has references, which payments of many at once cannot carry. */
  hasReferences: boolean;
}

/** The coin packs amounts of a batch into 96 bits. */
const MOST = 2n ** 96n - 1n;

const HEADS = {
  to: /^(to|address|recipient|receiver|payee|account|wallet|name|empfänger|adresse|地址|收款地址|收款人|名称)$/i,
  amount: /^(amount|value|sum|scv|amount \(scv\)|betrag|金额|数量)$/i,
  reference: /^(reference|ref|note|memo|comment|purpose|备注|附言)$/i,
};

interface Columns {
  to: number;
  amount: number;
  reference: number;
  isNamed: boolean;
}

/** Reads payments from a table: recipient, amount, and a reference that is left out. */
export function parseBatch(text: string, book: AddressBook, t: Text): Batch {
  const lines = parseCsv(text);
  const head = columnsOf(lines[0]);
  const columns = head ?? { to: 0, amount: 1, reference: 2, isNamed: false };
  const batch: Batch = { rows: [], faults: [], total: 0n, duplicates: [], hasReferences: false };
  const linesOf = new Map<string, number[]>();
  for (const one of head === undefined ? lines : lines.slice(1)) {
    const read = parseRow(one, columns, book, t);
    if (one.fields[columns.reference] ?? "") batch.hasReferences = true;
    if (typeof read === "string") {
      batch.faults.push({ line: one.line, sentence: read });
      continue;
    }
    batch.rows.push({ line: one.line, ...read });
    batch.total += read.amount;
    linesOf.set(read.to, [...(linesOf.get(read.to) ?? []), one.line]);
  }
  batch.duplicates = [...linesOf].flatMap(([to, all]) => (all.length > 1 ? [{ to, lines: all }] : []));
  return batch;
}

/** Undefined when the first line is no head. */
function columnsOf(first: CsvLine | undefined): Columns | undefined {
  const find = (name: RegExp) => first?.fields.findIndex((field) => name.test(field)) ?? -1;
  const [to, amount, reference] = [find(HEADS.to), find(HEADS.amount), find(HEADS.reference)];
  if (to < 0 || amount < 0) return undefined;
  return { to, amount, reference, isNamed: true };
}

function parseRow(
  { fields }: CsvLine,
  columns: Columns,
  book: AddressBook,
  t: Text,
): { to: string; amount: bigint } | string {
  const [to = "", amount = "", third = ""] = [columns.to, columns.amount, columns.amount + 1].map((at) => fields[at]);
  const recipient = resolveRecipient(to, book, t);
  if (recipient.error !== undefined) return t.pay.batchRecipient(to, recipient.error);
  if (/^0x0{40}$/.test(recipient.value)) return t.pay.batchNobody;
  // "1,5" without quotes in a table with commas would otherwise pay 1.
  const isSplit = !columns.isNamed ? /^\d+$/.test(third) : fields.length > 1 + lastOf(columns) && /^\d+$/.test(third);
  if (isSplit && /^\d+$/.test(amount)) return t.pay.batchSplit(`${amount},${third}`);
  const parsed = parseAmount(amount, t);
  if (parsed.error !== undefined) return t.pay.batchAmount(amount, parsed.error);
  return parsed.value > MOST ? t.pay.batchTooMuch : { to: recipient.value, amount: parsed.value };
}

function lastOf({ to, amount, reference }: Columns): number {
  return Math.max(to, amount, reference);
}
