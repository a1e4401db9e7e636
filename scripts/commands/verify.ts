import { createClient } from "@servicecoin/sdk";
import { compareCode, type Comparison } from "../lib/bytecode.js";
import { connectToRead, readChain } from "../lib/chain.js";
import { checkCreations, checkPower } from "../lib/checks.js";
import { readCreations, type Creation } from "../lib/creations.js";
import { OperatorError } from "../lib/errors.js";
import { checkUniswap } from "../lib/uniswap.js";
import { shown } from "../lib/files.js";
import type { Log } from "../lib/log.js";
import { readPower } from "../lib/power.js";
import { readRecord, recordPath } from "../lib/record.js";
import { bold, list, table } from "../lib/table.js";

/**
 * Compares the code on chain with the recorded and the local build, and each creation transaction with the local build.
 * Then checks that only the DAO has power, and reports who can decide.
 * @param networkName Default: the network of `--network`.
 * @throws OperatorError when something differs, or the operator must act.
 */
export async function verify(networkName: string | undefined, print: Log): Promise<void> {
  const connection = await connectToRead(networkName);
  const chain = await readChain(connection);
  if (chain.isInProcess) {
    throw new OperatorError('The in-process chain has no deployment: choose a network, such as "--network localhost".');
  }
  const file = shown(recordPath(chain.id));
  const record = await readRecord(chain.id);
  if (record === undefined) {
    throw new OperatorError(`There is no ${file}: run "npm run deploy -- --network ${connection.networkName}" first.`);
  }
  if (record.genesisHash !== chain.genesisHash) {
    throw new OperatorError(`${file} belongs to another chain with the id ${chain.id}: deploy again.`);
  }

  const client = createClient(connection.ethers.provider, record);
  const comparisons = await compareCode(connection, record);
  const creations = await readCreations(connection, record.contracts);
  print(`${bold(`ServiceCoin on ${connection.networkName} (chain ${chain.id})`)}\n`);
  const header = ["Contract", "Address", "Recorded hash", "Local build", "Creation"];
  print(
    table(
      header,
      comparisons.map((comparison) => rowOf(comparison, creations)),
    ),
  );
  const different = comparisons.filter(({ isAsRecorded, isAsBuilt }) => !isAsRecorded || !isAsBuilt);
  for (const { name, recordedHash, chainHash } of comparisons.filter(({ isAsRecorded }) => !isAsRecorded)) {
    print(`\n${name}: recorded ${recordedHash}\n${" ".repeat(name.length)}  on chain ${chainHash}`);
  }
  if (different.length > 0) {
    const names = different.map(({ name }) => name).join(", ");
    const built = record.commit === null ? "" : ` (it was deployed from commit ${record.commit.slice(0, 12)})`;
    throw new OperatorError(`The code on chain differs: ${names}${built}.`);
  }

  checkCreations(client, record.deployer, record.uniswap, creations);
  const checks = [
    ...(await checkPower(client, record.deployer)),
    ...(await checkUniswap(connection, client, record.uniswap)),
  ];
  const { facts, warnings } = await readPower(client, record.deployer);
  print(`\n${list(facts)}`);
  if (warnings.length > 0)
    throw new OperatorError(`The code matches, but the DAO is not in control. ${warnings.join(" ")}`);
  print(`\nAll code matches, and only the DAO has power (${checks.join(", ")}).`);
}

function rowOf({ name, address, isAsRecorded, isAsBuilt }: Comparison, creations: readonly Creation[]): string[] {
  const word = (matches: boolean) => (matches ? "matches" : "differs");
  const isCreatedHere = creations.some((creation) => creation.name === name && creation.fault === undefined);
  return [name, address, word(isAsRecorded), word(isAsBuilt), word(isCreatedHere)];
}
