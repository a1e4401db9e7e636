import { HDNodeWallet, JsonRpcProvider, parseEther, toQuantity } from "ethers";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { localAccount } from "../../../ignition/localAccounts.js";
import { connect, type Client, type Deployment } from "../../../packages/sdk/src/core/client.js";
import { INTERFACES } from "../../../packages/sdk/src/internal.js";
import { REGISTRATION_TYPE } from "../../../packages/sdk/src/registration/schema.js";
import { toDataUri } from "../../../packages/sdk/src/registration/uri.js";
import { registerService } from "../../../packages/sdk/src/services/index.js";
import { localConfig } from "../../../scripts/lib/localConfig.js";
import { startLocalIndexer, type LocalIndexer } from "../../../scripts/lib/localIndexer.js";
import { buildWebIfOld, serveWeb, type WebPage } from "../../../scripts/lib/webPage.js";
import { ACCOUNTS } from "../../fixtures/live.js";
import { findAnvil, startAnvil, startHardhatNode, type Node } from "../../fixtures/processes.js";
import { runHere } from "../../fixtures/scripts.js";

/** An account of the local chain by name, as `test/fixtures/live.ts` has them. */
export type Who = keyof typeof ACCOUNTS;

/** A chain with the system, its indexer and the page. */
export interface World {
  node: Node;
  deployment: Deployment;
  indexer: LocalIndexer;
  /** Ends the indexer and its API. @returns Starts another at the same URL */
  stopIndexer: () => Promise<() => Promise<void>>;
  web: WebPage;
  /** What `config.json` of the page is. */
  config: object;
  provider: JsonRpcProvider;
  /** An account of the chain, which signs with its own key. */
  account: (who: Who) => HDNodeWallet;
  /** The system seen by an account. */
  client: (who: Who | HDNodeWallet) => Promise<Client>;
  /** A new account. @param scv For example "1". Default: 2. @param eth Default: 10. */
  newAccount: (scv?: string, eth?: string) => Promise<HDNodeWallet>;
  /** A service that costs 0.3 SCV, of the account `provider`. Every test may order from it. @returns Its id */
  service: () => Promise<bigint>;
  /** Lets time pass, and mines a block. */
  pass: (seconds: number) => Promise<void>;
  /** Waits until the index has the last block. */
  indexed: () => Promise<void>;
  stop: () => Promise<void>;
}

const DAY = 86_400;

/** Anvil where it is installed, which takes a tenth of the CPU of Hardhat's node. `WEB_NODE=hardhat` chooses the latter. */
async function startNode(): Promise<Node> {
  const anvil = findAnvil();
  const { WEB_NODE: kind = anvil === undefined ? "hardhat" : "anvil" } = process.env;
  if (kind === "hardhat") return startHardhatNode();
  if (kind !== "anvil" || anvil === undefined) throw new Error(`there is no node of the kind ${kind} here`);
  return startAnvil(anvil);
}

/** Starts everything that `npm start` starts, on free ports. */
export async function startWorld(): Promise<World> {
  const built = buildWebIfOld();
  const node = await startNode();
  const deployment = await deployOn(node);
  const web = await serveWeb(0);
  const startIndexer = (port: number) => startLocalIndexer(node.url, deployment, port, console.error, [web.url]);
  const indexer = await startIndexer(0);
  const config = localConfig(node.url, indexer.url, deployment);
  web.configure(config);
  await built;
  const provider = new JsonRpcProvider(node.url, 31337, { staticNetwork: true, cacheTimeout: -1 });
  provider.pollingInterval = 20;
  const account = (who: Who) => localAccount(ACCOUNTS[who]).connect(provider);
  // Kept: each connection reads the code of all contracts.
  const clients = new Map<string, Promise<Client>>();
  const client: World["client"] = (who) => {
    const signer = typeof who === "string" ? account(who) : who.connect(provider);
    const kept = clients.get(signer.address) ?? connect(signer, deployment);
    clients.set(signer.address, kept);
    return kept;
  };
  const dao = deployment.contracts.ServiceDAO.address;
  await node.request("hardhat_impersonateAccount", [dao]);
  await node.request("hardhat_setBalance", [dao, toQuantity(parseEther("1000"))]);
  const asDao = async (to: string, data: string) => {
    await node.request("eth_sendTransaction", [{ from: dao, to, data }]);
  };
  // Of 20 seconds: a busy machine may need them for a click.
  await asDao(dao, INTERFACES.ServiceDAO.encodeFunctionData("setVotingPeriod", [DAY]));
  const mint = async (to: string, amount: bigint) => {
    const data = INTERFACES.ServiceCoin.encodeFunctionData("mint", [to, amount]);
    await asDao(deployment.contracts.ServiceCoin.address, data);
  };
  let service: Promise<bigint> | undefined;
  const world: World = {
    ...{ node, deployment, indexer, web, config, provider, account, client },
    async stopIndexer() {
      const { url } = world.indexer;
      await world.indexer.stop();
      return async () => {
        world.indexer = await startIndexer(Number(new URL(url).port));
      };
    },
    async newAccount(scv = "2", eth = "10") {
      const created = HDNodeWallet.createRandom().connect(provider);
      await node.request("hardhat_setBalance", [created.address, toQuantity(parseEther(eth))]);
      await mint(created.address, parseEther(scv));
      return created;
    },
    service: () => (service ??= client("provider").then(register)),
    async pass(seconds) {
      await node.request("evm_increaseTime", [seconds]);
      await node.request("evm_mine");
    },
    async indexed() {
      const block = await provider.getBlockNumber();
      const answer = await fetch(`${world.indexer.url}/status?minBlock=${block}`);
      if (!answer.ok) throw new Error(`The index did not reach block ${block}: ${await answer.text()}`);
    },
    async stop() {
      provider.destroy();
      await web.stop();
      await world.indexer.stop();
      await node.stop();
    },
  };
  return world;
}

async function register(provider: Client): Promise<bigint> {
  const uri = toDataUri({
    ...{ type: REGISTRATION_TYPE, name: "Weather", description: "Forecasts for tomorrow" },
    ...{ services: [], registrations: [], x402Support: false },
  });
  const { agentId } = await registerService(provider, {
    uri,
    category: "weather",
    price: parseEther("0.3"),
    unit: "day",
  });
  return agentId;
}

async function deployOn(node: Node): Promise<Deployment> {
  const folder = await mkdtemp(path.join(tmpdir(), "servicecoin-web-"));
  const env = { SERVICECOIN_RPC_URL: node.url, DEPLOYMENTS_ROOT: folder };
  const { code, stderr } = await runHere("deploy", "localhost", env);
  if (code !== 0) throw new Error(stderr);
  const deployment = JSON.parse(await readFile(path.join(folder, "deployments/31337.json"), "utf8")) as Deployment;
  await rm(folder, { recursive: true });
  return deployment;
}
