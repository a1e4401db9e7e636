import type { Command } from "./command.js";
import { accountOf, type Client } from "@servicecoin/sdk";
import { providerOf, withErrors } from "@servicecoin/sdk/internal";
import { confirm } from "./confirm.js";
import { refusal } from "../deals/explain.js";
import { CliError, EXIT } from "../errors/cliError.js";
import type { Input } from "./input.js";
import { nextLines } from "../output/answer.js";
import { toJson } from "../output/json.js";
import { list } from "../output/table.js";
import { parseText } from "../parse/parser.js";
import type { Session } from "../session/session.js";
import { perform } from "./perform.js";

/**
 * Makes a command create a document for another party, such as signed terms: as JSON on stdout, or in the file of
 * `--out`. Nothing is sent.
 * @param rowsOf Summarizes a document that was written to a file.
 * @param next The command that takes the file, without the name of the program.
 */
export function documentCommand<Document>(
  command: Command,
  make: (input: Input, session: Session) => Promise<Document>,
  rowsOf: (document: Document) => [string, string][],
  next: (file: string, document: Document) => string,
): void {
  command.option("--out <file>", "write the JSON to this new file instead of stdout");
  perform(command, async (input, session) => {
    const file = input.option("out", parseText);
    if (file !== undefined) session.files.refuseIfThere(file);
    const document = await make(input, session);
    if (file !== undefined) await session.files.writeNew(file, `${toJson(document)}\n`);
    session.out.print(document, () => {
      if (file === undefined) return toJson(document);
      return [list([...rowsOf(document), ["file", file]]), ...nextLines(next(file, document))].join("\n");
    });
  });
}

/** Prompts before a signature that moves money, under the same rule as for transactions. @throws CliError `NotConfirmed` */
export async function agree(session: Session, client: Client, title: string): Promise<void> {
  await confirm(session, client.chainId, title, [["account", await accountOf(client)]], "Sign it?");
}

/**
 * Checks that the account is the payer, so that no useless signature is handed out. Smart wallets pass: only the wallet
 * knows which accounts may sign for it.
 * @throws CliError `HubInvalidSignature`
 */
export async function requirePayer(client: Client, id: string, payer: string): Promise<void> {
  const account = await accountOf(client);
  if (account === payer) return;
  const code = await withErrors(() => providerOf(client).getCode(payer));
  if (code !== "0x") return;
  const args = { index: 0n, id, signer: payer };
  throw new CliError("HubInvalidSignature", refusal("sign this", ["payer"], { payer }, account), args, EXIT.refused);
}
