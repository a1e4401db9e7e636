/**
 * Records what a node of `npm run network` answers when a receipt is proven on a final block, for the tests.
 * RPC_URL, BEACON_URL, TRANSACTION and ROOT name the node, the payment and the trusted beacon block.
 */
import { HttpSource, type Call, type Source } from "@servicecoin/proof";
import { HttpBeaconNode, proveFinalReceipt, type BeaconNode } from "@servicecoin/proof/beacon";
import { writeFile } from "node:fs/promises";
import { keyOf, type Recording } from "../test/fixtures/recordedNetwork.js";
import { OperatorError, runScript } from "./lib/errors.js";

await runScript(async (print) => {
  const [transaction, root] = [setting("TRANSACTION"), setting("ROOT")];
  const recording: Recording = { transaction, root, execution: {}, beacon: {} };
  const [execution, beacon] = [new HttpSource(setting("RPC_URL")), new HttpBeaconNode(setting("BEACON_URL"))];
  const source: Source = {
    async ask(calls: readonly Call[]) {
      const answers = await execution.ask(calls);
      for (const [index, call] of calls.entries()) {
        const answer = answers[index];
        if (answer !== undefined && "result" in answer) recording.execution[keyOf(call)] = answer.result;
      }
      return answers;
    },
  };
  const node: BeaconNode = {
    async get(path) {
      return (recording.beacon[path] = await beacon.get(path));
    },
  };
  const { finality, receipt } = await proveFinalReceipt(source, node, transaction, { root });
  await writeFile("test/fixtures/finality.json", `${JSON.stringify(recording, null, 2)}\n`);
  print(`Recorded: ${finality.updates.length} periods, ${receipt.checkpoint.headers.length} headers.`);
});

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new OperatorError(`${name} is missing.`);
  return value;
}
