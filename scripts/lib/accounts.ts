import { formatEther } from "ethers";
import { localAccount } from "../../ignition/localAccounts.js";
import type { Connection } from "./chain.js";
import type { DeployedSystem } from "./deploySystem.js";
import { table } from "./table.js";

/** Those that the docs use. */
const SHOWN = 10;

/** Lists the first accounts of a local node with their balances and private keys. */
export async function accountsTable({ ethers }: Connection, { coin, deployer, dao }: DeployedSystem): Promise<string> {
  const guardian = await dao.proposalGuardian();
  const wallets = Array.from({ length: SHOWN }, (_, index) => localAccount(index));
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
