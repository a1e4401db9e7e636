import { Wallet, type BaseWallet } from "ethers";
import { withExamples, verb, type Noun } from "../command/noun.js";
import { perform } from "../command/perform.js";
import { CliError } from "../errors/cliError.js";
import { nextLines } from "../output/answer.js";
import { list } from "../output/table.js";
import { parseText } from "../parse/parser.js";
import { walletOf } from "../session/keys.js";
import { isInteractive, promptSecret } from "../session/prompt.js";
import type { Session } from "../session/session.js";

/** A password that is quickly guessed does not protect a file that was stolen. */
const MIN_PASSWORD = 8;

/** Keys in files that a password encrypts (Web3 Secret Storage), for `--keyfile`. */
export const key: Noun = (key) => {
  withExamples(key, [
    "servicecoin key new key.json",
    "servicecoin key import key.json",
    "servicecoin coin balance --keyfile key.json",
  ]);

  perform(verb(key, "new <file>", "make a key, and write it to a new encrypted file"), (input, session) =>
    store(session, input.arg("file", parseText), () => Promise.resolve(Wallet.createRandom())),
  );

  perform(
    verb(key, "import <file>", "write a private key, which is asked for, to a new encrypted file"),
    (input, session) => store(session, input.arg("file", parseText), () => askedKey(session)),
  );
};

async function store(session: Session, file: string, keyOf: () => Promise<BaseWallet>): Promise<void> {
  session.files.refuseIfThere(file);
  const wallet = await keyOf();
  const password = await askedPassword(session, file);
  const encrypting = session.out.during("Encrypting the key", () => new Wallet(wallet.privateKey).encrypt(password));
  await session.files.writeNew(file, `${await encrypting}\n`, 0o600);
  session.out.print({ account: wallet.address, file }, () =>
    [
      "Wrote the key. Keep the file and the password: without either of them the account is lost.",
      list([
        ["account", wallet.address],
        ["file", file],
      ]),
      ...nextLines(`doctor --keyfile ${file}`),
    ].join("\n"),
  );
}

/** The key of the environment, so that it is not in the history of the shell, or else typed. */
async function askedKey({ io }: Session): Promise<Wallet> {
  const name = "SERVICECOIN_PRIVATE_KEY";
  const given = io.env[name];
  if (given !== undefined && given !== "") return walletOf(given, name);
  if (!isInteractive(io)) throw new CliError("NoKey", `The key to import is missing: set ${name}.`, { name });
  return walletOf(await promptSecret(io, "Private key"), "The input");
}

async function askedPassword(session: Session, file: string): Promise<string> {
  const { io } = session;
  const given = await session.secret("SERVICECOIN_PASSWORD");
  const password = given ?? (isInteractive(io) ? await promptSecret(io, `New password for ${file}`) : undefined);
  if (password === undefined) {
    throw new CliError("NoPassword", `The password for ${file} is missing: set SERVICECOIN_PASSWORD.`, { file });
  }
  if (password.length < MIN_PASSWORD) {
    throw new CliError("WeakPassword", `The password for ${file} needs at least ${MIN_PASSWORD} characters.`, { file });
  }
  if (given === undefined && (await promptSecret(io, "The same again")) !== password) {
    throw new CliError("DifferentPasswords", "The two passwords differ. Nothing was written.", { file });
  }
  return password;
}
