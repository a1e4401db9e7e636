import { useStore } from "../../store/store.ts";
import { batchPayment } from "../../store/batchPayment.ts";
import { networkIdOf } from "../../chain/networkId.ts";
import { useNetwork } from "../../config/settings.ts";
import { ManyForm } from "./ManyForm.tsx";
import { ManyUnderWay } from "./ManyUnderWay.tsx";

/** Many payments at once: the table, and then what became of it. */
export function Many() {
  const network = useNetwork();
  const batch = useStore(batchPayment);
  if (batch === null || batch.networkId !== networkIdOf(network)) return <ManyForm />;
  // Nothing was asked yet: the user is still looking at the review, or closed it.
  const isBegun = batch.parts.some(({ state }) => state !== "open");
  return isBegun ? <ManyUnderWay batch={batch} /> : <ManyForm />;
}
