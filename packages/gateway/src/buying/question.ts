import type { SettleResponse } from "@x402/core/types";
import { ServiceCoinError } from "@servicecoin/sdk";
import { settlementOf } from "./headers.js";

/** Redirects that are followed at most. */
const MOST_REDIRECTS = 20;

/** What another place than the one that was asked may hear. Others may be keys: each seller names its own. */
const HARMLESS: ReadonlySet<string> = new Set(["accept", "accept-language", "content-type", "user-agent"]);

type Fetch = typeof fetch;

/** An answer, and what the seller said of the settlement; with redirects it may have said it before. */
export interface Answered {
  response: Response;
  settled: SettleResponse | undefined;
}

/** A request that can be sent several times. */
export class Question {
  private constructor(
    readonly request: Request,
    private readonly body: ArrayBuffer | undefined,
  ) {}

  static async of(request: Request): Promise<Question> {
    return new Question(request, request.body === null ? undefined : await request.arrayBuffer());
  }

  /** What makes two requests the same to who asks. */
  get name(): string {
    const body = this.body === undefined ? "" : new TextDecoder("latin1").decode(this.body);
    return `${this.request.method} ${this.request.url} ${body}`;
  }

  /** Asks without paying. Redirects are followed as the request says. */
  ask(send: Fetch): Promise<Response> {
    const { url, method, headers, redirect } = this.request;
    return send(this.build(url, { method, headers, body: this.body, redirect }));
  }

  /**
   * Asks with a payment. Redirects are followed within the origin only, as where one leads may be anyone. A redirect that was paid for is
   * what was bought: it is followed anywhere, without the payment and without what else was meant for the seller.
   * @throws ServiceCoinError `PaymentRedirected`
   */
  async askWith(send: Fetch, header: string): Promise<Answered> {
    const { origin } = new URL(this.request.url);
    const headers = new Headers(this.request.headers);
    headers.set("PAYMENT-SIGNATURE", header);
    let { url, method } = this.request;
    let { body } = this;
    let settled: SettleResponse | undefined;
    for (let redirects = 0; ; redirects++) {
      const response = await send(this.build(url, { method, headers, body, redirect: "manual" }));
      const location = response.headers.get("Location");
      const isRedirect = [301, 302, 303, 307, 308].includes(response.status) && location !== null;
      // A browser shows of a redirect only that it is one.
      if (response.type === "opaqueredirect") throw redirected(this.request.url, "somewhere");
      settled ??= settlementOf(response);
      if (!isRedirect || this.request.redirect === "manual") return { response, settled };
      await response.body?.cancel();
      const target = URL.canParse(location, url) ? new URL(location, url) : undefined;
      const mayFollow = this.request.redirect === "follow" && redirects < MOST_REDIRECTS;
      const isBought = settled?.success === true;
      if (target === undefined || !mayFollow || (target.origin !== origin && !isBought)) {
        throw redirected(this.request.url, target?.origin ?? location);
      }
      if (isBought) headers.delete("PAYMENT-SIGNATURE");
      if (target.origin !== origin)
        for (const name of [...headers.keys()]) if (!HARMLESS.has(name)) headers.delete(name);
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

export function redirected(url: string, target: string): ServiceCoinError {
  return new ServiceCoinError("PaymentRedirected", { url, target });
}
