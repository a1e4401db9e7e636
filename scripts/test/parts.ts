import { readdirSync } from "node:fs";
import path from "node:path";

/** Tests that one process runs. */
export interface Part {
  name: string;
  group: string;
  /** Mocha files, relative to the root. */
  files: string[];
  /** How long it takes, roughly. */
  seconds: number;
  /** Its processes wait for votes, deadlines and each other most of the time. */
  isWaiting: boolean;
}

const ROOT = path.join(import.meta.dirname, "../..");

/**
 * A part should not take longer, so that no process works alone at the end; but each loads Hardhat, ethers and the
 * artifacts anew, and deploys on nodes of its own, which takes ten seconds.
 */
const PART_SECONDS = 220;

/** Groups of Mocha files by the first folder below `test`; what is not named here belongs to `unit`. */
const FOLDERS = [
  ...["walk", "sdk", "cli", "gateway", "indexer", "proof"],
  ...["keeper", "monitor", "operator", "web", "flows"],
];

export const GROUPS = ["solidity", "unit", ...FOLDERS];

const WAITING = ["keeper", "flows"];

/** Seconds of a file, by its name's beginning; the first that fits counts. Only the order of the parts depends on them. */
const SECONDS: [beginning: string, seconds: number][] = [
  ["test/properties/accrual", 12],
  ["test/unit/PaymentHub", 1],
  ["test/unit", 0.5],
  ["test/walk/seed", 60],
  ["test/sdk", 8],
  ["test/cli/facilitator", 30],
  ["test/cli/clone", 20],
  ["test/cli", 4],
  ["test/gateway", 7],
  ["test/indexer/reorg", 25],
  ["test/indexer", 8],
  ["test/proof", 10],
  ["test/keeper", 12],
  ["test/operator/alerts", 15],
  ["test/operator", 8],
  ["test/web/unit", 1],
  ["test/web/every", 40],
  ["test/web/deals", 40],
  ["test/web/gasless", 40],
  ["test/web/flows", 30],
  ["test/web", 12],
  ["test/flows/demo", 80],
  ["test/flows/readme", 85],
  ["test/flows/facilitator.", 75],
  ["test/flows/facilitator", 15],
  ["test/flows/deployResume", 65],
  ["test/flows/deployRefusals", 25],
  ["test/flows/examples", 35],
  ["test/flows/paidRequests", 35],
  ["test/flows/gettingStarted", 30],
  ["test/flows/package", 25],
  ["test/flows/dev", 25],
  ["test/flows/ignitionModule", 20],
  ["test/flows", 5],
];
const OTHER_SECONDS = 0.5;

/** The parts of these groups, the slowest first. */
export function partsOf(groups: readonly string[]): Part[] {
  const files = mochaFiles();
  const parts = groups.flatMap((group) =>
    group === "solidity"
      ? [{ name: group, group, files: [], seconds: Infinity, isWaiting: false }]
      : split(
          group,
          files.filter((file) => groupOf(file) === group),
        ),
  );
  return parts.sort((a, b) => b.seconds - a.seconds);
}

/** Every file that `hardhat test` would load, but fixtures and the harness, which have no tests. */
function mochaFiles(): string[] {
  return readdirSync(path.join(ROOT, "test"), { recursive: true, encoding: "utf8" })
    .map((file) => `test/${file.replaceAll(path.sep, "/")}`)
    .filter((file) => /\.[cm]?[jt]s$/.test(file) && !/^test\/(?:fixtures|web\/harness)\//.test(file))
    .sort();
}

function groupOf(file: string): string {
  return FOLDERS.find((folder) => file.startsWith(`test/${folder}/`)) ?? "unit";
}

function secondsOf(file: string): number {
  return SECONDS.find(([beginning]) => file.startsWith(beginning))?.[1] ?? OTHER_SECONDS;
}

/** Spreads the files of a group over parts that take about as long as each other. */
function split(group: string, files: readonly string[]): Part[] {
  const total = files.reduce((sum, file) => sum + secondsOf(file), 0);
  const count = Math.max(1, Math.ceil(total / PART_SECONDS));
  const parts = Array.from({ length: count }, (_, index): Part => {
    const name = count === 1 ? group : `${group} ${index + 1}/${count}`;
    return { name, group, files: [], seconds: 0, isWaiting: WAITING.includes(group) };
  });
  for (const file of files.toSorted((a, b) => secondsOf(b) - secondsOf(a))) {
    const least = parts.reduce((best, part) => (part.seconds < best.seconds ? part : best));
    least.files.push(file);
    least.seconds += secondsOf(file);
  }
  for (const part of parts) part.files.sort();
  return parts.filter((part) => part.files.length > 0);
}
