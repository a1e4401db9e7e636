import { CONTRACTS, createClient, type Client, type ContractName } from "@servicecoin/sdk";
import { keccak256, type TransactionReceipt } from "ethers";
import type { Plan } from "../../ignition/plan.js";
import { deployerOf, parametersOf, readChain, type Chain, type Connection } from "./chain.js";
import { checkCreations, checkPower, checkStart } from "./checks.js";
import { checkUniswap, checkUniswapCode } from "./uniswap.js";
import { readCreations } from "./creations.js";
import { OperatorError } from "./errors.js";
import { estimateCost } from "./estimate.js";
import { highestGasPrice } from "./gasPrice.js";
import { headCommit, shown } from "./files.js";
import { ignite, type Ignited } from "./ignite.js";
import { interactionsOf, journalDirectory, readJournal, removeJournal } from "./journal.js";
import type { Log } from "./log.js";
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

/** The deployed system as the deployer's client, and the facts of its deployment. */
export interface DeployedSystem extends Client {
  chain: Chain;
  deployer: string;
  record: DeploymentRecord;
  /** Names of the checks that passed on chain. */
  checks: string[];
  /** Why Multicall3 is not on the chain. Undefined if it is. */
  multicall3Missing: Missing;
}

/**
 * Deploys the system, or finds an earlier deployment, and checks on chain that only the DAO has power over it. Then
 * deploys Multicall3 if it is missing. Safe to call again after an interruption: nothing is deployed twice. Writes
 * `deployments/<chainId>.json`, except on the in-process chain.
 * @param networkName Selects the parameters. Default: the network of the connection.
 * @param log Receives a line for each step. Default: no output.
 * @throws OperatorError when the operator must act.
 */
export async function deploySystem(
  connection: Connection,
  networkName: string = connection.networkName,
  log: Log = () => undefined,
): Promise<DeployedSystem> {
  const chain = await readChain(connection);
  const parameters = parametersOf(networkName);
  const signer = await deployerOf(connection);
  const deployer = signer.address;
  const earlier = chain.isInProcess ? undefined : await findEarlier(connection, chain, log);
  if (earlier !== undefined) {
    log(`Found the system deployed already (${shown(recordPath(chain.id))}).`);
    const client = createClient(signer, earlier);
    const checks = [
      ...(await checkPower(client, earlier.deployer)),
      ...(await checkUniswap(connection, client, earlier.uniswap)),
    ];
    const multicall3Missing = await placeMulticall3(connection, chain, signer, log);
    return { ...client, chain, deployer: earlier.deployer, record: earlier, checks, multicall3Missing };
  }

  const accounts = (await connection.ethers.getSigners()).map(({ address }) => address);
  const plan = makePlan(parameters, networkName, accounts);
  if (plan.uniswap !== undefined) await checkUniswapCode(connection, plan.uniswap);
  if (chain.isInProcess || (await isUntouched(connection, chain, log))) {
    await checkCanStart(connection, plan, deployer);
  }
  const ignited = await ignite(connection, chain, plan, deployer, log);
  const receipts = await readReceipts(connection, ignited);
  const record = await makeRecord(connection, chain, networkName, deployer, ignited, receipts);
  const client = createClient(signer, record);
  const creations = await readCreations(connection, record.contracts);
  const checks = [
    ...checkCreations(client, deployer, record.uniswap, creations),
    ...checkStart(client, plan, deployer, paymentsOf(receipts), creations),
    ...(await checkPower(client, deployer)),
    ...(await checkUniswap(connection, client, record.uniswap)),
  ];
  if (!chain.isInProcess) await writeRecord(record);
  const multicall3Missing = await placeMulticall3(connection, chain, signer, log);
  return { ...client, chain, deployer, record, checks, multicall3Missing };
}

/** Reads the record of a finished deployment. Removes it if it belongs to a local chain that was restarted. */
async function findEarlier(connection: Connection, chain: Chain, log: Log): Promise<DeploymentRecord | undefined> {
  const record = await readRecord(chain.id);
  if (record === undefined || (await isOnChain(connection, chain, record))) return record;
  await forget(chain, recordPath(chain.id), log);
  return undefined;
}

/** Returns whether nothing was sent yet. Removes the journal of a local chain that was restarted. */
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

/** Removes the record and the journal of a local chain. Refuses on a public chain, where they may still be valid. */
async function forget(chain: Chain, file: string, log: Log): Promise<void> {
  if (!chain.isLocal) {
    throw new OperatorError(
      `${shown(file)} lists contracts that chain ${chain.id} does not have: ` +
        "check that the node is synced and on the right chain, or move the file away to deploy again.",
    );
  }
  log("The local chain was restarted since the last deployment: starting over.");
  await removeRecord(chain.id);
  await removeJournal(journalDirectory(chain.id));
}

/** More transactions than a deployment sends. */
const MOST_TRANSACTIONS = 32n;

async function checkCanStart(connection: Connection, plan: Plan, deployer: string): Promise<void> {
  const { provider } = connection.ethers;
  const block = await provider.getBlock("latest");
  checkGuardianTime(plan, block?.timestamp ?? 0);
  const balance = await provider.getBalance(deployer);
  const funding = await multicall3Cost(connection);
  const bound = MOST_TRANSACTIONS * (block?.gasLimit ?? 0n) * (await highestGasPrice(connection));
  // On a local chain the deployer is rich, and each estimate takes the node as long as the transaction.
  if (block !== null && balance > bound + funding) return;
  const cost = (await estimateCost(connection, plan, deployer)) + funding;
  if (balance < cost) {
    throw new OperatorError(
      `The deployer ${deployer} has ${eth(balance)}, ` +
        `and deploying may cost up to ${eth(cost)} at the current gas price: fund it first.`,
    );
  }
}

/** Reads the receipts, keyed by the step of the module. */
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
  { addresses, uniswap }: Ignited,
  receipts: Map<string, TransactionReceipt>,
): Promise<DeploymentRecord> {
  const all = [...receipts.values()];
  const entries: [ContractName, ContractRecord][] = [];
  for (const name of CONTRACTS) {
    const receipt = all.find(({ contractAddress }) => contractAddress === addresses[name]);
    if (receipt === undefined) throw new OperatorError(`The journal has no transaction that deployed ${name}.`);
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
    uniswap,
  };
}
