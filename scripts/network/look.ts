import { grouped } from "../lib/table.js";
import { beacon, field } from "./http.js";
import { headOf, type Head, type NetworkNode } from "./node.js";

/** What a node says of itself. */
export interface Look {
  name: string;
  url: string;
  state: "running" | "starting" | "stopped";
  /** Consensus clients that it is connected with. */
  peers: number | undefined;
  head: Head | undefined;
  finalized: Head | undefined;
}

/** Looks at a node, as its users do. Never throws. */
export async function lookAt(node: NetworkNode): Promise<Look> {
  const { name, url, isRunning } = node;
  if (!isRunning) return { name, url, state: "stopped", peers: undefined, head: undefined, finalized: undefined };
  const [peers, head, finalized] = await Promise.all([
    peersOf(node),
    headOf(node, "latest"),
    headOf(node, "finalized"),
  ]);
  return { name, url, state: peers === undefined ? "starting" : "running", peers, head, finalized };
}

/** The columns of the table of nodes. */
export const COLUMNS = ["Node", "URL", "State", "Peers", "Head", "Finalized", "Head hash"];

/** The row of a node in the table. What is unknown is empty. */
export function rowOf({ name, url, state, peers, head, finalized }: Look): string[] {
  const number = (block: Head | undefined) => (block === undefined ? "" : grouped(block.number));
  const cells = [name, url, state, peers === undefined ? "" : String(peers), number(head), number(finalized)];
  return [...cells, head?.hash.slice(0, 10) ?? ""];
}

async function peersOf({ beaconUrl }: NetworkNode): Promise<number | undefined> {
  try {
    const connected = field(await beacon(beaconUrl, "/eth/v1/node/peer_count"), "connected");
    return typeof connected === "string" ? Number(connected) : undefined;
  } catch {
    return undefined;
  }
}
