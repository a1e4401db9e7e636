/** Bob sells a report over HTTP, and Alice's program pays for it; `servicecoin facilitator` in another terminal settles. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express from "express";
import { accountOf, formatScv, parseScv, readBalance, ServiceCoinError } from "@servicecoin/sdk";
import { paidEndpoint, payingFetch, receiptOf } from "@servicecoin/gateway";
import { clientOf, done } from "./setup.ts";

const facilitator = process.env["SERVICECOIN_FACILITATOR"] ?? "http://127.0.0.1:4402";
const [alice, bob] = [await clientOf("alice"), await clientOf("bob")];
const payTo = await accountOf(bob);

const shop = express();
const terms = { client: bob, payTo, facilitator, description: "Rain by the hour" };
shop.get("/report", paidEndpoint({ ...terms, price: "0.05" }), (_request, response) => {
  response.json({ rain: "at five" });
});
shop.get("/broken", paidEndpoint({ ...terms, price: "0.05" }), () => {
  throw new Error("Who fails is not paid.");
});
shop.get("/dear", paidEndpoint({ ...terms, price: "5" }), (_request, response) => {
  response.json({ rain: "never" });
});
shop.set("env", "test"); // Express writes no errors to the console.
const server = shop.listen(0, "127.0.0.1");
await once(server, "listening");
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const before = await readBalance(bob, { account: payTo });
const pay = payingFetch(alice, { maxPerPayment: parseScv("0.1"), maxPerDay: parseScv("1") });
for (const page of ["report", "broken", "dear"]) {
  try {
    const response = await pay(`${url}/${page}`);
    const paid = receiptOf(response)?.amount ?? 0n;
    console.log(page, response.status, "for", formatScv(paid), "SCV");
  } catch (error) {
    if (!(error instanceof ServiceCoinError)) throw error;
    console.log(page, error.code);
  }
}
const earned = (await readBalance(bob, { account: payTo })) - before;
console.log("Bob got", formatScv(earned), "SCV");

server.close();
done();
