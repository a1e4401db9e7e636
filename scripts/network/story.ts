import { CONTRACTS, createClient, parseScv, transfer } from "@servicecoin/sdk";
import { LOCAL_MNEMONIC } from "../../ignition/localAccounts.js";
import { connect } from "../lib/chain.js";
import { deploySystem, type DeployedSystem } from "../lib/deploySystem.js";
import { OperatorError } from "../lib/errors.js";
import { recordPath } from "../lib/record.js";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import { servicecoin } from "./cli.js";
import { finalBeaconRoot, proveFinal, verifyFinal } from "./finalReceipt.js";
import { field, rpc } from "./http.js";
import { headOf, type NetworkNode } from "./node.js";
import type { Network } from "./network.js";
import { until, untilFinal } from "./until.js";

const PRICE = parseScv("1");

/** Accounts of the payer and the payee, who have coins from the deployment on. */
const [PAYER, PAYEE] = [1, 2];

/**
 * Deploys the system, pays, proves the payment, compares the nodes, stops one and starts it again.
 * @throws OperatorError that names the step that failed.
 */
export async function story(network: Network, steps: Steps): Promise<void> {
  const [first, second] = network.nodes;
  if (first === undefined || second === undefined) throw new OperatorError("The check needs two nodes.");
  const connection = await connect("localhost", { url: first.url, accounts: { mnemonic: LOCAL_MNEMONIC } });
  let system: DeployedSystem | undefined;

  steps.chapter("Finality");
  await timed(steps, "The first block becomes final on all nodes", async () => {
    for (const node of network.nodes) await untilFinal(network, node, 1);
    const since = Math.round(Date.now() / 1_000 - (network.genesisTime ?? 0));
    return `${since} s after genesis`;
  });
  const trusted = await finalBeaconRoot(first);

  steps.chapter("The system");
  await timed(steps, "The system is deployed through node 1", async () => {
    system = await deploySystem(connection, "localhost");
    return `${system.record.transactions} transactions, ${CONTRACTS.length} contracts, ${system.checks.length} checks`;
  });
  const { record } = deployed(system);
  const [payer, payee] = await connection.ethers.getSigners().then((all) => [all[PAYER], all[PAYEE]]);
  if (payer === undefined || payee === undefined) throw new OperatorError("The payer or the payee is missing.");
  const pay = async () => {
    const { receipt } = await transfer(createClient(payer, record), { to: payee.address, amount: PRICE });
    return receipt;
  };

  let paid = await paidOn(steps, "Account 1 pays account 2 through node 1", pay);
  await timed(steps, "Node 2 has the payment, and it becomes final there", () => finalPayment(network, second, paid));

  steps.chapter("A receipt on a final block");
  let receipt = "";
  await timed(steps, "servicecoin receipt prove has node 2 prove the payment", async () => {
    receipt = await proveFinal(network, second, paid.hash, trusted);
    return receipt;
  });
  await timed(steps, "servicecoin receipt verify needs no node, and refuses another root", () =>
    verifyFinal(receipt, trusted),
  );

  steps.chapter("The auditor");
  await timed(steps, "servicecoin audit recomputes the blocks of all nodes", () => audit(network, record.chainId));

  steps.chapter("A node stops");
  await timed(steps, "Node 2 stops", async () => {
    await second.pause();
    return undefined;
  });
  paid = await paidOn(steps, "Account 1 pays account 2 again", pay);
  await timed(steps, "The payment becomes final on node 1 without node 2", () => finalPayment(network, first, paid));
  await timed(steps, "Node 2 starts again", async () => {
    await network.resume(second);
    return undefined;
  });
  await timed(steps, "Node 2 catches up, and has the second payment as final", () =>
    finalPayment(network, second, paid),
  );
  await timed(steps, "servicecoin audit finds the same chain on both nodes", () => audit(network, record.chainId));
  await timed(steps, "A receipt of the second payment, proven by node 2 over the periods since", async () =>
    verifyFinal(await proveFinal(network, second, paid.hash, trusted), trusted),
  );
}

/** Where and when a payment was made. */
interface Paid {
  hash: string;
  block: number;
  blockHash: string;
}

async function paidOn(
  steps: Steps,
  name: string,
  pay: () => Promise<{ hash: string; blockNumber: number; blockHash: string }>,
): Promise<Paid> {
  let paid: Paid | undefined;
  await timed(steps, name, async () => {
    const { hash, blockNumber: block, blockHash } = await pay();
    paid = { hash, block, blockHash };
    return `${scv(PRICE)} in block ${block}`;
  });
  if (paid === undefined) throw new OperatorError(`${name}: no receipt.`);
  return paid;
}

/** Waits until a payment is final on a node. @returns What was seen. @throws OperatorError when it is not there. */
async function finalPayment(network: Network, node: NetworkNode, { hash, block }: Paid): Promise<string> {
  const final = await untilFinal(network, node, block);
  const receipt = await until(network, `receipt on ${node.name}`, async () => {
    const found = await rpc(node.url, "eth_getTransactionReceipt", [hash]).catch(() => undefined);
    return found ?? undefined;
  });
  const [status, number] = [field(receipt, "status"), Number(field(receipt, "blockNumber"))];
  if (status !== "0x1" || number > final.number) {
    throw new OperatorError(`${node.name} has the payment ${hash} in block ${number} with status ${String(status)}.`);
  }
  return `payment in block ${number}, final to block ${final.number}`;
}

/** Runs the auditor as a user does, up to the last block that is final on all nodes. @returns Its verdict. */
async function audit(network: Network, chainId: number): Promise<string> {
  const finals = await Promise.all(network.nodes.map((node) => headOf(node, "finalized")));
  const to = Math.min(...finals.map((block) => block?.number ?? 0));
  const urls = network.nodes.map(({ url }) => url);
  const args = ["--deployment", recordPath(chainId), "--to", String(to), "--rpc", urls[0] ?? ""];
  const verdict = await servicecoin("audit", ...args, ...urls.flatMap((url) => ["--node", url]));
  return verdict.split("\n").join("\n      ");
}

function deployed(system: DeployedSystem | undefined): DeployedSystem {
  if (system === undefined) throw new OperatorError("The system is not deployed.");
  return system;
}

/** Runs a step, and adds how long it took. */
async function timed(steps: Steps, name: string, action: () => Promise<string | undefined>): Promise<void> {
  await steps.run(name, async () => {
    const start = performance.now();
    const detail = await action();
    const seconds = `${((performance.now() - start) / 1_000).toFixed(1)} s`;
    return detail === undefined ? seconds : `${seconds}; ${detail}`;
  });
}
