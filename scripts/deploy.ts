import { connect } from "./lib/chain.js";
import { deploySystem } from "./lib/deploySystem.js";
import { runScript } from "./lib/errors.js";
import { report } from "./lib/report.js";

await runScript(async () => {
  const connection = await connect();
  console.log(`Deploying to ${connection.networkName}.`);
  const deployment = await deploySystem(connection, connection.networkName, (line) => {
    console.log(line);
  });
  console.log(`\n${await report(deployment)}`);
});
