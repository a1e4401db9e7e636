import type { Receipt } from "@servicecoin/gateway";
import { CliError, EXIT } from "../errors/cliError.js";
import { list } from "../output/table.js";
import { scv, text } from "../output/value.js";
import type { Session } from "../session/session.js";
import type { OutputFile } from "./outputFile.js";
import type { Offered } from "./price.js";

/** A page that was got. */
export interface Page {
  url: string;
  response: Response;
  body: Buffer;
  /** What was paid for it, if anything. */
  receipt: Receipt | undefined;
  /** What it was said to cost before it was paid. */
  offer: Offered | undefined;
}

/**
 * Writes the body as it is, to stdout or to a file, and the receipt to stderr; or all as one document.
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

/** Text where it is any, else base64. */
function bodyDocument(body: Buffer): { body: string } | { base64: string } {
  try {
    return { body: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body) };
  } catch {
    return { base64: body.toString("base64") };
  }
}

function failure({ url, response, body, offer, receipt }: Page): CliError {
  const { status } = response;
  const said = text(body.subarray(0, 1000).toString("utf8"));
  const message = `${url} answered with status ${String(status)}${said === "" ? "." : `: ${said}`}`;
  return new CliError(
    "HttpStatus",
    message,
    { url, status, ...(offer && { offer }), ...(receipt && { receipt }) },
    EXIT.refused,
  );
}
