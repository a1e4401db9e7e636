import { isMissing, objectOf, textOf } from "../block/fields.js";
import { ProofError } from "../errors.js";

/** A consensus client that serves the standard API of beacon nodes. */
export interface BeaconNode {
  /**
   * @param path Below `/eth/v1/`.
   * @returns The JSON of the response.
   * @throws ProofError `Unreachable`; `NoLightClientData` when the node refuses a request for such data
   */
  get(path: string): Promise<unknown>;
}

/** Milliseconds after which a node that is silent is given up. */
const TIMEOUT = 30_000;

/** A beacon node at a URL. */
export class HttpBeaconNode implements BeaconNode {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url.replace(/\/+$/, "");
  }

  async get(path: string): Promise<unknown> {
    const { status, body } = await this.#request(path);
    if (status === 200) return body;
    const message = textOf(isMissing(body) ? undefined : objectOf(body, path)["message"]);
    const code = path.includes("/light_client/") ? "NoLightClientData" : "Unreachable";
    throw new ProofError(code, path, undefined, `${status} ${message}`);
  }

  async #request(path: string): Promise<{ status: number; body: unknown }> {
    try {
      const headers = { accept: "application/json" };
      const url = `${this.#url}/eth/v1/${path}`;
      const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT) });
      const text = await response.text();
      return { status: response.status, body: response.status === 200 ? JSON.parse(text) : parsedIfJson(text) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ProofError("Unreachable", path, undefined, reason, error);
    }
  }
}

function parsedIfJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
