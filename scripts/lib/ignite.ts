import { HardhatArtifactResolver } from "@nomicfoundation/hardhat-ignition/helpers";
import {
  deploy,
  DeploymentResultType,
  type DeploymentResult,
  type EIP1193Provider,
} from "@nomicfoundation/ignition-core";
import { CONTRACTS, type ContractName } from "@servicecoin/sdk";
import hre from "hardhat";
import { setTimeout } from "node:timers/promises";
import { serviceCoinSystem } from "../../ignition/modules/ServiceCoinSystem.js";
import type { Plan } from "../../ignition/plan.js";
import type { UniswapAddresses } from "../../ignition/uniswap.js";
import type { Chain, Connection } from "./chain.js";
import { hardhatErrorNumber, messagesOf, OperatorError } from "./errors.js";
import { estimateGas } from "./estimateGas.js";
import { shown } from "./files.js";
import { interactionsOf, journalDirectory, readJournal } from "./journal.js";
import type { Log } from "./log.js";
import { ProgressListener } from "./progress.js";
import { recover } from "./recovery.js";
import { eth } from "./table.js";

/** The result of a deployment: addresses by contract, and transaction hashes by step of the module. */
export interface Ignited {
  addresses: Record<ContractName, string>;
  uniswap: UniswapAddresses;
  transactions: Map<string, string>;
}

/** Confirmations of each transaction before the next step, on a public chain. */
const PUBLIC_CONFIRMATIONS = 3;

const WAITING_FOR_CONFIRMATIONS = [10402, 10403];
const POLL_MS = 5_000;
const MAX_WAITS = 120;

/** Deploys the system with Ignition: from the start, or from the point where a killed run stopped. */
export async function ignite(
  connection: Connection,
  chain: Chain,
  plan: Plan,
  deployer: string,
  log: Log,
): Promise<Ignited> {
  const directory = chain.isInProcess ? undefined : journalDirectory(chain.id);
  const artifactResolver = new HardhatArtifactResolver(hre.artifacts);
  const nonce = directory === undefined ? undefined : await recover(connection, directory, artifactResolver, log);
  const listener = new ProgressListener(log, chain.isLocal ? undefined : PUBLIC_CONFIRMATIONS);
  const ignitionModule = serviceCoinSystem(plan);

  const run = async (): Promise<DeploymentResult> => {
    const accounts = (await connection.provider.request({ method: "eth_accounts" })) as string[];
    return deploy({
      config: chain.isLocal
        ? { requiredConfirmations: 1, blockPollingInterval: 100 }
        : { requiredConfirmations: PUBLIC_CONFIRMATIONS },
      provider: guarded(connection, nonce),
      ...(directory === undefined ? {} : { deploymentDir: directory }),
      executionEventListener: listener,
      artifactResolver,
      ignitionModule,
      deploymentParameters: {},
      accounts,
      defaultSender: deployer,
    });
  };

  const result = await explained(connection, deployer, () => afterConfirmations(run, log));
  if (result.type !== DeploymentResultType.SUCCESSFUL_DEPLOYMENT) throw failure(result, directory);

  const byName = new Map(Object.values(result.contracts).map(({ contractName, address }) => [contractName, address]));
  const addressOf = (name: string): string => byName.get(name) ?? "";
  const addresses = Object.fromEntries(CONTRACTS.map((name) => [name, addressOf(name)]));
  const placed = {
    weth: addressOf("WETH9"),
    factory: addressOf("UniswapV2Factory"),
    router: addressOf("UniswapV2Router02"),
  };
  const transactions = new Map(listener.confirmed);
  if (directory !== undefined) {
    for (const { futureId, confirmed } of interactionsOf(await readJournal(directory))) {
      if (confirmed !== undefined) transactions.set(futureId, confirmed);
    }
  }
  return { addresses: addresses as Ignited["addresses"], uniswap: plan.uniswap ?? placed, transactions };
}

/**
 * Wraps the provider so that a repeated step must use the same nonce as before. A lagging node can make the first
 * attempt look unsent; with the same nonce only one of the two can be mined.
 */
function guarded({ provider }: Connection, nonce: number | undefined): EIP1193Provider {
  let expected = nonce;
  return {
    async request(call): Promise<unknown> {
      if (call.method === "eth_sendTransaction" && expected !== undefined && Array.isArray(call.params)) {
        const [transaction] = call.params as [{ nonce: string }];
        if (Number(transaction.nonce) !== expected) {
          throw new OperatorError("A transaction of the killed run has just appeared: run again to continue.");
        }
        expected = undefined;
      }
      if (call.method === "eth_estimateGas" && Array.isArray(call.params)) {
        return estimateGas(provider, call.params as [Record<string, unknown>, ...unknown[]]);
      }
      return provider.request(call);
    },
  };
}

/** Waits for confirmations of the deployer's last transactions, where Ignition would give up. */
async function afterConfirmations(run: () => Promise<DeploymentResult>, log: Log): Promise<DeploymentResult> {
  for (let waits = 0; ; waits++) {
    try {
      return await run();
    } catch (error) {
      if (!WAITING_FOR_CONFIRMATIONS.includes(hardhatErrorNumber(error) ?? 0) || waits === MAX_WAITS) throw error;
      if (waits === 0) log("Waiting for confirmations of the deployer's last transactions.");
      await setTimeout(POLL_MS);
    }
  }
}

async function explained<T>(connection: Connection, deployer: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    const message = messagesOf(error);
    if (/insufficient funds|enough funds|exceeds allowance/i.test(message)) {
      const balance = await connection.ethers.provider.getBalance(deployer);
      throw new OperatorError(
        `The deployer ${deployer} has insufficient funds (${eth(balance)} left): ` +
          "fund it and run again, which continues from here.",
        { cause: error },
      );
    }
    if (/cannot connect to the network|ECONNRE|socket|other side closed/i.test(message)) {
      throw new OperatorError(
        "The node stopped responding: run again when it is available, which continues from here.",
        { cause: error },
      );
    }
    throw error;
  }
}

function failure(
  result: Exclude<DeploymentResult, { type: DeploymentResultType.SUCCESSFUL_DEPLOYMENT }>,
  directory: string | undefined,
): OperatorError {
  switch (result.type) {
    case DeploymentResultType.RECONCILIATION_ERROR:
      return new OperatorError(
        `The unfinished deployment on this chain differs from the one requested now (${first(result.errors)}): ` +
          "finish it with its own code, parameters and deployer, " +
          `or move ${shown(directory ?? "")} away to start over.`,
      );
    case DeploymentResultType.EXECUTION_ERROR: {
      const failed = result.failed.at(0);
      if (failed !== undefined) return new OperatorError(`${failed.futureId} failed: ${failed.error}`);
      const late = result.timedOut.map(({ futureId }) => futureId).join(", ");
      return new OperatorError(`The network has not mined ${late} in time: run again to keep waiting.`);
    }
    default:
      return new OperatorError(`Ignition cannot deploy: ${first(result.errors)}`);
  }
}

function first(errors: Record<string, string[]>): string {
  const entry = Object.entries(errors).at(0);
  return entry === undefined ? "no reason given" : `${entry[0]}: ${entry[1].join(", ")}`;
}
