import type { Request, RequestHandler } from "express";

/**
 * Passes the URL that clients use to middleware which names it: the official one reads the Host header, which behind a
 * reverse proxy may be that of this machine. The handler sees the request unchanged.
 * @param baseUrl What clients put before the path. Default: protocol and host of the request. Express takes them from
 * the proxy's headers if its setting "trust proxy" allows it.
 */
export function withPublicUrl(middleware: RequestHandler, baseUrl: string | undefined): RequestHandler {
  const base = baseUrl === undefined ? undefined : new URL(baseUrl);
  return (request, response, next) => middleware(viewOf(request, base), response, next);
}

function viewOf(request: Request, base: URL | undefined): Request {
  const { protocol, host } = base ?? request;
  const path = base === undefined ? "" : base.pathname.replace(/\/+$/, "");
  return Object.create(request, {
    protocol: { value: protocol.replace(/:$/, "") },
    headers: { value: { ...request.headers, host } },
    originalUrl: { value: `${path}${request.originalUrl}` },
  }) as Request;
}
