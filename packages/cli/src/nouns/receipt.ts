import { verb, withExamples, type Noun } from "../command/noun.js";
import { perform } from "../command/perform.js";
import { parseAddress } from "../parse/address.js";
import { parseCount } from "../parse/number.js";
import { parseText } from "../parse/parser.js";
import { parseHash } from "../parse/reference.js";
import type { CheckedReceipt } from "../proof/receipts.js";
import type { Session } from "../session/session.js";

const HTML = "new file for a page to read and print, with the receipt in it";

const SUBJECTS = `
The subject is one of
  the hash of a transaction
  the id of an order: then what opened it is proven
  the nonce of an x402 payment that was settled
  the value of a PAYMENT-RESPONSE header, which the seller sent with what was paid for`;

/** Receipts that prove payments and votes without a node. */
export const receipt: Noun = (command) => {
  withExamples(command, [
    "servicecoin receipt prove 0x<transaction> --out receipt.json --html receipt.html",
    "servicecoin receipt prove 0x<order> --out receipt.json --checkpoint 1200",
    'servicecoin receipt prove "<value of the PAYMENT-RESPONSE header>" --out receipt.json',
    "servicecoin receipt verify receipt.json --checkpoint 0x<hash of a block>",
  ]);

  const prove = verb(command, "prove <subject>", "prove what a transaction paid or voted")
    .addHelpText("after", SUBJECTS)
    .option("--out <file>", "new file for the receipt (default: print it, without --html)")
    .option("--html <file>", HTML)
    .option("--payer <address>", "who signed the x402 payment, if several accounts used its nonce")
    .option("--checkpoint <block>", "number of a later block to lead to, at most 1,000 later (default: its own block)");
  perform(prove, async (input, session) => {
    const { makeReceipt, checkReceipt } = await import("../proof/receipts.js");
    const { parseSubject } = await import("../proof/receiptSubject.js");
    const subject = input.arg("subject", parseSubject);
    const [payer, checkpoint] = [input.option("payer", parseAddress), input.option("checkpoint", parseCount(0))];
    const [file, page] = [input.option("out", parseText), input.option("html", parseText)];
    for (const name of [file, page]) if (name !== undefined) session.files.refuseIfThere(name);
    const text = await makeReceipt(session, subject, { payer, checkpoint });
    if (file === undefined && page === undefined) {
      session.out.write(text);
      return;
    }
    if (file !== undefined) await session.files.writeNew(file, text);
    if (page !== undefined) await writePage(session, page, await checkReceipt(session, text));
    const next = file === undefined ? [] : [`Verify it: servicecoin receipt verify ${file}`];
    const written = [file, page].filter((name) => name !== undefined).map((name) => `Written: ${name}`);
    session.out.print({ file, page }, () => [...written, ...next].join("\n"));
  });

  const verify = verb(command, "verify <file>", "verify a receipt, or - for stdin; connects to nothing")
    .option("--html <file>", HTML)
    .option("--checkpoint <hash>", "hash of the block that you trust, to which the receipt must lead");
  perform(verify, async (input, session) => {
    const [file, page] = [input.arg("file", parseText), input.option("html", parseText)];
    const checkpoint = input.option("checkpoint", parseHash);
    if (page !== undefined) session.files.refuseIfThere(page);
    const { checkFile, receiptRows } = await import("../proof/receipts.js");
    const checked = await checkFile(session, file, checkpoint);
    if (page !== undefined) await writePage(session, page, checked);
    session.out.print(checked.found, () => receiptRows(checked.found));
  });
};

async function writePage(session: Session, name: string, { found, text }: CheckedReceipt): Promise<void> {
  const { receiptPage } = await import("../proof/receiptPage.js");
  await session.files.writeNew(name, receiptPage(found, text));
}
