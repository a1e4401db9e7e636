import { CONTRACTS, type ContractName } from "@servicecoin/sdk";
import { INTERFACES } from "@servicecoin/sdk/internal";
import { ZeroAddress } from "ethers";
import type { DeployedSystem } from "./deploySystem.js";
import { shown } from "./files.js";
import { MULTICALL3 } from "./multicall3.js";
import { recordPath } from "./record.js";
import { bold, grouped, list, scv, table } from "./table.js";

/** Returns the owner of a contract after its deployment. */
function ownerOf(name: ContractName): string {
  if (name === "ServiceDAO") return "itself";
  // Only clones of the payout account have owners.
  return name !== "PayoutAccount" && INTERFACES[name].hasFunction("owner") ? "DAO" : "nobody";
}

/** The effect of a missing Multicall3. */
const WITHOUT = "The system works without it, but x402 clients and wallets give fewer reasons for a rejected payment";

/** Reports the contracts as a table, and the remaining power of the deployer and the guardian. */
export async function report(deployment: DeployedSystem): Promise<string> {
  const { record, chain, coin, dao, deployer, multicall3Missing } = deployment;
  const rows = CONTRACTS.map((name) => {
    const { address, gasUsed } = record.contracts[name];
    return [name, address, grouped(gasUsed), ownerOf(name)];
  });
  const guardian = await dao.proposalGuardian();
  const until = new Date(Number(await dao.guardianUntil()) * 1000).toISOString().slice(0, 10);
  const lines: [string, string][] = [
    ["Total gas", `${grouped(record.gasUsed)} in ${record.transactions} transactions`],
    ["Deployer", `${deployer} keeps no power and has ${scv(await coin.balanceOf(deployer))}`],
    ["Guardian", guardian === ZeroAddress ? "none" : `${guardian} may cancel proposals until ${until}`],
    ["Checked", "on chain: only the DAO has power"],
    ["Uniswap V2", `router ${record.uniswap.router}`],
    ["Multicall3", multicall3Missing === undefined ? MULTICALL3 : `missing: ${multicall3Missing}. ${WITHOUT}`],
  ];
  if (!chain.isInProcess) lines.push(["Written to", shown(recordPath(chain.id))]);
  const title = bold(`ServiceCoin on ${record.network} (chain ${chain.id})`);
  return `${title}\n\n${table(["Contract", "Address", "Gas", "Owner"], rows)}\n\n${list(lines)}`;
}
