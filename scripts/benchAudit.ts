/**
 * Audits a chain on anvil beside the raw speed of the node and a minimal audit: empty blocks, blocks with payments, and
 * deals of ServiceCoin with empty blocks between them. Run with `npm run bench:audit`, or with another number of empty
 * blocks with `BLOCKS=5000 npm run bench:audit`. Each figure is the best of three runs.
 */
import { audit, HttpSource, isGood, readBlocks, verifyBlock, type Cryptography, type Rule } from "@servicecoin/proof";
import { wasmCryptography } from "@servicecoin/proof/wasm";
import path from "node:path";
import { start } from "../test/fixtures/processes.js";
import { headOf, mineDeals, mineEmpty, minePayments, part, type Part } from "./bench/auditChains.js";
import { minimalAudit } from "./bench/minimalAudit.js";
import { startWorld, type World } from "./bench/world.js";
import { OperatorError, runScript } from "./lib/errors.js";
import { grouped, table } from "./lib/table.js";

const BLOCKS = Number(process.env["BLOCKS"] ?? 2_000);
const PAYMENTS = 500;
const ROUNDS = 60;
const WINDOW = 100;
const RUNS = 3;
const LOOSE: readonly Rule[] = ["time", "baseFee"];
const COLUMNS = [
  "blocks",
  "number",
  "transactions",
  "node alone/s",
  "minimal audit/s",
  "checks by ethers/s",
  "checks/s",
];

await runScript(async () => {
  const world = await startWorld(1);
  try {
    const cryptography = await wasmCryptography();
    const parts = [
      await part(world, "empty", () => mineEmpty(world, BLOCKS)),
      await part(world, "with payments", () => minePayments(world, PAYMENTS)),
      await part(world, "deals, one in ten blocks", () => mineDeals(world, ROUNDS)),
    ];
    const rows: string[][] = [];
    for (const one of parts) rows.push(await measure(world.node.url, one, cryptography));
    console.log(table([...COLUMNS, "audit/s", "audit's CPU µs per block"], rows));
    console.log(await commandLine(world));
  } finally {
    await world.stop();
  }
});

/** Blocks per second: read only, as a minimal audit, checked only, and read and checked at once as an audit does. */
async function measure(url: string, { name, from, to }: Part, cryptography: Cryptography): Promise<string[]> {
  const source = new HttpSource(url);
  const count = to - from + 1;
  const told = await read(source, from, to);
  const transactions = told.reduce((sum, { receipts }) => sum + receipts.length, 0);
  const check = (by?: Cryptography) => () => {
    for (const { block, receipts } of told) verifyBlock(block, receipts, [], by);
  };
  let cpu = Infinity;
  const speeds = [
    await speed(count, () => read(source, from, to)),
    await speed(count, () => minimalAudit(source, from, to)),
    await speed(count, check()),
    await speed(count, check(cryptography)),
    await speed(count, async () => {
      const before = process.cpuUsage();
      const result = await audit([source], { from, to, loose: LOOSE, cryptography });
      if (!isGood(result)) throw new Error(`the audit failed: ${result.nodes[0]?.fault?.error.message ?? ""}`);
      const { user, system } = process.cpuUsage(before);
      cpu = Math.min(cpu, (user + system) / count);
    }),
  ];
  return [name, ...[count, transactions, ...speeds, Math.round(cpu)].map(grouped)];
}

/** The whole chain by `servicecoin audit`, with the books, from its start to its end. */
async function commandLine(world: World): Promise<string> {
  const program = path.join(import.meta.dirname, "../packages/cli/dist/main.js");
  const loose = LOOSE.flatMap((rule) => ["--loose", rule]);
  const args = ["audit", "--from", "1", "--deployment", world.record, "--rpc", world.node.url, ...loose];
  const blocks = await headOf(world);
  let seconds = Infinity;
  let said = "";
  for (let run = 0; run < RUNS; run++) {
    const begin = performance.now();
    const { code, stdout, stderr } = await start(process.execPath, [program, ...args]).ended;
    if (code !== 0) throw new OperatorError(`servicecoin audit ended with ${code}: ${stdout}${stderr}`);
    seconds = Math.min(seconds, (performance.now() - begin) / 1_000);
    said = stdout;
  }
  const speedOf = grouped(Math.round(blocks / seconds));
  return `\n${said}servicecoin audit took ${seconds.toFixed(1)} seconds with its start: ${speedOf} blocks per second.`;
}

async function read(source: HttpSource, from: number, to: number) {
  const told: Awaited<ReturnType<typeof readBlocks>> = [];
  for (let first = from; first <= to; first += WINDOW) {
    told.push(...(await readBlocks(source, first, Math.min(first + WINDOW - 1, to))));
  }
  return told;
}

/** Blocks per second of the best run. */
async function speed(blocks: number, work: () => unknown): Promise<number> {
  let best = 0;
  for (let run = 0; run < RUNS; run++) {
    const begin = performance.now();
    await work();
    best = Math.max(best, blocks / ((performance.now() - begin) / 1_000));
  }
  return Math.round(best);
}
