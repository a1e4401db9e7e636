import type { Command } from "./command.js";
import { accountOf, type Client, ServiceCoinError } from "@servicecoin/sdk";
import { providerOf, withErrors } from "@servicecoin/sdk/internal";
import { confirm } from "./confirm.js";
import type { Input } from "./input.js";
import { toJson } from "../output/json.js";
import { list } from "../output/table.js";
import { parseText } from "../parse/parser.js";
import type { Session } from "../session/session.js";
import { perform } from "./perform.js";

/**
 * Makes a command write a document for somebody else, such as signed terms: as JSON on stdout, or into the file of `--out`. Nothing
 * is sent.
 * @param rowsOf What people are told of a document that went into a file.
 */
export function documentCommand<Document>(
  command: Command,
  make: (input: Input, session: Session) => Promise<Document>,
  rowsOf: (document: Document) => [string, string][],
): void {
  command.option("--out <file>", "write the JSON to this new file instead of printing it");
  perform(command, async (input, session) => {
    const file = input.option("out", parseText);
    if (file !== undefined) session.files.refuseIfThere(file);
    const document = await make(input, session);
    if (file !== undefined) await session.files.writeNew(file, `${toJson(document)}\n`);
    session.out.print(document, () => {
      return file === undefined ? toJson(document) : list([...rowsOf(document), ["file", file]]);
    });
  });
}

/** Asks before a signature that moves money, where a transaction would be asked about. @throws CliError `NotConfirmed` */
export async function agree(session: Session, client: Client, title: string): Promise<void> {
  await confirm(session, client.chainId, title, [["account", await accountOf(client)]], "Sign it?");
}

/**
 * Makes sure that the account is who must sign, so that no useless signature is given away. Whom a smart wallet lets sign for it only
 * the wallet knows.
 * @throws ServiceCoinError `HubInvalidSignature`
 */
export async function requireSigner(client: Client, id: string, expected: string): Promise<void> {
  if ((await accountOf(client)) === expected) return;
  const code = await withErrors(() => providerOf(client).getCode(expected));
  if (code === "0x") throw new ServiceCoinError("HubInvalidSignature", { index: 0n, id, signer: expected });
}
