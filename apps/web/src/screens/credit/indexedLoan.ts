import type { ItemOf } from "@servicecoin/indexer/client";

/** A loan, or an offer that its lender withdrew, as the index has it. */
export type IndexedLoan = ItemOf<"/loans">;
