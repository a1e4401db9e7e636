import path from "node:path";
import { OperatorError } from "../lib/errors.js";
import { servicecoin } from "./cli.js";
import { beacon, field, textField } from "./http.js";
import type { NetworkNode } from "./node.js";
import type { Network } from "./network.js";
import { until } from "./until.js";

/** The last block of the beacon chain that is final on a node: what a verifier would write down to trust it. */
export async function finalBeaconRoot({ beaconUrl }: NetworkNode): Promise<string> {
  return textField(await beacon(beaconUrl, "/eth/v1/beacon/headers/finalized"), "root");
}

/**
 * Proves a payment with a node, as soon as a sync committee has signed that a later block is final.
 * @param root Root of the beacon block to begin with.
 * @returns The file of the receipt.
 */
export async function proveFinal(network: Network, node: NetworkNode, hash: string, root: string): Promise<string> {
  const file = path.join(network.folder, `receipt-${hash.slice(2, 10)}.json`);
  const [rpc, trust] = [
    ["--rpc", node.url],
    ["--beacon", node.beaconUrl, "--beacon-checkpoint", root],
  ] as const;
  await until(network, `signature of a final block after the payment ${hash}`, async () => {
    try {
      return await servicecoin("receipt", "prove", hash, ...trust, ...rpc, "--out", file);
    } catch (error) {
      if (error instanceof OperatorError && /not final yet/.test(error.message)) return undefined;
      throw error;
    }
  });
  return file;
}

/**
 * Verifies a receipt without a node, and sees that another root is refused.
 * @returns What is final, and who signed it.
 * @throws OperatorError when it is not valid, or not refused with another root.
 */
export async function verifyFinal(file: string, root: string): Promise<string> {
  // Nothing answers there: a command that asks a node would fail.
  const nowhere = ["--rpc", "http://127.0.0.1:1", "--json"];
  const verify = (trusted: string) =>
    servicecoin("receipt", "verify", file, "--beacon-checkpoint", trusted, ...nowhere);
  const { finality, isTrusted } = parsed(await verify(root));
  const refused = await verify(`0x${"12".repeat(32)}`).catch((error: unknown) => String(error));
  if (isTrusted !== true || !refused.includes("WrongCheckpoint")) {
    throw new OperatorError(`The receipt is trusted with any root: ${refused}`);
  }
  const slot = (name: string) => String(field(finality, name, "slot"));
  const signed = `${String(field(finality, "signers"))} of ${String(field(finality, "committeeSize"))}`;
  const period = String(field(finality, "committee", "period"));
  return `slot ${slot("end")} is final, signed by ${signed} of period ${period}, proven from slot ${slot("start")}`;
}

function parsed(json: string): { finality: unknown; isTrusted: unknown } {
  const found: unknown = JSON.parse(json);
  return { finality: field(found, "finality"), isTrusted: field(found, "isTrusted") };
}
