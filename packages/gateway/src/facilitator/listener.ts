import type { Logger } from "pino";
import type { SettlementListener } from "../settlement/events.js";

/** Writes one line for each batch that is sent, replaced or finished, and passes everything on. */
export function listenerOf(log: Logger, next: SettlementListener): SettlementListener {
  return {
    onSent(batch) {
      const { isReplacement, hash: transaction, ...rest } = batch;
      log.info({ ...rest, transaction }, isReplacement ? "batch replaced" : "batch sent");
      next.onSent?.(batch);
    },
    onFinished(batch) {
      const { hash: transaction, gasUsed, fee, ...rest } = batch;
      const line = { ...rest, transaction, gasUsed: text(gasUsed), fee: text(fee) };
      if (transaction === undefined) log.warn(line, "batch pushed out by another transaction of the account");
      else log.info(line, "batch finished");
      next.onFinished?.(batch);
    },
    onEnded(payment) {
      next.onEnded?.(payment);
    },
  };
}

/** JSON knows no big integers. */
function text(value: bigint | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
