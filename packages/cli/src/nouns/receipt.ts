import { verb, withExamples, type Noun } from "../command/noun.js";
import { perform } from "../command/perform.js";
import { parseCount } from "../parse/number.js";
import { parseText } from "../parse/parser.js";
import { parseHash } from "../parse/reference.js";

/** Receipts that prove payments without a node. */
export const receipt: Noun = (command) => {
  withExamples(command, [
    "servicecoin receipt prove 0x<transaction> --out receipt.json",
    "servicecoin receipt prove 0x<order> --out receipt.json --checkpoint 1200",
    "servicecoin receipt verify receipt.json --checkpoint 0x<hash of a block>",
  ]);

  const prove = verb(command, "prove <id>", "prove what a transaction paid, or what opened an order")
    .option("--out <file>", "new file for the receipt (default: print it)")
    .option("--checkpoint <block>", "number of a later block to lead to, at most 1,000 later (default: its own block)");
  perform(prove, async (input, session) => {
    const id = input.arg("id", parseHash);
    const [file, checkpoint] = [input.option("out", parseText), input.option("checkpoint", parseCount(0))];
    const { makeReceipt } = await import("../proof/receipts.js");
    if (file !== undefined) session.files.refuseIfThere(file);
    const text = await makeReceipt(session, id, checkpoint);
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
    const { checkReceipt, receiptRows } = await import("../proof/receipts.js");
    const found = await checkReceipt(session, file, checkpoint);
    session.out.print(found, () => receiptRows(found));
  });
};
