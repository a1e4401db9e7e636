import type { SettleResponse } from "@x402/core/types";
import { ServiceCoinError } from "@servicecoin/sdk";
import { readSettlement } from "./headers.js";

const MAX_REDIRECTS = 20;

/** Headers that another origin may see. Any other header may be a credential: each seller chooses its own names. */
const SAFE_HEADERS: ReadonlySet<string> = new Set(["accept", "accept-language", "content-type", "user-agent"]);

type Fetch = typeof fetch;

/** A response, and what the seller reported about the settlement, possibly in a redirect before it. */
export interface SellerResponse {
  response: Response;
  settlement: SettleResponse | undefined;
}

/** A request that can be sent several times. */
export class ReplayableRequest {
  private constructor(
    private readonly request: Request,
    private readonly body: ArrayBuffer | undefined,
  ) {}

  /** Reads the request's body into memory. */
  static async from(request: Request): Promise<ReplayableRequest> {
    return new ReplayableRequest(request, request.body === null ? undefined : await request.arrayBuffer());
  }

  get method(): string {
    return this.request.method;
  }

  get signal(): AbortSignal {
    return this.request.signal;
  }

  /** Identifies the request: two requests with the same key are the same to the caller. */
  get key(): string {
    const body = this.body === undefined ? "" : new TextDecoder("latin1").decode(this.body);
    return `${this.request.method} ${this.request.url} ${body}`;
  }

  /** Sends the request without a payment, and follows redirects as the request demands. */
  send(send: Fetch): Promise<Response> {
    const { url, method, headers, redirect } = this.request;
    return send(this.build(url, { method, headers, body: this.body, redirect }));
  }

  /**
   * Sends the request with a payment. Follows redirects within the origin only, because any other target may belong to
   * anyone. A redirect that comes with a successful settlement is what was bought: it is followed to any origin,
   * without the payment and without the headers that were meant for the seller.
   * @throws ServiceCoinError `PaymentRedirected`
   */
  async sendWithPayment(send: Fetch, header: string): Promise<SellerResponse> {
    const { origin } = new URL(this.request.url);
    const headers = new Headers(this.request.headers);
    headers.set("PAYMENT-SIGNATURE", header);
    let { url, method } = this.request;
    let { body } = this;
    let settlement: SettleResponse | undefined;
    for (let redirects = 0; ; redirects++) {
      const response = await send(this.build(url, { method, headers, body, redirect: "manual" }));
      const location = response.headers.get("Location");
      const isRedirect = [301, 302, 303, 307, 308].includes(response.status) && location !== null;
      // A browser hides the target of a redirect.
      if (response.type === "opaqueredirect") throw redirectError(this.request.url, "somewhere");
      settlement ??= readSettlement(response);
      if (!isRedirect || this.request.redirect === "manual") return { response, settlement };
      await response.body?.cancel();
      const target = URL.canParse(location, url) ? new URL(location, url) : undefined;
      const mayFollow = this.request.redirect === "follow" && redirects < MAX_REDIRECTS;
      const isBought = settlement?.success === true;
      if (target === undefined || !mayFollow || (target.origin !== origin && !isBought)) {
        throw redirectError(this.request.url, target?.origin ?? location);
      }
      if (isBought) headers.delete("PAYMENT-SIGNATURE");
      if (target.origin !== origin)
        for (const name of [...headers.keys()]) if (!SAFE_HEADERS.has(name)) headers.delete(name);
      url = target.href;
      if (response.status === 303 || (response.status < 303 && method === "POST")) {
        method = method === "HEAD" ? "HEAD" : "GET";
        body = undefined;
        for (const name of ["content-type", "content-length"]) headers.delete(name);
      }
    }
  }

  private build(url: string, init: { body: ArrayBuffer | undefined } & Omit<RequestInit, "body">): Request {
    const { signal, credentials } = this.request;
    const { body, ...rest } = init;
    return new Request(url, { ...rest, signal, credentials, ...(body === undefined ? {} : { body }) });
  }
}

/** Creates the error for a redirect that a payment must not follow. */
export function redirectError(url: string, target: string): ServiceCoinError {
  return new ServiceCoinError("PaymentRedirected", { url, target });
}
