import type { RequestHandler } from "express";

const METHODS = "GET, HEAD, OPTIONS";

/** What scripts may send to paths of personal data. */
const PERSONAL = {
  methods: "GET, HEAD, POST, PUT, DELETE, OPTIONS",
  headers: "Accept, Authorization, Content-Type, If-Match, If-None-Match",
};

/** Headers of answers that scripts of other sites may read. */
const EXPOSED = "ETag, Link, Retry-After, Index-Block, Index-Block-Hash, Index-Ready";

const SECURITY = Object.entries({
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
});

/** Answers contain texts of strangers: browsers must neither guess a type nor run or frame them. */
export const securityHeaders: RequestHandler = (_request, response, next) => {
  for (const [name, value] of SECURITY) response.setHeader(name, value);
  next();
};

/**
 * Lets browsers read answers on the allowed sites.
 * @param origins Such as `https://app.example`; `*` allows every site, but not to read personal data.
 * @param isPersonal Whether personal data is at a path.
 */
export function cors(origins: readonly string[], isPersonal: (path: string) => boolean = () => false): RequestHandler {
  const allowed = new Set(origins);
  return (request, response, next) => {
    const isOfUser = isPersonal(request.path);
    const isOpen = !isOfUser && allowed.has("*");
    const methods = isOfUser ? PERSONAL.methods : METHODS;
    if (!isOpen) response.vary("Origin");
    const origin = request.get("Origin");
    if (isOpen || (origin !== undefined && allowed.has(origin))) {
      response.set("Access-Control-Allow-Origin", isOpen ? "*" : origin);
      response.set("Access-Control-Expose-Headers", EXPOSED);
      response.set("Access-Control-Allow-Methods", methods);
      response.set(
        "Access-Control-Allow-Headers",
        isOfUser ? PERSONAL.headers : "Accept, If-None-Match, Last-Event-ID",
      );
      response.set("Access-Control-Max-Age", "86400");
    }
    if (request.method !== "OPTIONS") {
      next();
      return;
    }
    response.set("Allow", methods).status(204).end();
  };
}
