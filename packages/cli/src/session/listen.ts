import { CliError } from "../errors/cliError.js";

/** Converts the error of a server that cannot listen into one for the user. @returns any other error as it is */
export function toListenError(error: unknown, { host, port }: { host: string; port: number }): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "EADDRINUSE") {
    return new CliError("PortTaken", `Port ${port} of ${host} is in use: choose another with --port.`, { host, port });
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EACCES") {
    return new CliError("BadHost", `Cannot listen on ${host}, port ${port} (${code}).`, { host, port, code });
  }
  return error;
}
