import type { Input } from "../command/input.js";
import { verb, withExamples, type Noun } from "../command/noun.js";
import { perform } from "../command/perform.js";
import { CliError } from "../errors/cliError.js";
import { refuseBoth } from "../options/conflicts.js";
import { parseAddress } from "../parse/address.js";
import { parseCount } from "../parse/number.js";
import { parseText } from "../parse/parser.js";
import { parseHash } from "../parse/reference.js";
import { parseNodeUrl } from "../parse/url.js";
import { parseCommittee } from "../proof/finality.js";
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
    "servicecoin receipt prove 0x<transaction> --beacon http://127.0.0.1:5052 --beacon-checkpoint 0x<root> --out receipt.json",
    "servicecoin receipt verify receipt.json --checkpoint 0x<hash of a block>",
    "servicecoin receipt verify receipt.json --beacon-checkpoint 0x<root>",
  ]);

  const prove = verb(command, "prove <subject>", "prove what a transaction paid or voted")
    .addHelpText("after", SUBJECTS)
    .option("--out <file>", "new file for the receipt (default: print it, without --html)")
    .option("--html <file>", HTML)
    .option("--payer <address>", "who signed the x402 payment, if several accounts used its nonce")
    .option("--checkpoint <block>", "number of a later block to lead to, at most 1,000 later (default: its own block)")
    .option("--beacon <url>", "API of a beacon node, which proves on which final block the receipt stands")
    .option("--beacon-checkpoint <root>", "root of the beacon block to begin with: one that the verifiers trust");
  perform(prove, async (input, session) => {
    const { makeReceipt, checkReceipt } = await import("../proof/receipts.js");
    const { parseSubject } = await import("../proof/receiptSubject.js");
    const subject = input.arg("subject", parseSubject);
    const [payer, checkpoint] = [input.option("payer", parseAddress), input.option("checkpoint", parseCount(0))];
    const [file, page] = [input.option("out", parseText), input.option("html", parseText)];
    const beacon = beaconOf(input);
    for (const name of [file, page]) if (name !== undefined) session.files.refuseIfThere(name);
    const text = await makeReceipt(session, subject, { payer, checkpoint, beacon });
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
    .option("--checkpoint <hash>", "hash of the block that you trust, to which the receipt must lead")
    .option("--beacon-checkpoint <root>", "root of the beacon block that you trust, from which it must lead")
    .option("--sync-committee <period:root>", "sync committee that you trust, which it must begin with or pass");
  perform(verify, async (input, session) => {
    const [file, page] = [input.arg("file", parseText), input.option("html", parseText)];
    const trusted = {
      checkpoint: input.option("checkpoint", parseHash),
      root: input.option("beacon-checkpoint", parseHash),
      committee: input.option("sync-committee", parseCommittee),
    };
    if (page !== undefined) session.files.refuseIfThere(page);
    const { checkFile, receiptRows } = await import("../proof/receipts.js");
    const checked = await checkFile(session, file, trusted);
    if (page !== undefined) await writePage(session, page, checked);
    session.out.print(checked.found, () => receiptRows(checked.found));
  });
};

/** @throws CliError `MissingOption`, `ConflictingOptions` */
function beaconOf(input: Input): { url: string; root: string } | undefined {
  const [url, root] = [input.option("beacon", parseNodeUrl), input.option("beacon-checkpoint", parseHash)];
  refuseBoth(input, "checkpoint", "beacon", "beacon-checkpoint");
  if (url === undefined && root === undefined) return undefined;
  if (url !== undefined && root !== undefined) return { url, root };
  const [there, missing] = url === undefined ? ["beacon-checkpoint", "beacon"] : ["beacon", "beacon-checkpoint"];
  throw new CliError("MissingOption", `--${there} needs --${missing}.`, { name: missing });
}

async function writePage(session: Session, name: string, { found, text }: CheckedReceipt): Promise<void> {
  const { receiptPage } = await import("../proof/receiptPage.js");
  await session.files.writeNew(name, receiptPage(found, text));
}
