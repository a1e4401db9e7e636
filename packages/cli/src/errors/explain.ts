import { type Client, ServiceCoinError } from "@servicecoin/sdk";
import { CliError } from "./cliError.js";
import { toShown } from "./shownError.js";

/**
 * Words an error of a command with what the user can do about it. Returns undefined where the sentence of the SDK is
 * enough.
 */
export type Explain<Params> = (
  error: ServiceCoinError,
  client: Client,
  params: Params,
) => string | undefined | Promise<string | undefined>;

/** Runs work, and explains its error: code, arguments and exit code stay, the sentence changes. */
export async function explaining<Params, Result>(
  explain: Explain<Params> | undefined,
  client: Client,
  params: Params,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (explain === undefined || !(error instanceof ServiceCoinError)) throw error;
    // What the explanation has to read must not hide the error.
    const sentence = await Promise.resolve(explain(error, client, params)).catch(() => undefined);
    if (sentence === undefined) throw error;
    const { code, args, exitCode } = toShown(error);
    throw new CliError(code, sentence, args, exitCode, error);
  }
}
