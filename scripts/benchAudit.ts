/**
 * Audits a chain of empty blocks and blocks with payments on anvil, beside the raw speed of the node. Run with
 * `npm run bench:audit`; `BLOCKS=5000 npm run bench:audit` takes another number of blocks.
 */
import { audit, HttpSource, isGood, readBlocks, verifyBlock, type Rule } from "@servicecoin/proof";
import { findAnvil, startAnvil } from "../test/fixtures/processes.js";
import { runScript } from "./lib/errors.js";
import { table } from "./lib/table.js";

const BLOCKS = Number(process.env["BLOCKS"] ?? 2_000);
const PAYMENTS = 500;
const WINDOW = 100;
const LOOSE: readonly Rule[] = ["time", "baseFee"];

await runScript(async () => {
  const anvil = findAnvil();
  if (anvil === undefined) throw new Error("anvil is not installed here");
  const node = await startAnvil(anvil);
  try {
    const rows: string[][] = [];
    await node.request("anvil_mine", [`0x${BLOCKS.toString(16)}`]);
    rows.push(["empty", ...(await measure(node.url, 1, BLOCKS))]);
    const [from, to] = (await node.request("eth_accounts")) as string[];
    for (let count = 0; count < PAYMENTS; count++) {
      await node.request("eth_sendTransaction", [{ from, to, value: "0x1" }]);
    }
    // anvil may take several payments into a block, and mines the last ones later.
    const head = Number(await node.request("eth_blockNumber"));
    rows.push(["with payments", ...(await measure(node.url, BLOCKS + 1, head))]);
    console.log(table(["blocks", "number", "transactions", "node alone/s", "checks alone/s", "audit/s"], rows));
  } finally {
    await node.stop();
  }
});

/** Blocks per second: read only, checked only, and both at once as an audit does. */
async function measure(url: string, from: number, to: number): Promise<string[]> {
  const source = new HttpSource(url);
  const count = to - from + 1;
  let start = performance.now();
  const told: Awaited<ReturnType<typeof readBlocks>> = [];
  for (let first = from; first <= to; first += WINDOW) {
    told.push(...(await readBlocks(source, first, Math.min(first + WINDOW - 1, to))));
  }
  const node = rate(count, start);
  start = performance.now();
  for (const { block, receipts } of told) verifyBlock(block, receipts);
  const checks = rate(count, start);
  start = performance.now();
  const result = await audit([source], { from, to, loose: LOOSE });
  if (!isGood(result)) throw new Error(`the audit failed: ${result.nodes[0]?.fault?.error.message ?? ""}`);
  return [String(count), String(result.transactions), node, checks, rate(count, start)];
}

function rate(count: number, start: number): string {
  return Math.round(count / ((performance.now() - start) / 1000)).toLocaleString("en-US");
}
