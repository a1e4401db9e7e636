import { keccak256, type ContractRunner, type TransactionReceipt } from "ethers";
import type { Plan } from "../../ignition/plan.js";
import { CONTRACTS, type ContractName } from "../../ignition/modules/ServiceCoinSystem.js";
import { attachContracts, byContract } from "../../packages/sdk/src/internal.js";
import { deployerOf, parametersOf, readChain, type Chain, type Connection } from "./chain.js";
import { checkPower, checkStart, type Contracts } from "./checks.js";
import { OperatorError } from "./errors.js";
import { estimateCost } from "./estimate.js";
import { headCommit, shown } from "./files.js";
import { ignite, type Ignited, type Log } from "./ignite.js";
import { interactionsOf, journalDirectory, readJournal, removeJournal } from "./journal.js";
import { multicall3Cost, placeMulticall3, type Missing } from "./multicall3.js";
import { checkGuardianTime, makePlan } from "./plan.js";
import {
  isOnChain,
  readRecord,
  recordPath,
  removeRecord,
  writeRecord,
  type ContractRecord,
  type DeploymentRecord,
} from "./record.js";
import { eth } from "./table.js";

/** The whole system, ready to use. The contracts are connected to the deployer. */
export interface Deployment extends Contracts {
  chain: Chain;
  deployer: string;
  record: DeploymentRecord;
  /** Names of what was checked on chain. */
  checks: string[];
  /** Why Multicall3 is not on the chain; undefined when it is. */
  multicall3Missing: Missing;
}

/**
 * Deploys the whole system, or finds it deployed, and checks on chain that only the DAO has power over it; then places Multicall3
 * where it is missing. Safe to call again whenever it was stopped: nothing is deployed twice. Writes `deployments/<chainId>.json`, except on the in-process chain.
 * @param networkName Which parameters to deploy with.
 * @param log Gets a line for each step.
 */
export async function deploySystem(
  connection: Connection,
  networkName: string = connection.networkName,
  log: Log = () => undefined,
): Promise<Deployment> {
  const chain = await readChain(connection);
  const parameters = parametersOf(networkName);
  const signer = await deployerOf(connection);
  const deployer = signer.address;
  const earlier = chain.isInProcess ? undefined : await findEarlier(connection, chain, log);
  if (earlier !== undefined) {
    log(`Found the system deployed already (${shown(recordPath(chain.id))}).`);
    const contracts = attach(earlier, signer);
    const checks = await checkPower(contracts, earlier.deployer);
    const multicall3Missing = await placeMulticall3(connection, chain, signer, log);
    return { ...contracts, chain, deployer: earlier.deployer, record: earlier, checks, multicall3Missing };
  }

  const accounts = (await connection.ethers.getSigners()).map(({ address }) => address);
  const plan = makePlan(parameters, networkName, accounts);
  if (chain.isInProcess || (await isUntouched(connection, chain, log))) {
    await checkCanStart(connection, plan, deployer);
  }
  const ignited = await ignite(connection, chain, plan, deployer, log);
  const receipts = await readReceipts(connection, ignited);
  const record = await makeRecord(connection, chain, networkName, deployer, ignited, receipts);
  const contracts = attach(record, signer);
  const checks = [
    ...(await checkPower(contracts, deployer)),
    ...(await checkStart(contracts, plan, deployer, paymentsOf(receipts))),
  ];
  if (!chain.isInProcess) await writeRecord(record);
  const multicall3Missing = await placeMulticall3(connection, chain, signer, log);
  return { ...contracts, chain, deployer, record, checks, multicall3Missing };
}

/** The contracts of a record, connected to an account that sends or to a provider that only reads. */
export function attach({ contracts }: DeploymentRecord, runner: ContractRunner): Contracts {
  return attachContracts(
    byContract((name) => contracts[name].address),
    runner,
  );
}

