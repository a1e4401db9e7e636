import { createServer, type IncomingMessage, type Server } from "node:http";
import { HOST } from "./commands.js";

/**
 * Serves the JSON-RPC of an execution client that does not know the block tag `pending`, which ethers and Hardhat use.
 * Stays while the client is stopped, and answers 502 then.
 */
export async function startGate(port: number, target: string): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      try {
        const body = withoutPending(await textOf(request));
        const headers = { "content-type": "application/json" };
        const answer = await fetch(target, { method: "POST", headers, body });
        response.writeHead(answer.status, headers).end(await answer.text());
      } catch {
        response.writeHead(502).end();
      }
    })();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, HOST, resolve);
  });
  return server;
}

/** Puts `latest` for `pending`, except for the nonce, which counts what is pending. Other texts stay as they are. */
export function withoutPending(text: string): string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // The client says what is wrong.
    return text;
  }
  return JSON.stringify(Array.isArray(body) ? body.map(replaced) : replaced(body));
}

function replaced(call: unknown): unknown {
  if (typeof call !== "object" || call === null || !("method" in call) || !("params" in call)) return call;
  const { method, params } = call;
  if (method === "eth_getTransactionCount" || !Array.isArray(params)) return call;
  return { ...call, params: params.map((value: unknown) => (value === "pending" ? "latest" : value)) };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
