import { HDNodeWallet, isKeystoreJson, Wallet, type JsonRpcProvider, type Signer } from "ethers";
import { promptSecret, isInteractive } from "./prompt.js";
import { CliError } from "../errors/cliError.js";
import type { Io } from "../io.js";
import type { Session } from "./session.js";

/** The public mnemonic of Hardhat and anvil. */
const PHRASE = "test test test test test test test test test test test junk";

/**
 * Returns the signer that the settings choose.
 * @throws CliError `NoKey`, `BadKey`, `NoKeyfile`, `BadKeyfile`, `NoPassword`, `WrongPassword`, `NotLocal`, `NoAccount`
 */
export async function signerFrom(session: Session): Promise<Signer> {
  const { key: source } = session.settings;
  const { provider, chainId } = await session.node();
  switch (source?.kind) {
    case "environment":
      return walletOf(session.io.env["SERVICECOIN_PRIVATE_KEY"] ?? "", "SERVICECOIN_PRIVATE_KEY").connect(provider);
    case "keyfile":
      return (await openKeyfile(source.file, session)).connect(provider);
    case "keystore": {
      const { [source.name]: key } = await session.keystore.read([source.name]);
      if (!key) {
        const message = `Hardhat's keystore has no ${source.name}: run "npx hardhat keystore set ${source.name}".`;
        throw new CliError("NoKey", message, { name: source.name });
      }
      return walletOf(key, source.name).connect(provider);
    }
    case "account":
      return localAccount(source.index, provider, chainId);
    case undefined: {
      const local = chainId === 31337n ? ", or --account <number> for the local node" : "";
      const message = `No key to sign with: use --keyfile, --keystore, SERVICECOIN_PRIVATE_KEY${local}.`;
      throw new CliError("NoKey", message);
    }
  }
}

/** Creates a wallet from a private key. Messages never contain the key. @throws CliError `BadKey` */
export function walletOf(key: string, name: string): Wallet {
  if (!/^(0x)?[0-9a-f]{64}$/i.test(key.trim())) {
    throw new CliError("BadKey", `${name} is not a private key: it must be 64 hex digits.`, { name });
  }
  try {
    return new Wallet(key.trim());
  } catch {
    // The cause is dropped because it might quote the key.
    const message = `${name} is not valid: a private key is above 0 and below the order of the curve secp256k1.`;
    throw new CliError("BadKey", message, { name });
  }
}

async function openKeyfile(file: string, session: Session): Promise<Wallet> {
  const json = await session.files.readIfThere(file);
  if (json === undefined) throw new CliError("NoKeyfile", `${file} does not exist.`, { file });
  if (!isKeystoreJson(json)) throw new CliError("BadKeyfile", `${file} is not an encrypted JSON key.`, { file });
  const password = (await session.secret("SERVICECOIN_PASSWORD")) ?? (await promptPassword(file, session.io));
  try {
    const account = await session.out.during("Decrypting the key", () => Wallet.fromEncryptedJson(json, password));
    return new Wallet(account.privateKey);
  } catch {
    throw new CliError("WrongPassword", `The password does not open ${file}.`, { file });
  }
}

async function promptPassword(file: string, io: Io): Promise<string> {
  if (!isInteractive(io)) {
    throw new CliError("NoPassword", `The password for ${file} is missing: set SERVICECOIN_PASSWORD.`, { file });
  }
  return promptSecret(io, `Password for ${file}`);
}

/** Returns the well-known account of that number, which every local node has. */
export function wellKnown(index: number): HDNodeWallet {
  return HDNodeWallet.fromPhrase(PHRASE, undefined, `m/44'/60'/0'/0/${index}`);
}

/** Returns an account that the node signs for, or the well-known one if the node manages none. */
async function localAccount(index: number, provider: JsonRpcProvider, chainId: bigint): Promise<Signer> {
  if (chainId !== 31337n) {
    const message = `--account works only on local nodes (chain 31337), and this is chain ${chainId.toString()}: use a key.`;
    throw new CliError("NotLocal", message, { chainId });
  }
  const accounts = (await provider.send("eth_accounts", [])) as string[];
  if (accounts.length === 0) return wellKnown(index).connect(provider);
  if (index >= accounts.length) {
    const message = `The node has no account ${index}: it has ${accounts.length}, numbered from 0.`;
    throw new CliError("NoAccount", message, { index, accounts: accounts.length });
  }
  return provider.getSigner(index);
}
