import { cancelStream, claimStream, openStream, readStream, refundStream, topUpStream } from "@servicecoin/sdk";
import { addAccrual } from "../deals/accrualCommands.js";
import { withExamples, type Noun } from "../command/noun.js";
import { addStreamTerms, streamOf } from "../deals/termsOptions.js";

/** Payments by the second. */
export const stream: Noun = (stream) => {
  withExamples(stream, [
    "servicecoin stream open 0x... --per-second 0.001 --fund 10 --account 1",
    "servicecoin stream open 0x... --amount 30 --for 30d --fund 30 --ref salary-may --account 1",
    "servicecoin stream show 0x<deal>",
    "servicecoin stream claim 0x<deal> --account 8",
    "servicecoin stream top-up 0x<deal> 5 --account 1",
    "servicecoin stream cancel 0x<deal> --account 1",
  ]);
  addAccrual(stream, {
    kind: "stream",
    usage: "[payee]",
    addTerms: addStreamTerms,
    draft: streamOf,
    read: readStream,
    open: openStream,
    topUp: topUpStream,
    claim: claimStream,
    cancel: cancelStream,
    refund: refundStream,
  });
};
