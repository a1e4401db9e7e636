import { ZeroAddress } from "ethers";
import {
  accountOf,
  type Client,
  collectLoan,
  describeSecurity,
  forgiveLoan,
  type Loan,
  loanIdOf,
  readAllowance,
  readLoan,
  readLoans,
  repayLoan,
  type ServiceCoinError,
  signLoanOffer,
  takeLoan,
  verifyLoanOffer,
  voidLoanOffer,
} from "@servicecoin/sdk";
import { providerOf, withErrors } from "@servicecoin/sdk/internal";
import { agree, documentCommand } from "../command/document.js";
import { verb, withExamples, type Noun } from "../command/noun.js";
import { queryCommand } from "../command/query.js";
import { transactionCommand } from "../command/transaction.js";
import { CliError, EXIT } from "../errors/cliError.js";
import { loanOf, readLoanOffer, readLoanTerms } from "../loans/loanFiles.js";
import { addLoanTerms, loanTermsOf } from "../loans/loanOptions.js";
import { loanRows, loanTable, loanText, securityText } from "../output/loan.js";
import { list } from "../output/table.js";
import { scv } from "../output/value.js";
import { parseAddress } from "../parse/address.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { parseText } from "../parse/parser.js";
import { parseHash } from "../parse/reference.js";

/** Loans, and advances on orders. */
export const loan: Noun = (loan) => {
  withExamples(loan, [
    "servicecoin loan offer 80 --charge 2 --order 0x<deal> --out offer.json --account 2",
    "servicecoin loan offer 100 --yearly 12% --due 30d --instalments 6 --period 30d --pull --out offer.json --account 2",
    "servicecoin loan verify offer.json",
    "servicecoin loan take offer.json --account 8",
    "servicecoin loan show 0x<loan>",
    "servicecoin loan repay 0x<loan> 25 --account 8",
    "servicecoin loan collect 0x<loan> --account 2",
    "servicecoin loan list --lender 0x... --json",
  ]);

  documentCommand(
    addLoanTerms(verb(loan, "draft [amount]", "print the terms of a loan as JSON, for the lender; sends nothing")),
    loanTermsOf,
    ({ loan }) => loanRows(loan),
    (file) => `loan offer --terms ${file}  (by the lender)`,
  );

  documentCommand(
    addLoanTerms(
      verb(loan, "offer [amount]", "show what secures a loan, and sign the offer for the borrower; by the lender"),
    ),
    async (input, session) => {
      const draft = await loanTermsOf(input, session);
      const client = await session.actor();
      await requireLender(client, draft.loan);
      const security = await describeSecurity(client, draft);
      session.out.note(securityText(security));
      await agree(session, client, `Sign this offer:\n${list(loanRows(draft.loan))}`);
      const offer = await signLoanOffer(client, draft);
      const short = await missingAllowance(client, draft.loan);
      if (short !== undefined) session.out.note(short);
      return offer;
    },
    ({ loan }) => loanRows(loan),
    (file) => `loan take ${file}  (by the borrower)`,
  );

  queryCommand(
    verb(loan, "verify <file>", "check that an offer is genuine and can be taken now, and show what secures it"),
    async (input, session) => {
      const offer = await readLoanOffer(session.files, input.arg("file", parseText));
      const client = await session.reader();
      await verifyLoanOffer(client, offer);
      return { loanId: loanIdOf(client, offer.loan), ...offer, security: await describeSecurity(client, offer) };
    },
    ({ loanId, loan, security }) => `${list([["loan", loanId], ...loanRows(loan)])}\n\n${securityText(security)}`,
  );

  transactionCommand(
    verb(loan, "take <file>", "take a signed offer, and receive the principal less the DAO's fee; by the borrower"),
    ({ loan }) => `Borrow ${scv(loan.amount)} on these terms:\n${list(loanRows(loan))}`,
    takeLoan,
    (input, { files }) => readLoanOffer(files, input.arg("file", parseText)),
    { explain: allowanceHelp, next: ({ loanId }) => `loan show ${loanId}` },
  );

  queryCommand(
    verb(loan, "show <loan>", "show the state of a loan, by its id or a file with its terms"),
    async (input, session) => {
      const named = await loanOf(input, session);
      return readLoan(await session.reader(), named);
    },
    (standing, { out }) => loanText(standing, out.columns),
  );

  queryCommand(
    verb(loan, "list", "list all loans that were taken, oldest first")
      .option("--lender <address>", "only by this lender")
      .option("--borrower <address>", "only to this borrower"),
    async (input, session) => {
      const filter = { lender: input.option("lender", parseAddress), borrower: input.option("borrower", parseAddress) };
      return readLoans(await session.reader(), filter);
    },
    (standings, { out }) => loanTable(standings, "No loans.", out.columns),
  );

  queryCommand(
    verb(loan, "security <loan>", "show what secures a loan now, by its id or a file with its terms"),
    async (input, session) => {
      const text = input.arg("loan", parseText);
      if (/^0x/i.test(text)) return describeSecurity(await session.reader(), input.arg("loan", parseHash));
      const terms = await readLoanTerms(session.files, text);
      return describeSecurity(await session.reader(), terms);
    },
    securityText,
  );

  transactionCommand(
    verb(loan, "repay <loan> [amount]", "repay a loan (default: all of it) from your allowance; by anyone"),
    ({ loanId, amount }) => `Repay ${amount === undefined ? "all that is owed" : scv(amount)} of ${loanId}`,
    repayLoan,
    (input) => ({ loanId: input.arg("loan", parseHash), amount: input.maybe("amount", parsePositiveAmount) }),
    { explain: allowanceHelp, next: (_sent, { loanId }) => `loan show ${loanId}` },
  );

  transactionCommand(
    verb(loan, "collect <loan>", "pay the lender what orders have paid and what is overdue; by anyone"),
    ({ loanId }) => `Collect what is due of ${loanId}`,
    collectLoan,
    (input) => ({ loanId: input.arg("loan", parseHash) }),
    { next: (_sent, { loanId }) => `loan show ${loanId}` },
  );

  transactionCommand(
    verb(loan, "forgive <loan>", "end a loan without further payment, and return the collateral; by the lender"),
    ({ loanId }) => `Forgive what is owed of ${loanId}, for good`,
    forgiveLoan,
    (input) => ({ loanId: input.arg("loan", parseHash) }),
    { next: (_sent, { loanId }) => `loan show ${loanId}` },
  );

  transactionCommand(
    verb(loan, "void <file>", "withdraw an offer that was not taken, by a file with its terms; by the lender"),
    ({ loan }) => `Withdraw this offer:\n${list(loanRows(loan))}`,
    voidLoanOffer,
    (input, { files }) => readLoanTerms(files, input.arg("file", parseText)),
  );
};

