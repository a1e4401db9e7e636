import { z } from "zod";
import { address, count, hash, time } from "../fields.js";
import { readSystem } from "../identity.js";
import { one } from "../route.js";
import { reasonOf } from "../standing.js";

const health = z.object({
  ready: z.boolean().describe("Whether the rows are those of the chain's last blocks."),
  reason: z.string().nullable().describe("Why it is not ready; null when it is."),
});

const status = health.extend({
  chainId: count.describe("Chain of the system."),
  addresses: z.record(z.string(), address).describe("Contracts of the system, by name."),
  cursor: z.object({ block: count, hash, time }).describe("How far the index is."),
  head: count.nullable().describe("The node's last block; null until the node has told it."),
  finalized: count
    .nullable()
    .describe("The last block that the chain can no longer replace; null when the node does not tell it."),
  reorgs: z
    .object({ count, deepest: count, rebuilds: count })
    .nullable()
    .describe("Reorganizations since the indexer started, and the deepest in blocks; null until it says anything."),
  verification: z
    .object({
      mode: z.string().describe("Which new blocks are verified by their receipts."),
      possible: z.boolean().describe("Whether the node returns what that takes."),
      blocks: count.describe("New blocks that were read."),
      verified: count,
      incomplete: count.describe("Blocks whose logs the node did not return in full at first."),
    })
    .nullable()
    .describe("How the logs of new blocks are checked; null until the indexer says anything."),
  nodeFaults: z
    .object({
      count: count.describe("Blocks that did not recompute since the indexer started."),
      last: z
        .object({
          node: z.string().describe("Origin of the node's URL."),
          block: count,
          field: z.string().describe("The first field that is wrong."),
          message: z.string(),
        })
        .nullable()
        .describe("The most recent one; null if every block recomputed."),
    })
    .nullable()
    .describe("What nodes said that does not recompute; null unless every block is recomputed."),
  savedAt: time.nullable().describe("When the indexer said so; null until it says anything."),
});

const seconds = (): number => Math.floor(Date.now() / 1_000);

export const statusRoute = one({
  path: "/status",
  tag: "Status",
  summary: "Where the index stands",
  input: {},
  data: status,
  isFresh: true,
  answer: async ({ db, at, status: saved }) => {
    const { chainId, addresses } = await readSystem(db);
    const reason = reasonOf(saved, seconds()) ?? null;
    const { head = null, finalized = null, reorgs = null, savedAt = null, verification = null } = saved ?? {};
    const { nodeFaults: faults } = saved ?? {};
    const nodeFaults = faults === undefined ? null : { count: faults.count, last: faults.last ?? null };
    const cursor = { block: at.block, hash: at.hash, time: at.time };
    return {
      ...{ chainId, addresses, ready: reason === null, reason, cursor, head, finalized, reorgs, verification },
      ...{ nodeFaults, savedAt },
    };
  },
});

export const readiness = one({
  path: "/health/ready",
  tag: "Status",
  summary: "Whether the index is up to date: status 200, otherwise 503",
  input: {},
  data: health,
  isFresh: true,
  statusOf: ({ ready }) => (ready ? 200 : 503),
  answer: async ({ status: saved }) => {
    const reason = reasonOf(saved, seconds()) ?? null;
    return Promise.resolve({ ready: reason === null, reason });
  },
});
