import type { Receipt } from "@servicecoin/gateway";
import { CliError, EXIT } from "../errors/cliError.js";
import { list } from "../output/table.js";
import { scv, text } from "../output/value.js";
import type { Session } from "../session/session.js";
import type { OutputFile } from "./outputFile.js";
import type { Offered } from "./price.js";

/** A fetched page. */
export interface Page {
  url: string;
  response: Response;
  body: Buffer;
  /** The receipt if it was paid. */
  receipt: Receipt | undefined;
  /** The offer that was shown before the payment. */
  offer: Offered | undefined;
}

/**
 * Prints the body unchanged to stdout or a file, and the receipt to stderr; in JSON mode, prints all as one document.
 * @throws CliError `HttpStatus`, `UnwritableFile`
 */
export async function showPage(session: Session, page: Page, file: OutputFile | undefined): Promise<void> {
  const { url, response, body, offer, receipt } = page;
  if (receipt !== undefined) session.out.note(receiptText(receipt));
  if (!response.ok) throw failure(page);
  await file?.write(body);
  if (session.settings.isJson) {
    const { status } = response;
    const contentType = response.headers.get("Content-Type");
    const content = file === undefined ? bodyDocument(body) : { file: file.name };
    session.out.print({ url, status, contentType, offer, receipt, ...content }, () => "");
  } else if (file === undefined) await session.out.writeBytes(body);
}

function receiptText({ amount, payTo, transaction }: Receipt): string {
  return list([
    ["paid", amount === undefined ? "unknown" : scv(amount)],
    ["to", payTo ?? "unknown"],
    ["transaction", text(transaction)],
  ]);
}

/** The body as text if it is valid UTF-8, otherwise as base64. */
function bodyDocument(body: Buffer): { body: string } | { base64: string } {
  try {
    return { body: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body) };
  } catch {
    return { base64: body.toString("base64") };
  }
}

function failure({ url, response, body, offer, receipt }: Page): CliError {
  const { status } = response;
  const start = text(body.subarray(0, 1000).toString("utf8"));
  const message = `${url} responded with status ${String(status)}${start === "" ? "." : `: ${start}`}`;
  return new CliError(
    "HttpStatus",
    message,
    { url, status, ...(offer && { offer }), ...(receipt && { receipt }) },
    EXIT.refused,
  );
}