/**
 * Checks that the account is the lender, so that no useless offer is handed out. Smart wallets pass: only the wallet
 * knows which accounts may sign for it.
 * @throws CliError `CreditInvalidSignature`
 */
async function requireLender(client: Client, loan: Loan): Promise<void> {
  const account = await accountOf(client);
  if (account === loan.lender) return;
  if ((await withErrors(() => providerOf(client).getCode(loan.lender))) !== "0x") return;
  const lender = loan.lender === ZeroAddress ? "(nobody)" : loan.lender;
  const message = `Only the lender ${lender} may sign this; the account ${account} may not.`;
  const args = { id: loanIdOf(client, loan), lender: loan.lender };
  throw new CliError("CreditInvalidSignature", message, args, EXIT.refused);
}

/** What the lender still has to do so that its offer can be taken. */
async function missingAllowance(client: Client, { lender, amount }: Loan): Promise<string | undefined> {
  const spender = client.addresses.Credit;
  if ((await readAllowance(client, { owner: lender, spender })) >= amount) return undefined;
  return `Nobody can take this offer yet: let Credit pay it out with "coin approve ${spender} <amount>".`;
}

/** Says which account has to give an allowance, and how. */
function allowanceHelp({ code, args }: ServiceCoinError, { addresses }: Client): string | undefined {
  if (code !== "ERC20InsufficientAllowance") return undefined;
  const needed = scv(args["needed"] as bigint);
  return (
    `Credit may not take ${needed}: the account that pays needs "coin approve ${addresses.Credit} <amount>". ` +
    "For a loan that is taken, it is the lender, or the borrower for the collateral."
  );
}
