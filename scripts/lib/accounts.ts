import { formatEther, HDNodeWallet, Mnemonic } from "ethers";
import type { Deployment } from "./deploySystem.js";
import type { Connection } from "./chain.js";
import { table } from "./table.js";

/** The mnemonic that Hardhat and anvil share. Everybody knows it. */
const MNEMONIC = "test test test test test test test test test test test junk";
const SHOWN = 8;

/** The first accounts of a local node, what they hold, and their keys. */
export async function accountsTable({ ethers }: Connection, { coin, deployer, dao }: Deployment): Promise<string> {
  const guardian = await dao.proposalGuardian();
  const mnemonic = Mnemonic.fromPhrase(MNEMONIC);
  const wallets = Array.from({ length: SHOWN }, (_, index) =>
    HDNodeWallet.fromMnemonic(mnemonic, `m/44'/60'/0'/0/${index}`),
  );
  const rows: string[][] = [];
  for (const [index, { address }] of wallets.entries()) {
    const ether = Math.floor(Number(formatEther(await ethers.provider.getBalance(address))));
    const coins = await coin.balanceOf(address);
    const role = address === deployer ? "deployer" : address === guardian ? "guardian" : coins > 0n ? "member" : "";
    rows.push([String(index), address, role, String(ether), formatEther(coins).replace(/\.0$/, "")]);
  }
  const keys = wallets.map(({ privateKey }, index) => [String(index), privateKey]);
  return `${table(["#", "Account", "Role", "ETH", "SCV"], rows)}\n\n${table(["#", "Private key"], keys)}`;
}
