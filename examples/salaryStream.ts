/** Alice pays Carol by the second; Carol claims, Alice ends it. */
import {
  accountOf,
  cancelStream,
  claimStream,
  draftStream,
  formatScv,
  openStream,
  parseScv,
  readStream,
} from "@servicecoin/sdk";
import { clientOf, done } from "./setup.ts";

const [alice, carol] = [await clientOf("alice"), await clientOf("carol")];
const payee = await accountOf(carol);

const deal = await draftStream(alice, { payee, amount: parseScv("3"), duration: 30n * 86_400n });
const { dealId } = await openStream(alice, { deal, amount: parseScv("3") });
console.log("Stream", dealId, "pays", formatScv(deal.price), "SCV per second");

await new Promise((resolve) => setTimeout(resolve, 2_000));
const { amount } = await claimStream(carol, { deal });
console.log("Carol claimed", formatScv(amount), "SCV");

const { left } = await readStream(alice, dealId);
const { toPayee, toPayer } = await cancelStream(alice, { deal });
console.log("Of", formatScv(left), "SCV, Carol got", formatScv(toPayee), "and Alice got back", formatScv(toPayer));
done();
