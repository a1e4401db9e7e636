/** Alice pays Bob's invoice; Bob finds the payment by its reference. */
import { encodeBytes32String } from "ethers";
import { accountOf, findPayments, formatScv, parseScv, transfer } from "@servicecoin/sdk";
import { clientOf, done } from "./setup.ts";

const [alice, bob] = [await clientOf("alice"), await clientOf("bob")];
const to = await accountOf(bob);
const reference = encodeBytes32String("invoice 2026-17");

await transfer(alice, { to, amount: parseScv("1.25"), reference });

const payments = (await findPayments(bob, { reference })).filter((payment) => payment.to === to);
const paid = payments.reduce((sum, { amount }) => sum + amount, 0n);
console.log("Bob sees", payments.length, "payment from", payments[0]?.from);
console.log("The invoice is paid with", formatScv(paid), "SCV");
done();
