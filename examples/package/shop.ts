/** The smallest seller and buyer that use the package: checked for their types, not run. */
import express from "express";
import { parseScv, type Client } from "@servicecoin/sdk";
import { paidEndpoint, payingFetch, receiptOf, type Receipt } from "@servicecoin/gateway";

export function shopOf(client: Client, agentId: bigint): express.Express {
  const app = express();
  const facilitator = "http://127.0.0.1:4402";
  app.get("/report/:city", paidEndpoint({ client, agentId, facilitator }), (request, response) => {
    const { city } = request.params;
    response.json({ city });
  });
  return app;
}

export async function buy(client: Client, url: string): Promise<[string, Receipt | undefined]> {
  const pay = payingFetch(client, { maxPerPayment: parseScv("0.1"), maxPerDay: parseScv("5"), onlyServices: true });
  const response = await pay(url);
  return [await response.text(), receiptOf(response)];
}
