import { formatEther } from "ethers";
import { localAccount } from "../../ignition/localAccounts.js";
import { PROGRAM_ACCOUNTS } from "../local/accounts.js";
import type { Connection } from "./chain.js";
import type { DeployedSystem } from "./deploySystem.js";
import { table } from "./table.js";

/** Those that the docs use. */
const SHOWN = 10;

/**
 * Lists the first accounts of a local node with their balances and private keys, and those of the programs, which
 * nobody else should use, without.
 */
export async function accountsTable({ ethers }: Connection, { coin, deployer, dao }: DeployedSystem): Promise<string> {
  const guardian = await dao.proposalGuardian();
  const wallets = Array.from({ length: SHOWN }, (_, index) => localAccount(index));
  const programs = Object.entries(PROGRAM_ACCOUNTS);
  const rows: string[][] = [];
  for (const index of [...wallets.keys(), ...programs.map(([, account]) => account)]) {
    const { address } = localAccount(index);
    const ether = Math.floor(Number(formatEther(await ethers.provider.getBalance(address))));
    const coins = await coin.balanceOf(address);
    const program = programs.find(([, account]) => account === index)?.[0];
    const role =
      program !== undefined
        ? program
        : address === deployer
          ? "deployer"
          : address === guardian
            ? "guardian"
            : coins > 0n
              ? "member"
              : "";
    rows.push([String(index), address, role, String(ether), formatEther(coins).replace(/\.0$/, "")]);
  }
  const keys = wallets.map(({ privateKey }, index) => [String(index), privateKey]);
  return `${table(["#", "Account", "Role", "ETH", "SCV"], rows)}\n\n${table(["#", "Private key"], keys)}`;
}
