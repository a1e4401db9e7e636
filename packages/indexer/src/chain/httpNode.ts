import { makeError } from "ethers";
import { sleep } from "@servicecoin/sdk/internal";
import type { Node } from "./chain.js";

/** Milliseconds until a request that is not answered fails. */
const TIMEOUT = 60_000;

/** Requests until a node's rate limit (status 429) is an error, and milliseconds before the second. */
const ATTEMPTS = 5;
const FIRST_PAUSE = 250;

/** An error that a node answered with, as JSON-RPC has it. */
export class JsonRpcError extends Error {
  override readonly name = "JsonRpcError";
  constructor(
    readonly code: number,
    message: string,
    readonly data: unknown,
  ) {
    super(message);
  }
}

/**
 * A node over HTTP. Logs of a range are megabytes of JSON, which the runtime's own `fetch` reads three times as fast as
 * the provider of ethers.
 */
export class HttpNode implements Node {
  /** The origin: what follows may be a key. */
  readonly name: string;
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #timeout: number;
  #id = 0;

  /**
   * @param url May have a user name and a password, which are sent as basic authentication.
   * @param timeout Milliseconds until a request that is not answered fails. Default: 60,000.
   */
  constructor(url: string, timeout = TIMEOUT) {
    const parsed = new URL(url);
    const { username, password } = parsed;
    parsed.username = parsed.password = "";
    this.#url = parsed.href;
    this.name = parsed.origin;
    this.#timeout = timeout;
    const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
    this.#headers = {
      "content-type": "application/json",
      ...(username !== "" && { authorization: `Basic ${credentials.toString("base64")}` }),
    };
  }

  /**
   * @throws JsonRpcError when the node answers with an error; ethers' errors `SERVER_ERROR`, `TIMEOUT` and
   * `NETWORK_ERROR` otherwise
   */
  async send(method: string, params: unknown[]): Promise<unknown> {
    for (let attempt = 1, pause = FIRST_PAUSE; ; attempt++, pause *= 2) {
      const response = await this.#post(method, params);
      if (response.status === 429 && attempt < ATTEMPTS) {
        await response.body?.cancel();
        await sleep(pause);
        continue;
      }
      return this.#resultOf(method, response);
    }
  }

  async #post(method: string, params: unknown[]): Promise<Response> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: ++this.#id, method, params });
    const signal = AbortSignal.timeout(this.#timeout);
    try {
      return await fetch(this.#url, { method: "POST", headers: this.#headers, body, signal });
    } catch (error) {
      throw this.#failure(method, error);
    }
  }

  async #resultOf(method: string, response: Response): Promise<unknown> {
    let answer: { result?: unknown; error?: { code?: unknown; message?: unknown; data?: unknown } | null };
    try {
      // A proxy may answer `null`.
      answer = ((await response.json()) as typeof answer | null) ?? {};
    } catch (error) {
      if (!response.ok) throw this.#statusError(method, response);
      throw this.#failure(method, error);
    }
    // Some nodes explain in the body of a 400 or 413 what was too much.
    if (answer.error !== undefined && answer.error !== null) {
      const { code, message, data } = answer.error;
      throw new JsonRpcError(Number(code ?? -32000), String(message), data);
    }
    if (!response.ok) throw this.#statusError(method, response);
    return answer.result ?? null;
  }

  #statusError(method: string, { status, statusText }: Response): Error {
    const response = { statusCode: status, statusMessage: statusText } as never;
    return makeError(`${method}: status ${status}`, "SERVER_ERROR", { request: this.#url, response });
  }

  #failure(method: string, error: unknown): Error {
    if (error instanceof DOMException && error.name === "TimeoutError") {
      return makeError(`${method}: no answer within ${this.#timeout} ms`, "TIMEOUT", {
        operation: method,
        reason: "timeout",
      });
    }
    const { message, cause } = error as Error;
    const reason = cause instanceof Error ? cause.message : message;
    return makeError(`${method}: ${reason}`, "NETWORK_ERROR", { event: "request" });
  }
}
