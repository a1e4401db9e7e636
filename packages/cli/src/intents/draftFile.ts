import { CliError } from "../errors/cliError.js";
import { nameOf, type Files } from "../session/files.js";
import { parseOneOf } from "../parse/parser.js";
import { INTENT_NAMES, INTENTS, type Intent } from "./intents.js";
import { EntrySource } from "./source.js";

/** A proposal as read from a file. */
export interface DraftFile {
  description: string | undefined;
  calls: ReturnType<Intent>[];
}

/** Help about the file. */
export const DRAFT_FILE_HELP = `
The file (- for stdin) is JSON. Every value is a string, written as on the command line:
  {
    "description": "May: pay carol, and raise the fee",
    "calls": [
      { "do": "pay", "to": "0x...", "amount": "1.5", "asset": "scv", "ref": "invoice-7" },
      { "do": "pay-many", "payments": ["0x...=1", "0x...=2"] },
      { "do": "mint", "to": "0x...", "amount": "10" },
      { "do": "set-fee", "fee": "0.25%" },
      { "do": "set-budget", "steward": "0x...", "amount": "2", "per": "30d" },
      { "do": "set-cap", "amount": "5", "per": "7d", "asset": "eth" },
      { "do": "setting", "name": "voting-period", "value": "3d" },
      { "do": "transfer-ownership", "contract": "Treasury", "owner": "0x..." },
      { "do": "call", "target": "0x...", "data": "0x..." },
      { "do": "execute", "target": "0x...", "value": "0.5", "data": "0x..." }
    ]
  }
"asset", "ref", "value" and "data" are optional; "execute" makes the treasury call.`;

/** Reads the calls of a proposal. @throws CliError `NoFile`, `BadJson`, `BadDraft`, `BadIntent`, and those of the parsers */
export async function readDraftFile(files: Files, file: string): Promise<DraftFile> {
  const document = await files.readJson(file);
  const { description, calls, ...rest } = isObject(document) ? document : {};
  const isKnown = Array.isArray(calls) && calls.length > 0 && Object.keys(rest).length === 0;
  if (!isKnown || (description !== undefined && typeof description !== "string")) {
    const message = `${nameOf(file)} is not a proposal: it needs a list of calls and a description, and nothing else.`;
    throw new CliError("BadDraft", message, { file });
  }
  return { description, calls: (calls as readonly unknown[]).map(readEntry) };
}

function readEntry(entry: unknown, index: number): ReturnType<Intent> {
  const place = `calls[${index}]`;
  if (!isObject(entry)) {
    throw new CliError("BadIntent", `${place} must be an object such as { "do": "pay", ... }.`, { place });
  }
  const source = new EntrySource(entry, place);
  const intent = INTENTS[source.value("do", parseOneOf(INTENT_NAMES))](source);
  source.end();
  return intent;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
