import { ProofError } from "@servicecoin/proof";
import { CliError, EXIT } from "../errors/cliError.js";

/** Runs work of the proofs, and turns its errors into those of the command line. @throws CliError by their codes */
export async function withProofErrors<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    const { code, field, expected, actual, message } = error;
    const exit = code === "Unreachable" ? EXIT.unreachable : EXIT.refused;
    throw new CliError(code, message, { field, expected, actual }, exit, error);
  }
}
