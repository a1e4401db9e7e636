import { mkdir } from "node:fs/promises";
import type { Server } from "node:http";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../test/fixtures/freePort.js";
import { OperatorError } from "../lib/errors.js";
import { Child } from "./child.js";
import { consensusArguments, executionArguments, HOST, type Beacon, type Files, type NodePorts } from "./commands.js";
import { startGate } from "./gate.js";
import { beacon, field, rpc, textField } from "./http.js";
import type { Clients } from "./install.js";

/** A client loads for half a minute where other programs use the processors. */
const START_MS = 180_000;
const ASK_EVERY = 500;

/** What the nodes of a network share. */
export interface Shared {
  clients: Clients;
  files: Files;
  /** Data and logs of all nodes. */
  folder: string;
}

/** A node of the network: an execution client, a consensus client with validators, and the JSON-RPC for users. */
export class NetworkNode {
  readonly name: string;
  #execution: Child | undefined;
  #consensus: Child | undefined;
  #gate: Server | undefined;

  private constructor(
    private readonly index: number,
    private readonly ports: NodePorts,
    private readonly shared: Shared,
  ) {
    this.name = `node ${index + 1}`;
  }

  /** Finds ports for a node. Nothing runs yet. */
  static async create(index: number, shared: Shared): Promise<NetworkNode> {
    const [rpc, execution, engine] = [await freePort(), await freePort(), await freePort()];
    const [executionPeers, beacon, beaconPeers] = [await freePort(), await freePort(), await freePort()];
    return new NetworkNode(index, { rpc, execution, engine, executionPeers, beacon, beaconPeers }, shared);
  }

  /** JSON-RPC for users. */
  get url(): string {
    return `http://${HOST}:${this.ports.rpc}`;
  }

  /** API of the consensus client. */
  get beaconUrl(): string {
    return `http://${HOST}:${this.ports.beacon}`;
  }

  get isRunning(): boolean {
    return this.#consensus !== undefined;
  }

  /**
   * Starts the execution client, with the data that it has.
   * @param boot Addresses of the execution clients to connect with.
   * @returns Its own address, as `enode://`.
   */
  async startExecution(boot: readonly string[]): Promise<string> {
    const { clients, files } = this.shared;
    this.#gate ??= await startGate(this.ports.rpc, this.#executionUrl);
    const command = [
      ...clients.execution,
      ...executionArguments(this.ports, files, await this.#data("execution"), boot),
    ];
    this.#execution = await this.#start("execution", command);
    return this.#ready(this.#execution, async () =>
      textField(await rpc(this.#executionUrl, "admin_nodeInfo"), "enode"),
    );
  }

  /** Starts the consensus client with its validators, with the data that it has. */
  async startConsensus(settings: Beacon): Promise<void> {
    const { clients, files } = this.shared;
    const folder = await this.#data("consensus");
    const settled = consensusArguments(this.index, this.ports, files, folder, settings);
    // Only the part in JavaScript of its packages is built, and small epochs are final sooner.
    const environment = { NODE_BACKEND: "js", LODESTAR_PRESET: "minimal" };
    const child = await this.#start("consensus", [...clients.consensus, ...settled], environment);
    this.#consensus = child;
    await this.#ready(child, () => beacon(this.beaconUrl, "/eth/v1/node/version"));
  }

  /** Tells the consensus client of another one. */
  async meet(other: NetworkNode): Promise<void> {
    const peer = textField(await beacon(other.beaconUrl, "/eth/v1/node/identity"), "peer_id");
    const address = `/ip4/${HOST}/tcp/${other.ports.beaconPeers}/p2p/${peer}`;
    const query = new URLSearchParams([
      ["peerId", peer],
      ["multiaddr", address],
    ]);
    await beacon(this.beaconUrl, `/eth/v1/lodestar/connect_peer?${query.toString()}`, "POST");
  }

  /** @throws OperatorError when one of the clients has ended without being asked to. */
  check(): void {
    this.#execution?.check();
    this.#consensus?.check();
  }

  /** Stops both clients. Their data and the port for users stay. */
  async pause(): Promise<void> {
    const clients = [this.#consensus, this.#execution];
    this.#consensus = undefined;
    this.#execution = undefined;
    for (const client of clients) await client?.stop();
  }

  /** Stops everything. */
  async stop(): Promise<void> {
    await this.pause();
    this.#gate?.close();
    this.#gate?.closeAllConnections();
  }

  get #executionUrl(): string {
    return `http://${HOST}:${this.ports.execution}`;
  }

  async #data(client: string): Promise<string> {
    const folder = path.join(this.shared.folder, `node${this.index + 1}`, client);
    await mkdir(folder, { recursive: true });
    return folder;
  }

  async #start(client: string, command: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Child> {
    const log = path.join(this.shared.folder, `node${this.index + 1}-${client}.log`);
    return Child.start(`${client} client of ${this.name}`, command, await this.#data(client), log, env);
  }

  /** Asks a client until it answers. @throws OperatorError when it ends, or does not answer in time. */
  async #ready<Answer>(child: Child, ask: () => Promise<Answer>): Promise<Answer> {
    const giveUpAt = performance.now() + START_MS;
    for (;;) {
      child.check();
      try {
        return await ask();
      } catch (error) {
        if (performance.now() > giveUpAt) {
          const reason = error instanceof Error ? error.message : String(error);
          throw new OperatorError(`A client of ${this.name} does not answer: ${reason}`);
        }
      }
      await sleep(ASK_EVERY);
    }
  }
}

/** A block as a node has it. */
export interface Head {
  number: number;
  hash: string;
}

/** Reads a block of a node by its tag. Undefined if there is none yet, or the node does not answer. */
export async function headOf({ url }: NetworkNode, tag: "latest" | "finalized"): Promise<Head | undefined> {
  try {
    const block = await rpc(url, "eth_getBlockByNumber", [tag, false]);
    const [number, hash] = [field(block, "number"), field(block, "hash")];
    return typeof number === "string" && typeof hash === "string" ? { number: Number(number), hash } : undefined;
  } catch {
    return undefined;
  }
}
