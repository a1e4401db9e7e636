/** Bob's shop quotes prices over HTTP, and Alice pays one: the terms that she pays are the ones that he signed. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express from "express";
import { keccak256, toUtf8Bytes } from "ethers";
import {
  deliverOrder,
  draftOrder,
  findDeal,
  formatScv,
  parseScv,
  payQuote,
  quoteIdOf,
  readDeal,
  releaseOrder,
  ServiceCoinError,
  signQuote,
  accountOf,
  type Quote,
} from "@servicecoin/sdk";
import { clientOf, done } from "./setup.ts";

const PRICES: Record<string, bigint | undefined> = { poster: parseScv("0.5"), frame: parseScv("1.25") };
/** The ids of what was quoted: an id covers all terms. A real shop keeps it in a database. */
const quoted = new Set<string>();
const [alice, bob] = [await clientOf("alice"), await clientOf("bob")];

const shop = express();
shop.get("/quote/:item", async (request, response) => {
  const { item } = request.params;
  const price = PRICES[item];
  if (price === undefined) {
    response.status(404).json({ error: `We do not sell ${item}.` });
    return;
  }
  const payee = await accountOf(bob);
  const deal = await draftOrder(bob, { payee, payer: payee, price, ref: keccak256(toUtf8Bytes(item)) });
  const offer = await signQuote(bob, { deal });
  quoted.add(quoteIdOf(bob, offer.deal));
  response.type("json").send(write(offer));
});
// The customer sends the id of the order; the chain shows whether it is paid.
shop.post("/orders/:dealId", async (request, response) => {
  try {
    const deal = await findDeal(bob, request.params.dealId);
    // Anyone can open an order for this payee, at any price: only what was quoted is delivered.
    if (!quoted.has(quoteIdOf(bob, deal))) {
      response.status(409).json({ error: `We did not quote these terms at ${formatScv(deal.price)} SCV.` });
      return;
    }
    const { state, left } = await readDeal(bob, deal);
    if (state !== "open" || left !== deal.price) {
      response.status(409).json({ error: `That order is ${state}, with ${formatScv(left)} SCV in it.` });
      return;
    }
    await deliverOrder(bob, { deal });
    response.json({ parcel: "shipped" });
  } catch (error) {
    const known = error instanceof ServiceCoinError;
    response.status(known ? 404 : 500).json({ error: known ? error.message : "Something went wrong." });
  }
});
const server = shop.listen(0);
await once(server, "listening");
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const quote = read(await (await fetch(`${url}/quote/poster`)).text());
const { dealId, deal } = await payQuote(alice, { quote });
console.log("Alice paid", formatScv(deal.price), "SCV into escrow");
console.log("Bob says", await (await fetch(`${url}/orders/${dealId}`, { method: "POST" })).json());
const { amount } = await releaseOrder(alice, { deal });
console.log("Alice has her poster, and Bob got", formatScv(amount), "SCV");

server.close();
done();

/** JSON knows no big integers: they travel as text with an n. */
function write(value: Quote): string {
  return JSON.stringify(value, (_key, field: unknown) => (typeof field === "bigint" ? `${field}n` : field));
}

function read(text: string): Quote {
  return JSON.parse(text, (_key, field: unknown) =>
    typeof field === "string" && /^\d+n$/.test(field) ? BigInt(field.slice(0, -1)) : field,
  ) as Quote;
}
