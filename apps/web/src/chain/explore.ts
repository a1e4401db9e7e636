import { useQuery } from "@tanstack/react-query";
import { useNetwork } from "../config/settings.ts";
import { lastBlock, rpc } from "./rpc.ts";

/** A block, as far as the explorer shows it. */
export interface ExploredBlock {
  number: number;
  hash: string;
  parentHash: string;
  /** Seconds since 1970. */
  time: number;
  gasUsed: number;
  transactions: { hash: string; from: string; to: string | null; value: string }[];
}

interface RpcBlock {
  number: string;
  hash: string;
  parentHash: string;
  timestamp: string;
  gasUsed: string;
  transactions: ExploredBlock["transactions"];
}

const SHOWN = 20;

/** A block by its number; null when the chain has none. @throws RpcError */
export async function readBlock(url: string, number: number): Promise<ExploredBlock | null> {
  const block = await rpc<RpcBlock | null>(url, "eth_getBlockByNumber", [`0x${number.toString(16)}`, true]);
  if (block === null) return null;
  const { hash, parentHash, transactions } = block;
  return {
    ...{ hash, parentHash, transactions },
    number: Number(block.number),
    time: Number(block.timestamp),
    gasUsed: Number(block.gasUsed),
  };
}

/** The last blocks, the newest first. */
export function useLastBlocks() {
  const { rpc: url } = useNetwork();
  return useQuery({
    queryKey: ["blocks", url],
    queryFn: async () => {
      const last = await lastBlock(url);
      const numbers = Array.from({ length: Math.min(SHOWN, last + 1) }, (_, index) => last - index);
      const blocks = await Promise.all(numbers.map((number) => readBlock(url, number)));
      return { data: blocks.filter((block) => block !== null) };
    },
  });
}

/** A block by its number. */
export function useBlock(number: number) {
  const { rpc: url } = useNetwork();
  return useQuery({
    queryKey: ["block", url, number],
    queryFn: async () => ({ data: await readBlock(url, number) }),
    enabled: Number.isSafeInteger(number),
  });
}

/** A transaction with its decoded call and events; null when the chain does not know it. */
export function useTransaction(hash: string) {
  const network = useNetwork();
  return useQuery({
    queryKey: ["transaction", network.rpc, hash],
    queryFn: async () => {
      const { readTransaction } = await import("./decode.ts");
      return { data: await readTransaction(network, hash) };
    },
  });
}
