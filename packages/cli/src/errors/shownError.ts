import { CommanderError } from "commander";
import { ServiceCoinError, toServiceCoinError } from "@servicecoin/sdk";
import { CliError, EXIT } from "./cliError.js";
import { fromCommander } from "./usageError.js";

/** Exit codes of what the SDK throws; what is not named was refused by the chain or the wallet. */
const EXIT_CODES: Readonly<Record<string, number | undefined>> = {
  InvalidAmount: EXIT.usage,
  InvalidArgument: EXIT.usage,
  InvalidDeployment: EXIT.usage,
  NoSigner: EXIT.usage,
  NotDeployed: EXIT.usage,
  WrongChain: EXIT.usage,
  NoProvider: EXIT.unreachable,
  PaymentUnclear: EXIT.unreachable,
  Timeout: EXIT.unreachable,
  Unreachable: EXIT.unreachable,
};

/** Any error as one that is fit to be shown. */
export function toShown(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (error instanceof CommanderError) return fromCommander(error);
  const { code, message, args, cause } = toServiceCoinError(error);
  return new CliError(code, message, args, EXIT_CODES[code] ?? EXIT.refused, cause ?? error);
}

/** Whether an error is of the SDK and has this code. */
export function isCode(error: unknown, code: string): boolean {
  return (error instanceof ServiceCoinError || error instanceof CliError) && error.code === code;
}
