import {
  isServiceCoinError,
  loanOfferOf,
  loanTermsOf,
  type Loan,
  type LoanOffer,
  type PledgedLoan,
} from "@servicecoin/sdk";
import type { Input } from "../command/input.js";
import { parseNamed } from "../deals/lookup.js";
import { CliError } from "../errors/cliError.js";
import { nameOf, type Files } from "../session/files.js";
import type { Session } from "../session/session.js";

/** Reads a signed offer. @throws CliError `NoFile`, `BadJson`, `BadDocument` */
export async function readLoanOffer(files: Files, file: string): Promise<LoanOffer> {
  return checked(file, await files.readJson(file), loanOfferOf, "signed offer of a loan");
}

/** Reads the terms of a loan and its orders, signed or not. @throws CliError as `readLoanOffer` */
export async function readLoanTerms(files: Files, file: string): Promise<PledgedLoan> {
  return checked(file, await files.readJson(file), loanTermsOf, "draft or offer of a loan");
}

/** Finds the loan of the argument `loan`: by its id, from the event of its taking, or in a file. */
export async function loanOf(input: Input, session: Session): Promise<Loan | string> {
  const named = input.arg("loan", parseNamed);
  return "id" in named ? named.id : (await readLoanTerms(session.files, named.file)).loan;
}

function checked<T>(file: string, document: unknown, read: (document: unknown) => T, what: string): T {
  try {
    return read(document);
  } catch (error) {
    if (!isServiceCoinError(error, "InvalidArgument")) throw error;
    const place = error.args.argument;
    const message = `${nameOf(file)} is not a ${what}: ${place} is missing or invalid.`;
    throw new CliError("BadDocument", message, { file, place });
  }
}
