import { CliError, EXIT } from "../errors/cliError.js";
import type { Session } from "../session/session.js";
import type { Bought, Limits } from "./buy.js";
import type { OutputFile } from "./outputFile.js";
import { showPage } from "./page.js";

/** Fetches a page, pays for it if it costs something, and prints it. @throws CliError `NoAnswer` and others */
export async function fetchAndShow(
  session: Session,
  request: Request,
  limits: Limits,
  output: OutputFile | undefined,
): Promise<void> {
  const { url } = request;
  const first = await session.out.during(`Requesting ${new URL(url).host}`, () =>
    reach(url, () => fetch(request.clone())),
  );
  const isForSale = first.status === 402 && first.headers.has("PAYMENT-REQUIRED");
  const bought: Bought = isForSale ? await buyPage(session, request, first, limits) : { response: first };
  const { response, offer, forget, receipt } = bought;
  const body = Buffer.from(await reach(url, () => response.arrayBuffer()));
  try {
    await showPage(session, { url, response, body, offer, receipt }, output);
  } catch (error) {
    if (!(error instanceof CliError && error.code === "UnwritableFile")) await forget?.();
    throw error;
  }
  await forget?.();
}

/** Loads the gateway only for pages that cost something. */
async function buyPage(session: Session, request: Request, first: Response, limits: Limits): Promise<Bought> {
  const { buy } = await import("./buy.js");
  return buy(session, request, first, limits);
}

async function reach<Result>(url: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError("NoAnswer", `${url} does not respond: ${reason}`, { url }, EXIT.unreachable, error);
  }
}
