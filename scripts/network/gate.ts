import { createServer, type IncomingMessage, type Server } from "node:http";
import { HOST } from "./commands.js";
import { corrected } from "./answers.js";
import { rpc } from "./http.js";

/**
 * Serves the JSON-RPC of an execution client that does not know all that ethers and Hardhat send.
 * Stays while the client is stopped, and answers 502 then.
 */
export async function startGate(port: number, target: string): Promise<Server> {
  const blockOf = (hash: string) => rpc(target, "eth_getBlockByHash", [hash, true]);
  const server = createServer((request, response) => {
    void (async () => {
      try {
        const text = await textOf(request);
        const body = adapted(text);
        const headers = { "content-type": "application/json" };
        const answer = await fetch(target, { method: "POST", headers, body });
        const said = await corrected(text, await answer.text(), blockOf);
        response.writeHead(answer.status, headers).end(said);
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

/**
 * Writes requests as the client knows them: `latest` for `pending`, except for the nonce, which counts what is pending;
 * and the type of a transaction whose fees are those of EIP-1559. Other texts stay as they are.
 */
export function adapted(text: string): string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // The client says what is wrong.
    return text;
  }
  return JSON.stringify(Array.isArray(body) ? body.map(adaptedCall) : adaptedCall(body));
}

function adaptedCall(call: unknown): unknown {
  if (typeof call !== "object" || call === null || !("method" in call) || !("params" in call)) return call;
  const { method, params } = call;
  if (method === "eth_getTransactionCount" || !Array.isArray(params)) return call;
  return { ...call, params: params.map((value: unknown) => (value === "pending" ? "latest" : withType(value))) };
}

function withType(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("maxFeePerGas" in value) || "type" in value) return value;
  return { ...value, type: "0x2" };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
