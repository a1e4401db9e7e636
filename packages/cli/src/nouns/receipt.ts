import { verb, withExamples, type Noun } from "../command/noun.js";
import { perform } from "../command/perform.js";
import { parseAddress } from "../parse/address.js";
import { parseCount } from "../parse/number.js";
import { parseText } from "../parse/parser.js";
import { parseHash } from "../parse/reference.js";

const SUBJECTS = `
The subject is one of
  the hash of a transaction
  the id of an order: then what opened it is proven
  the nonce of an x402 payment that was settled
  the value of a PAYMENT-RESPONSE header, which the seller sent with what was paid for`;

/** Receipts that prove payments and votes without a node. */
export const receipt: Noun = (command) => {
  withExamples(command, [
    "servicecoin receipt prove 0x<transaction> --out receipt.json",
    "servicecoin receipt prove 0x<order> --out receipt.json --checkpoint 1200",
    'servicecoin receipt prove "<value of the PAYMENT-RESPONSE header>" --out receipt.json',
    "servicecoin receipt verify receipt.json --checkpoint 0x<hash of a block>",
  ]);

  const prove = verb(command, "prove <subject>", "prove what a transaction paid or voted")
    .addHelpText("after", SUBJECTS)
    .option("--out <file>", "new file for the receipt (default: print it)")
    .option("--payer <address>", "who signed the x402 payment, if several accounts used its nonce")
    .option("--checkpoint <block>", "number of a later block to lead to, at most 1,000 later (default: its own block)");
  perform(prove, async (input, session) => {
    const { makeReceipt } = await import("../proof/receipts.js");
    const { parseSubject } = await import("../proof/receiptSubject.js");
    const subject = input.arg("subject", parseSubject);
    const [payer, checkpoint] = [input.option("payer", parseAddress), input.option("checkpoint", parseCount(0))];
    const file = input.option("out", parseText);
    if (file !== undefined) session.files.refuseIfThere(file);
    const text = await makeReceipt(session, subject, { payer, checkpoint });
    if (file === undefined) {
      session.out.write(text);
      return;
    }
    await session.files.writeNew(file, text);
    session.out.print({ file }, () => `Written: ${file}\nVerify it: servicecoin receipt verify ${file}`);
  });

  const verify = verb(command, "verify <file>", "verify a receipt, or - for stdin; connects to nothing").option(
    "--checkpoint <hash>",
    "hash of the block that you trust, to which the receipt must lead",
  );
  perform(verify, async (input, session) => {
    const [file, checkpoint] = [input.arg("file", parseText), input.option("checkpoint", parseHash)];
    const { checkFile, receiptRows } = await import("../proof/receipts.js");
    const checked = await checkFile(session, file, checkpoint);
    session.out.print(checked.found, () => receiptRows(checked.found));
  });
};
