import { VALIDATORS, validatorsOf } from "./settings.js";

export const HOST = "127.0.0.1";

/** The ports of one node. All are of this machine only. */
export interface NodePorts {
  /** JSON-RPC for users. */
  rpc: number;
  /** JSON-RPC of the execution client itself, its engine API, and its connections with its like. */
  execution: number;
  engine: number;
  executionPeers: number;
  /** API of the consensus client, and its connections with its like. */
  beacon: number;
  beaconPeers: number;
}

/** What the clients read. */
export interface Files {
  chain: string;
  state: string;
  /** The secret that consensus and execution client share. */
  secret: string;
}

/** Arguments of the execution client. @param boot Addresses of others, as `enode://`. */
export function executionArguments(ports: NodePorts, files: Files, folder: string, boot: readonly string[]): string[] {
  return [
    ...["--customChain", files.chain, "--customGenesisState", files.state, "--dataDir", folder],
    ...["--rpc", "--rpcAddr", HOST, "--rpcPort", String(ports.execution)],
    ...["--rpcEngine", "--rpcEngineAddr", HOST, "--rpcEnginePort", String(ports.engine), "--jwtSecret", files.secret],
    ...["--port", String(ports.executionPeers), "--extIP", HOST, "--discDns", "false", "--discV4", "false"],
    // Takes transactions also while all others are stopped.
    "--isSingleNode",
    ...["--logFile", "false", ...boot.flatMap((address) => ["--bootnodes", address])],
  ];
}

/** What all consensus clients of a network have in common. */
export interface Beacon {
  /** Unix time of slot 0. */
  genesisTime: number;
  /** Hash of the genesis block of the execution clients. */
  genesisHash: string;
  slotSeconds: number;
  /** Nodes of the network. */
  nodes: number;
}

/** Arguments of the consensus client with its validators. @param index Of the node, from 0. */
export function consensusArguments(
  index: number,
  ports: NodePorts,
  files: Files,
  folder: string,
  { genesisTime, genesisHash, slotSeconds, nodes }: Beacon,
): string[] {
  const [first, last] = validatorsOf(index, nodes);
  const forks = ["ALTAIR", "BELLATRIX", "CAPELLA"].flatMap((fork) => [`--params.${fork}_FORK_EPOCH`, "0"]);
  const recipient = `0x${(index + 1).toString(16).padStart(40, "0")}`;
  return [
    ...["dev", "--dataDir", folder, "--logFile", "none"],
    ...["--genesisValidators", String(VALIDATORS), "--startValidators", `${first}..${last}`],
    ...["--genesisTime", String(genesisTime), "--genesisEth1Hash", genesisHash],
    ...[...forks, "--params.TERMINAL_TOTAL_DIFFICULTY", "0", "--params.SECONDS_PER_SLOT", String(slotSeconds)],
    // The nodes are told of each other. A node is ready without others, and catches up when it meets one.
    ...["--discv5", "false", "--sync.isSingleNode", "true"],
    ...["--listenAddress", HOST, "--enr.ip", HOST, "--port", String(ports.beaconPeers)],
    ...["--rest.port", String(ports.beacon), "--rest.namespace", "*", "--server", `http://${HOST}:${ports.beacon}`],
    ...["--execution.urls", `http://${HOST}:${ports.engine}`, "--jwt-secret", files.secret],
    ...["--suggestedFeeRecipient", recipient],
  ];
}
