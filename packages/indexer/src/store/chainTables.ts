import { integer, text } from "./columns.js";
import { chain } from "./table.js";

/** What the node said. */
export const CHAIN_TABLES = {
  /** Blocks with logs of ours, and the last blocks also without. */
  blocks: chain(
    ["number"],
    {
      number: integer,
      hash: text,
      time: integer,
      /** 1 if the receipts of the block were hashed to its `receiptsRoot`. */
      verified: integer,
    },
    // Finds the blocks of a period, and with them its facts, whose keys begin with the block.
    ["time"],
  ),
  /** Every log of our contracts, as it was. */
  logs: chain(["block", "logIndex"], {
    block: integer,
    logIndex: integer,
    time: integer,
    transactionHash: text,
    transactionIndex: integer,
    address: text,
    /** Joined by commas. */
    topics: text,
    data: text,
  }),
};
