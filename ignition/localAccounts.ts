import { HDNodeWallet, Mnemonic } from "ethers";

/** The mnemonic that Hardhat and anvil share. It is public: its keys protect nothing. */
export const LOCAL_MNEMONIC = "test test test test test test test test test test test junk";

const MNEMONIC = Mnemonic.fromPhrase(LOCAL_MNEMONIC);

/** Returns an account of a local node by its index. Hardhat and anvil give it 10,000 ETH. */
export function localAccount(index: number): HDNodeWallet {
  return HDNodeWallet.fromMnemonic(MNEMONIC, `m/44'/60'/0'/0/${index}`);
}

/** Returns an account of the same mnemonic that a local node does not fund. */
export function unfundedAccount(index: number): HDNodeWallet {
  return HDNodeWallet.fromMnemonic(MNEMONIC, `m/44'/60'/1'/0/${index}`);
}
