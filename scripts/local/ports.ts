import { createServer } from "node:net";
import { API_PORT } from "../lib/localIndexer.js";
import { OperatorError } from "../lib/errors.js";
import { WEB_PORT } from "../lib/webPage.js";

export const HOST = "127.0.0.1";

/** The programs of a local system, in the order of the status table. */
export const PROGRAMS = ["chain", "indexer", "facilitator", "keeper", "monitor", "web page"] as const;

export type ProgramName = (typeof PROGRAMS)[number];

/** The environment variable that sets the port of a program, and the port without it. */
const PORTS: Readonly<Record<ProgramName, readonly [variable: string, usual: number]>> = {
  chain: ["PORT", 8545],
  indexer: ["INDEXER_PORT", API_PORT],
  facilitator: ["FACILITATOR_PORT", 4402],
  keeper: ["KEEPER_PORT", 4404],
  monitor: ["MONITOR_PORT", 4405],
  "web page": ["WEB_PORT", WEB_PORT],
};

/** The port of each program; 0 for any free one. */
export type Ports = Readonly<Record<ProgramName, number>>;

/**
 * Reads the ports from the environment. A chain on another port than the usual one is beside one that has the usual
 * ports, so its programs take free ones.
 * @throws OperatorError for what is no port.
 */
export function readPorts(environment: NodeJS.ProcessEnv): Ports {
  const chain = readPort(environment, "chain", PORTS.chain[1], 1);
  const isUsual = chain === PORTS.chain[1];
  const of = (name: ProgramName) => readPort(environment, name, isUsual ? PORTS[name][1] : 0, 0);
  return {
    ...{ chain, indexer: of("indexer"), facilitator: of("facilitator"), keeper: of("keeper") },
    ...{ monitor: of("monitor"), "web page": of("web page") },
  };
}

/** Returns whether a program has another port than the usual one. */
export function isUsual(name: ProgramName, url: string): boolean {
  return url === `http://${HOST}:${PORTS[name][1]}`;
}

/** Checks that all ports are free, before anything starts. @throws OperatorError that names the program. */
export async function checkFree(ports: Ports): Promise<void> {
  for (const name of PROGRAMS) if (ports[name] !== 0) await checkPort(name, ports[name]);
}

function readPort(environment: NodeJS.ProcessEnv, name: ProgramName, usual: number, least: number): number {
  const [variable] = PORTS[name];
  const text = environment[variable] ?? String(usual);
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < least || port > 65_535) {
    throw new OperatorError(`${variable} is "${text}" and must be a number between ${least} and 65535.`);
  }
  return port;
}

async function checkPort(name: ProgramName, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => {
      const isTaken = "code" in error && error.code === "EADDRINUSE";
      reject(isTaken ? portTaken(name, port) : unusable(name, port, error));
    });
    probe.listen(port, HOST, () => {
      probe.close(() => {
        resolve();
      });
    });
  });
}

function portTaken(name: ProgramName, port: number): OperatorError {
  const [variable] = PORTS[name];
  // A number beyond the ports of the others.
  const other = name === "chain" ? port + 1 : port + 100;
  const choice = `choose another port with "${variable}=${other > 65_535 ? port - 1 : other} npm start".`;
  if (name === "chain")
    return new OperatorError(`Port ${port} is in use, perhaps by another chain: stop it, or ${choice}`);
  return new OperatorError(`Port ${port} of the ${name} is in use: stop the program that uses it, or ${choice}`);
}

function unusable(name: ProgramName, port: number, { message }: Error): OperatorError {
  const owner = name === "chain" ? "" : ` of the ${name}`;
  return new OperatorError(`Port ${port}${owner} cannot be used: ${message}.`);
}
