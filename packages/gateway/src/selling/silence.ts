import type { Response } from "express";

/**
 * Lets a handler write what it likes after it was answered for: nothing of it goes out. Else it would get an exception for headers that
 * are sent, which nobody catches when it comes from a callback, and which ends the process. Who wrote before goes on with the methods that
 * it holds.
 * @param writeHead What wrote the head before the official middleware came: Node.js calls it when the answer goes out.
 */
export function silence(response: Response, writeHead: Response["writeHead"]): void {
  const { statusCode } = response;
  const [setHeader, appendHeader, removeHeader] = [
    response.setHeader.bind(response),
    response.appendHeader.bind(response),
    response.removeHeader.bind(response),
  ];
  // The official middleware puts its own methods back, which the handler must not get.
  fix(response, "write", () => true);
  for (const name of ["end", "flushHeaders"]) fix(response, name, () => response);
  fix(response, "writeHead", (...head: Parameters<typeof writeHead>) =>
    response.headersSent || head[0] !== statusCode ? response : writeHead(...head),
  );
  fix(response, "setHeader", (...header: Parameters<typeof setHeader>) =>
    response.headersSent ? response : setHeader(...header),
  );
  fix(response, "appendHeader", (...header: Parameters<typeof appendHeader>) =>
    response.headersSent ? response : appendHeader(...header),
  );
  fix(response, "removeHeader", (name: string) => {
    if (!response.headersSent) removeHeader(name);
  });
  fix(response, "statusCode", statusCode);
}

/** Gives a property a value that assignments do not change. */
function fix(response: Response, name: string, value: unknown): void {
  Object.defineProperty(response, name, { configurable: true, get: () => value, set: () => undefined });
}
