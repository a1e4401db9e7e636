import { encodeBatch } from "../../../packages/gateway/src/settlement/paymentBatch.js";
import type { Subject } from "../operation.js";
import { BATCHES } from "../payments.js";

/** Payments by signature, sent together. */
export const batch: Subject = {
  title: "PaymentBatch",
  operations: BATCHES.map(({ name, run }) => ({
    name,
    run: (system) =>
      run(system, ({ paymentBatch, relayer }, payments) =>
        relayer.sendTransaction({ to: paymentBatch, data: encodeBatch(payments) }),
      ),
  })),
};
