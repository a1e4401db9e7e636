import { HDNodeWallet, Mnemonic } from "ethers";

/** The mnemonic that Hardhat and anvil share. It is public: its keys protect nothing. */
export const LOCAL_MNEMONIC = "test test test test test test test test test test test junk";

const MNEMONIC = Mnemonic.fromPhrase(LOCAL_MNEMONIC);

/** Each path is derived once, because that takes thousands of hashes. */
const wallets = new Map<string, HDNodeWallet>();

/** Returns an account of a local node by its index. Hardhat and anvil give it 10,000 ETH. */
export function localAccount(index: number): HDNodeWallet {
  return walletAt(`m/44'/60'/0'/0/${index}`);
}

/** Returns an account of the same mnemonic that a local node does not fund. */
export function unfundedAccount(index: number): HDNodeWallet {
  return walletAt(`m/44'/60'/1'/0/${index}`);
}

function walletAt(path: string): HDNodeWallet {
  const wallet = wallets.get(path) ?? HDNodeWallet.fromMnemonic(MNEMONIC, path);
  wallets.set(path, wallet);
  return wallet;
}
