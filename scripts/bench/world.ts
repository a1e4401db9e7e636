import { HDNodeWallet, JsonRpcProvider, NonceManager, parseEther } from "ethers";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect, type Client, type Deployment } from "../../packages/sdk/src/core/client.js";
import { findAnvil, runScript, startAnvil, type Node } from "../../test/fixtures/processes.js";
import { OperatorError } from "../lib/errors.js";

const PHRASE = "test test test test test test test test test test test junk";
/** What each payer has. */
const BALANCE = parseEther("1");

/** A node of its own with the system deployed, and payers with coins. */
export interface World {
  node: Node;
  provider: JsonRpcProvider;
  deployment: Deployment;
  /** File of the deployment, for programs. */
  record: string;
  client: Client;
  payers: HDNodeWallet[];
  stop(): Promise<void>;
}

/** Starts anvil, which mines each transaction at once until it is told otherwise. */
export async function startWorld(payers: number): Promise<World> {
  const anvil = findAnvil();
  if (anvil === undefined) throw new OperatorError("The benchmark needs anvil, which npm brings on Linux x64 only.");
  const node = await startAnvil(anvil);
  const folder = await mkdtemp(path.join(tmpdir(), "servicecoin-bench-"));
  const env = { LOCALHOST_RPC_URL: node.url, DEPLOYMENTS_ROOT: folder };
  const { code, stderr } = await runScript("deploy", "localhost", env);
  if (code !== 0) throw new OperatorError(stderr);
  const record = path.join(folder, "deployments/31337.json");
  const deployment = JSON.parse(await readFile(record, "utf8")) as Deployment;

  const provider = new JsonRpcProvider(node.url, 31337, { staticNetwork: true, cacheTimeout: -1 });
  provider.pollingInterval = 50;
  const holder = new NonceManager(accountOf(1).connect(provider));
  const client = await connect(holder, deployment);
  const wallets = Array.from({ length: payers }, (_, index) => payerOf(index));
  const sent = await Promise.all(wallets.map(({ address }) => client.coin.transfer(address, BALANCE / 10n)));
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

/** An account that anvil gave ether to. */
export function accountOf(number: number): HDNodeWallet {
  return HDNodeWallet.fromPhrase(PHRASE, undefined, `m/44'/60'/0'/0/${number}`);
}

/** An account without ether. */
function payerOf(number: number): HDNodeWallet {
  return HDNodeWallet.fromPhrase(PHRASE, undefined, `m/44'/60'/1'/0/${number}`);
}
