import { CommanderError } from "commander";
import { ServiceCoinError, toServiceCoinError } from "@servicecoin/sdk";
import { CliError, EXIT } from "./cliError.js";
import { fromCommander } from "./usageError.js";

/** Exit codes for error codes of the SDK. Default: `EXIT.refused`. */
const EXIT_CODES: Readonly<Record<string, number | undefined>> = {
  DeploymentNotFound: EXIT.usage,
  IndexerBehind: EXIT.unreachable,
  IndexerNotReady: EXIT.unreachable,
  IndexerUnreachable: EXIT.unreachable,
  InvalidAmount: EXIT.usage,
  InvalidArgument: EXIT.usage,
  InvalidDeployment: EXIT.usage,
  NoSigner: EXIT.usage,
  NotDeployed: EXIT.usage,
  WrongChain: EXIT.usage,
  WrongIndex: EXIT.usage,
  NoProvider: EXIT.unreachable,
  PaymentUnclear: EXIT.unreachable,
  Timeout: EXIT.unreachable,
  Unconfirmed: EXIT.unreachable,
  Unreachable: EXIT.unreachable,
};

/** Converts any error to one that can be shown to the user. */
export function toShown(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (error instanceof CommanderError) return fromCommander(error);
  const { code, message, args, cause } = toServiceCoinError(error);
  return new CliError(code, message, args, EXIT_CODES[code] ?? EXIT.refused, cause ?? error);
}

/** Returns whether an error of the SDK or the command line has this code. */
export function isCode(error: unknown, code: string): boolean {
  return (error instanceof ServiceCoinError || error instanceof CliError) && error.code === code;
}