/** The record of an earlier, finished deployment. One of a chain that is gone is forgotten when the chain was local. */
async function findEarlier(connection: Connection, chain: Chain, log: Log): Promise<DeploymentRecord | undefined> {
  const record = await readRecord(chain.id);
  if (record === undefined || (await isOnChain(connection, chain, record))) return record;
  await forget(chain, recordPath(chain.id), log);
  return undefined;
}

/** Whether nothing was sent yet. A journal of a chain that is gone is forgotten when the chain was local. */
async function isUntouched({ ethers }: Connection, chain: Chain, log: Log): Promise<boolean> {
  const directory = journalDirectory(chain.id);
  const interactions = interactionsOf(await readJournal(directory));
  for (const { confirmed } of interactions) {
    if (confirmed !== undefined && (await ethers.provider.getTransaction(confirmed)) === null) {
      await forget(chain, directory, log);
      return true;
    }
  }
  return interactions.every(({ nonce }) => nonce === undefined);
}

async function forget(chain: Chain, file: string, log: Log): Promise<void> {
  if (!chain.isLocal) {
    throw new OperatorError(
      `${shown(file)} speaks of contracts that chain ${chain.id} does not have: check that the node is synced and on the right chain, or move the file away to deploy anew.`,
    );
  }
  log("The local chain was restarted since the last deployment: starting afresh.");
  await removeRecord(chain.id);
  await removeJournal(journalDirectory(chain.id));
}

async function checkCanStart(connection: Connection, plan: Plan, deployer: string): Promise<void> {
  const { provider } = connection.ethers;
  const block = await provider.getBlock("latest");
  checkGuardianTime(plan, block?.timestamp ?? 0);
  const balance = await provider.getBalance(deployer);
  const cost = (await estimateCost(connection, plan, deployer)) + (await multicall3Cost(connection));
  if (balance < cost) {
    throw new OperatorError(
      `The deployer ${deployer} has ${eth(balance)}, and deploying may cost up to ${eth(cost)} at the gas price of now: send it some first.`,
    );
  }
}

/** Receipts by step of the module. */
async function readReceipts(
  { ethers }: Connection,
  { transactions }: Ignited,
): Promise<Map<string, TransactionReceipt>> {
  const receipts = new Map<string, TransactionReceipt>();
  for (const [step, hash] of transactions) {
    const receipt = await ethers.provider.getTransactionReceipt(hash);
    if (receipt === null) throw new OperatorError(`The node does not know the transaction ${hash}: run again later.`);
    receipts.set(step, receipt);
  }
  return receipts;
}

function paymentsOf(receipts: Map<string, TransactionReceipt>): TransactionReceipt[] {
  return [...receipts.values()].filter(({ contractAddress }) => contractAddress === null);
}

async function makeRecord(
  { ethers }: Connection,
  chain: Chain,
  network: string,
  deployer: string,
  { addresses }: Ignited,
  receipts: Map<string, TransactionReceipt>,
): Promise<DeploymentRecord> {
  const all = [...receipts.values()];
  const entries: [ContractName, ContractRecord][] = [];
  for (const name of CONTRACTS) {
    const receipt = all.find(({ contractAddress }) => contractAddress === addresses[name]);
    if (receipt === undefined) throw new OperatorError(`No transaction is known that deployed ${name}.`);
    const { blockNumber: block, gasUsed, hash: transactionHash } = receipt;
    const codeHash = keccak256(await ethers.provider.getCode(addresses[name]));
    entries.push([name, { address: addresses[name], codeHash, block, gasUsed: Number(gasUsed), transactionHash }]);
  }
  return {
    chainId: chain.id,
    network,
    commit: await headCommit(),
    genesisHash: chain.genesisHash,
    deployer,
    gasUsed: all.reduce((sum, { gasUsed }) => sum + Number(gasUsed), 0),
    transactions: all.length,
    contracts: Object.fromEntries(entries) as DeploymentRecord["contracts"],
  };
}
