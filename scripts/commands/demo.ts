import hre from "hardhat";
import { createClient } from "@servicecoin/sdk";
import { checkout, openMarket } from "../demo/checkout.js";
import { credit } from "../demo/credit.js";
import { discovery } from "../demo/discovery.js";
import { dispute } from "../demo/dispute.js";
import { draft, employ } from "../demo/employ.js";
import { expiry } from "../demo/expiry.js";
import { fees } from "../demo/fees.js";
import { gateway } from "../demo/gateway.js";
import { lock, unlock } from "../demo/lock.js";
import { order } from "../demo/order.js";
import { quote } from "../demo/quote.js";
import { spend } from "../demo/spend.js";
import { balances, castOf, type Holder, type Stage } from "../demo/story.js";
import { streams } from "../demo/streams.js";
import { execute, propose, vote } from "../demo/vote.js";
import { connect } from "../lib/chain.js";
import { deploySystem } from "../lib/deploySystem.js";
import { OperatorError } from "../lib/errors.js";
import { findLocalApi } from "../lib/localIndexer.js";
import type { Log } from "../lib/log.js";
import { Steps } from "../lib/steps.js";
import { list, scv, table } from "../lib/table.js";

const LOCAL_NETWORKS = ["default", "localhost"];

/** Rows of the final table. */
const SHOWN: [string, Holder][] = [
  ["Treasury", "treasury"],
  ["PaymentHub", "hub"],
  ["Alice", "alice"],
  ["Bob", "bob"],
  ["Carol", "carol"],
  ["Dave", "dave"],
  ["Erin", "erin"],
  ["Steward", "steward"],
  ["Supplier", "supplier"],
];

/** Pages of the API that tell the story. */
function pagesOf(api: string, supplier: { address: string }, customer: { address: string }): [string, string][] {
  return [
    ["what was decided", `${api}/proposals`],
    ["who voted", `${api}/voters`],
    ["where the money of the DAO went", `${api}/treasury/flows`],
    ["orders, streams, subscriptions", `${api}/deals?payee=${supplier.address}`],
    ["what the supplier earned", `${api}/payments?payee=${supplier.address}&limit=200`],
    ["what the customer paid", `${api}/accounts/${customer.address}`],
    ["services and their ratings", `${api}/services?sort=rating`],
    ["who is the best forecaster", `${api}/matches?category=weather`],
    ["the figures of the day", `${api}/statistics/day`],
    ["everything else", `${api}/docs`],
  ];
}

/**
 * Demonstrates the system: a DAO votes on payments, and accounts pay each other.
 * @param network Default: that of `--network`, or else the in-process chain.
 * @throws OperatorError when the network is not local, or a step fails.
 */
export async function demo(network: string | undefined, print: Log): Promise<void> {
  // Undefined without `--network`, contrary to its type.
  const options: { network?: string } = hre.globalOptions;
  const networkName = network ?? options.network ?? "default";
  if (!LOCAL_NETWORKS.includes(networkName)) {
    throw new OperatorError(
      `The demo needs the accounts of a local chain, and ${networkName} is not local. Try localhost.`,
    );
  }
  const connection = await connect(networkName);
  const system = await deploySystem(connection, networkName, print);
  const cast = castOf(await connection.ethers.getSigners());
  const stage: Stage = { connection, system, cast, as: (who) => createClient(cast[who], system.record) };
  const steps = new Steps(print);

  await openMarket(stage);
  const before = await balances(stage);
  const firstBlock = await connection.ethers.provider.getBlockNumber();
  await lock(stage, steps);
  const employment = await draft(stage);
  const proposals = await propose(stage, steps, employment);
  await vote(stage, steps, proposals);
  await execute(stage, steps, proposals);
  await spend(stage, steps);
  await employ(stage, steps, employment);
  await order(stage, steps);
  await dispute(stage, steps);
  await expiry(stage, steps);
  await quote(stage, steps);
  await streams(stage, steps);
  await checkout(stage, steps);
  await credit(stage, steps);
  await discovery(stage, steps);
  await gateway(stage, steps);
  await fees(stage, steps, firstBlock);
  await unlock(stage, steps);
  const after = await balances(stage);
  print("\nBalances before and after");
  const rows = SHOWN.map(([who, holder]) => {
    const change = after[holder] - before[holder];
    return [who, scv(before[holder]), scv(after[holder]), `${change > 0n ? "+" : ""}${scv(change)}`];
  });
  print(table(["holder", "before", "after", "change"], rows));
  const api = await findLocalApi(stage.as("relayer").addresses);
  if (api !== undefined) {
    const { supplier, carol } = cast;
    print(`\nThe whole story over HTTP, as the indexer has it\n${list(pagesOf(api, supplier, carol))}`);
  }
  print("\nAll steps succeeded.");
}
