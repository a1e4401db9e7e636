import { randomBytes } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { rpc, textField } from "./http.js";
import { installClients } from "./install.js";
import { chainParameters, genesisState } from "./genesis.js";
import type { Beacon } from "./commands.js";
import { NetworkNode, type Shared } from "./node.js";
import type { Settings } from "./settings.js";
import type { Log } from "../lib/log.js";

/** Seconds from the start of the first consensus client to slot 0: all of them should run by then. */
const UNTIL_GENESIS = 30;

/** The nodes of one chain, all on this machine. */
export class Network {
  readonly nodes: NetworkNode[] = [];
  #addresses: string[] = [];
  #beacon: Beacon | undefined;

  private constructor(
    /** Data and logs. */
    readonly folder: string,
    readonly settings: Settings,
    private readonly shared: Shared,
  ) {}

  /**
   * Installs the clients if needed, and writes what all nodes read. Nothing runs yet.
   * @throws OperatorError when the clients cannot be installed.
   */
  static async create(settings: Settings, print: Log): Promise<Network> {
    const clients = await installClients(print);
    const folder = await mkdtemp(path.join(tmpdir(), "servicecoin-network-"));
    const inFolder = (name: string) => path.join(folder, name);
    const files = { chain: inFolder("chain.json"), state: inFolder("state.json"), secret: inFolder("secret") };
    // Blocks follow the time of the consensus clients, which begins later.
    await writeFile(files.chain, JSON.stringify(chainParameters(now())));
    await writeFile(files.state, JSON.stringify(genesisState()));
    await writeFile(files.secret, `0x${randomBytes(32).toString("hex")}`, { mode: 0o600 });
    return new Network(folder, settings, { clients, files, folder });
  }

  /** Unix time of slot 0. Undefined before the start. */
  get genesisTime(): number | undefined {
    return this.#beacon?.genesisTime;
  }

  /**
   * Starts all nodes and connects them. One that fails leaves the others running: call `stop` in any case.
   * @throws OperatorError when a client does not start.
   */
  async start(): Promise<void> {
    const { nodes, slotSeconds } = this.settings;
    for (let index = 0; index < nodes; index++) {
      const node = await NetworkNode.create(index, this.shared);
      this.nodes.push(node);
      this.#addresses.push(await node.startExecution(this.#addresses));
    }
    const genesis = await rpc(this.nodes[0]?.url ?? "", "eth_getBlockByNumber", ["0x0", false]);
    const settings = {
      genesisHash: textField(genesis, "hash"),
      genesisTime: now() + UNTIL_GENESIS,
      slotSeconds,
      nodes,
    };
    this.#beacon = settings;
    // All of them, so that each that runs is stopped when another one fails.
    const started = await Promise.allSettled(this.nodes.map((node) => node.startConsensus(settings)));
    for (const end of started) if (end.status === "rejected") throw end.reason;
    await this.connect();
  }

  /** Tells all running nodes of each other. Those that are connected stay so. */
  async connect(): Promise<void> {
    const running = this.nodes.filter(({ isRunning }) => isRunning);
    for (const [index, node] of running.entries()) {
      for (const other of running.slice(0, index)) await node.meet(other).catch(() => undefined);
    }
  }

  /** Starts a node again that was paused, and connects it. @throws OperatorError when a client does not start. */
  async resume(node: NetworkNode): Promise<void> {
    if (this.#beacon === undefined) return;
    const others = this.#addresses.filter((_, index) => this.nodes[index] !== node);
    await node.startExecution(others);
    await node.startConsensus(this.#beacon);
    await this.connect();
  }

  /** Stops all nodes. */
  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }
}

function now(): number {
  return Math.floor(Date.now() / 1_000);
}
