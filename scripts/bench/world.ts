import { type HDNodeWallet, JsonRpcProvider, NonceManager, parseEther } from "ethers";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { localAccount, unfundedAccount } from "../../ignition/localAccounts.js";
import { connect, type Client, type Deployment } from "@servicecoin/sdk";
import { findAnvil, runScript, startAnvil, type Node } from "../../test/fixtures/processes.js";
import { OperatorError } from "../lib/errors.js";

/** Base units of SCV of each payer. */
const BALANCE = parseEther("0.1");

/** A node with the system deployed, and payers with coins. */
export interface World {
  node: Node;
  provider: JsonRpcProvider;
  deployment: Deployment;
  /** Path of the deployment record, for other processes. */
  record: string;
  client: Client;
  payers: HDNodeWallet[];
  stop(): Promise<void>;
}

/** Starts anvil, which mines each transaction at once by default. */
export async function startWorld(payers: number): Promise<World> {
  const anvil = findAnvil();
  if (anvil === undefined) throw new OperatorError("The benchmark needs anvil, which npm installs on Linux x64 only.");
  const node = await startAnvil(anvil);
  const folder = await mkdtemp(path.join(tmpdir(), "servicecoin-bench-"));
  const env = { SERVICECOIN_RPC_URL: node.url, DEPLOYMENTS_ROOT: folder };
  const { code, stderr } = await runScript("deploy", "localhost", env);
  if (code !== 0) throw new OperatorError(stderr);
  const record = path.join(folder, "deployments/31337.json");
  const deployment = JSON.parse(await readFile(record, "utf8")) as Deployment;

  const provider = new JsonRpcProvider(node.url, 31337, { staticNetwork: true, cacheTimeout: -1 });
  provider.pollingInterval = 50;
  const holder = new NonceManager(localAccount(1).connect(provider));
  const client = await connect(holder, deployment);
  const wallets = Array.from({ length: payers }, (_, index) => unfundedAccount(index));
  const sent = await Promise.all(wallets.map(({ address }) => client.coin.transfer(address, BALANCE)));
  await Promise.all(sent.map((transaction) => transaction.wait()));
  return {
    node,
    provider,
    deployment,
    record,
    client,
    payers: wallets,
    stop: async () => {
      provider.destroy();
      await node.stop();
      await rm(folder, { recursive: true });
    },
  };
}
