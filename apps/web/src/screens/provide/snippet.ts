/** What a paid endpoint sells. */
export type Sold =
  | { agentId: number }
  /** `price` is SCV, as a person writes it. */
  | { price: string; payTo: string };

interface Snippet {
  sold: Sold;
  /** The content of `deployments/<chainId>.json`. */
  deployment: { chainId: number; contracts: object };
  rpc: string;
  facilitator: string;
  /** For example "/report". */
  path: string;
}

/** Writes the program of a server that sells a page by request (x402). */
export function snippetOf({ sold, deployment, rpc, facilitator, path }: Snippet): string {
  const terms =
    "agentId" in sold ? `agentId: ${sold.agentId}n` : `price: ${quoted(sold.price)}, payTo: ${quoted(sold.payTo)}`;
  const { chainId, contracts } = deployment;
  return `import express from "express";
import { createClient, openProvider } from "@servicecoin/sdk";
import { paidEndpoint } from "@servicecoin/gateway";

const deployment = ${JSON.stringify({ chainId, contracts: addressesOf(contracts) }, null, 2)};
const client = createClient(await openProvider(${quoted(rpc)}), deployment);

const app = express();
const paid = paidEndpoint({ client, ${terms}, facilitator: ${quoted(facilitator)} });
app.get(${quoted(path)}, paid, (request, response) => {
  response.json({ answer: 42 });
});
app.listen(3001);
`;
}

/** JSON writes texts as JavaScript does. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function addressesOf(contracts: object): Record<string, { address: string }> {
  return Object.fromEntries(
    Object.entries(contracts as Record<string, { address: string }>).map(([name, { address }]) => [name, { address }]),
  );
}
