import { createClient } from "@servicecoin/sdk";
import { compareCode, type Comparison } from "./lib/bytecode.js";
import { connectToRead, readChain } from "./lib/chain.js";
import { checkPower } from "./lib/checks.js";
import { OperatorError, runScript } from "./lib/errors.js";
import { shown } from "./lib/files.js";
import { readRecord, recordPath } from "./lib/record.js";
import { bold, table } from "./lib/table.js";

await runScript(async () => {
  const connection = await connectToRead();
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

  const comparisons = await compareCode(connection, record);
  console.log(`${bold(`ServiceCoin on ${connection.networkName} (chain ${chain.id})`)}\n`);
  console.log(table(["Contract", "Address", "Recorded hash", "Local build"], comparisons.map(rowOf)));
  const different = comparisons.filter(({ isAsRecorded, isAsBuilt }) => !isAsRecorded || !isAsBuilt);
  for (const { name, recordedHash, chainHash } of comparisons.filter(({ isAsRecorded }) => !isAsRecorded)) {
    console.log(`\n${name}: recorded ${recordedHash}\n${" ".repeat(name.length)}  on chain ${chainHash}`);
  }
  if (different.length > 0) {
    const names = different.map(({ name }) => name).join(", ");
    const built = record.commit === null ? "" : ` (it was deployed from commit ${record.commit.slice(0, 12)})`;
    throw new OperatorError(`The code on chain differs: ${names}${built}.`);
  }

  const checks = await checkPower(createClient(connection.ethers.provider, record), record.deployer);
  console.log(`\nAll code matches, and only the DAO has power (${checks.join(", ")}).`);
});

function rowOf({ name, address, isAsRecorded, isAsBuilt }: Comparison): string[] {
  return [name, address, isAsRecorded ? "matches" : "differs", isAsBuilt ? "matches" : "differs"];
}
