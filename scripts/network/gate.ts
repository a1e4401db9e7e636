import { toQuantity } from "ethers";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { HOST } from "./commands.js";
import { field } from "./http.js";

/**
 * Serves the JSON-RPC of an execution client that does not know all that ethers and Hardhat send. Stays while the client
 * is stopped, and answers 502 then.
 */
export async function startGate(port: number, target: string): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      try {
        const text = await textOf(request);
        const body = adapted(text);
        const headers = { "content-type": "application/json" };
        const answer = await fetch(target, { method: "POST", headers, body });
        response.writeHead(answer.status, headers).end(enlarged(text, await answer.text()));
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

/**
 * Adds half to estimates of gas. The client says what a transaction has used in the end, without the refunds that come
 * later and the 64th that each call keeps back (EIP-150), and so a transaction with exactly this limit fails.
 */
export function enlarged(request: string, answer: string): string {
  if (!request.includes('"eth_estimateGas"')) return answer;
  const calls = listOf(JSON.parse(request));
  const answers: unknown = JSON.parse(answer);
  const ids = calls.filter((call) => field(call, "method") === "eth_estimateGas").map((call) => field(call, "id"));
  const added = (value: unknown): unknown => {
    const gas = field(value, "result");
    if (typeof value !== "object" || typeof gas !== "string" || !ids.includes(field(value, "id"))) return value;
    return { ...value, result: toQuantity((BigInt(gas) * 3n) / 2n) };
  };
  return JSON.stringify(Array.isArray(answers) ? answers.map(added) : added(answers));
}

function listOf(body: unknown): readonly unknown[] {
  return Array.isArray(body) ? body : [body];
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
