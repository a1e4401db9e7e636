import type { Command } from "./command.js";
import type { Client, Signed } from "@servicecoin/sdk";
import { transactionCommand, type Guidance } from "./transaction.js";
import { confirm } from "./confirm.js";
import { oneOf, type Bound } from "./dispatch.js";
import { CliError } from "../errors/cliError.js";
import { nameOf, type Files } from "../session/files.js";
import type { Input } from "./input.js";
import { nounOf, verb } from "./noun.js";
import { nextLines } from "../output/answer.js";
import { toJson } from "../output/json.js";
import { list } from "../output/table.js";
import { anything, scv, text, time } from "../output/value.js";
import { parseText } from "../parse/parser.js";
import type { Session } from "../session/session.js";
import { perform } from "./perform.js";

/** A signed message of any kind, as read from a file. */
type AnySigned = Signed<object>;

/** Actions that submit signed messages, by primary type. */
export type Submissions = Readonly<Record<string, ((signed: AnySigned) => Bound) | undefined>>;

/**
 * Makes a command sign a message for another account to submit: prints it as JSON, or writes it to the file of `--out`.
 * Nothing is sent.
 * @param name What the signature allows, as a sentence for the confirmation.
 */
export function signatureCommand<Params>(
  command: Command,
  name: (params: Params) => string,
  signer: (client: Client, params: Params) => Promise<AnySigned>,
  toParams: (input: Input, session: Session) => Params | Promise<Params>,
): void {
  command.option("--out <file>", "write the signed message to this new file instead of stdout");
  perform(command, async (input, session) => {
    const file = input.option("out", parseText);
    if (file !== undefined) session.files.refuseIfThere(file);
    const params = await toParams(input, session);
    const client = await session.actor();
    await confirm(session, client.chainId, name(params), [["account", await session.account()]], "Sign it?");
    const signed = await signer(client, params);
    if (file !== undefined) await session.files.writeNew(file, `${toJson(signed)}\n`);
    session.out.print(signed, () => (file === undefined ? toJson(signed) : summary(signed, file, nounOf(command))));
  });
}

/** Adds `submit <file>` to a noun: submits a message that another account signed, and pays the gas. */
export function submitCommand(parent: Command, kinds: Submissions, guidance: Guidance<AnySigned, object> = {}): void {
  transactionCommand(
    verb(
      parent,
      "submit <file>",
      `submit a message that another account signed (- for stdin): ${Object.keys(kinds).join(", ")}`,
    ),
    (signed: AnySigned) => `Submit ${text(signed.primaryType)}:\n${list(fieldsOf(signed))}`,
    oneOf((signed: AnySigned) => submissionOf(kinds, signed)),
    async (input, { files }) => {
      const signed = await readSigned(files, input.arg("file", parseText));
      submissionOf(kinds, signed);
      return signed;
    },
    guidance,
  );
}

/** Nouns that submit messages, by primary type. */
const NOUNS: Readonly<Record<string, string | undefined>> = {
  Permit: "coin",
  TransferWithAuthorization: "coin",
  CancelAuthorization: "coin",
  ReceiveWithAuthorization: "votes",
  Delegation: "votes",
  Ballot: "proposal",
  BallotPaper: "proposal",
};

function submissionOf(kinds: Submissions, signed: AnySigned): Bound {
  const { primaryType } = signed;
  const known = Object.hasOwn(kinds, primaryType) ? kinds[primaryType] : undefined;
  if (known !== undefined) return known(signed);
  const other = Object.hasOwn(NOUNS, primaryType) ? NOUNS[primaryType] : undefined;
  const how =
    other === undefined
      ? `only ${Object.keys(kinds).join(", ")} can be submitted here.`
      : `submit it with "servicecoin ${other} submit".`;
  throw new CliError("OtherKind", `This is a signed ${text(primaryType)}: ${how}`, { primaryType });
}

async function readSigned(files: Files, file: string): Promise<AnySigned> {
  const document = await files.readJson(file);
  if (!isSigned(document)) {
    const message = `${nameOf(file)} is not a signed message: it needs primaryType, chainId, contract, message and signature.`;
    throw new CliError("BadSigned", message, { file });
  }
  return document;
}

function isSigned(value: unknown): value is AnySigned {
  if (typeof value !== "object" || value === null) return false;
  const { primaryType, chainId, contract, message, signature } = value as Partial<Record<string, unknown>>;
  const texts = [primaryType, contract, signature].every((one) => typeof one === "string");
  return texts && typeof chainId === "number" && typeof message === "object" && message !== null;
}

function summary(signed: AnySigned, file: string, noun: string): string {
  const rows = list([["signed", signed.primaryType], ...fieldsOf(signed), ["file", file]]);
  return [rows, ...nextLines(`${noun} submit ${file}  (by any account, which pays the gas)`)].join("\n");
}

/** Formats the message for people. It may come from anyone. */
function fieldsOf({ message }: AnySigned): [string, string][] {
  return Object.entries<unknown>({ ...message }).map(([name, value]) => {
    const number = typeof value === "string" && /^\d{1,78}$/.test(value) ? BigInt(value) : undefined;
    if (number !== undefined && name === "value") return ["  value", scv(number)];
    if (number !== undefined && /^(deadline|expiry|validAfter|validBefore)$/.test(name)) {
      return [`  ${name}`, number === 0n ? "from the beginning" : time(number)];
    }
    return [`  ${text(name)}`, anything(value)];
  });
}
