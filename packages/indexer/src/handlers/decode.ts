import type { EventFragment, Interface, ParamType } from "ethers";
import { CONTRACTS, type Client, type ContractName } from "@servicecoin/sdk";
import { INTERFACES } from "@servicecoin/sdk/internal";
import { storable } from "../store/columns.js";
import type { IndexedEvent } from "./event.js";
import type { Row } from "../store/schema.js";

type Decode = (topics: string[], data: string) => Record<string, unknown>;

interface Decoder {
  contract: ContractName;
  name: string;
  decode: Decode;
}

/**
 * Decodes the logs of our contracts. Unlike `decodeLogs` of the SDK it returns addresses in lower case, which saves a
 * hash for each, and reads events without texts or arrays word by word: 12 times as fast as ethers.
 */
export class EventDecoder {
  /** By address and first topic. */
  readonly #decoders = new Map<string, Decoder>();

  constructor(addresses: Client["addresses"]) {
    for (const contract of CONTRACTS) {
      const abi = INTERFACES[contract];
      abi.forEachEvent((event) => {
        const key = `${addresses[contract].toLowerCase()} ${event.topicHash}`;
        this.#decoders.set(key, { contract, name: event.name, decode: decoderOf(abi, event) });
      });
    }
  }

  /**
   * Returns the event of a log, or undefined if our ABI does not declare it.
   * @throws ethers' errors for a log that does not have the form of its event
   */
  decode(log: Row<"logs">): IndexedEvent | undefined {
    const topics = log.topics.split(",");
    const found = this.#decoders.get(`${log.address} ${topics[0]}`);
    if (found === undefined) return undefined;
    const { contract, name } = found;
    const { block, logIndex, time, transactionHash } = log;
    const args = found.decode(topics, log.data);
    return { contract, name, args, block, logIndex, time, transactionHash, data: log.data };
  }
}

function decoderOf(abi: Interface, event: EventFragment): Decode {
  return event.inputs.every(isWord) ? wordDecoder(event.inputs) : fullDecoder(abi, event);
}

function isWord({ baseType }: ParamType): boolean {
  return /^(address|bool|bytes32|u?int\d+)$/.test(baseType);
}

type Read = (word: string) => unknown;

/** Decodes an event whose arguments are one word each. */
function wordDecoder(inputs: readonly ParamType[]): Decode {
  let topic = 1;
  let word = 0;
  const parts = inputs.map(({ name, baseType, indexed }) => {
    const isTopic = indexed === true;
    return { name, read: readerOf(baseType), isTopic, at: isTopic ? topic++ : word++ };
  });
  const words = word;
  return (topics, data) => {
    if (topics.length < topic || data.length < 2 + words * 64) throw new Error("The log is shorter than its event");
    const args: Record<string, unknown> = {};
    for (const { name, read, isTopic, at } of parts) {
      args[name] = read(isTopic ? (topics[at] as string) : `0x${data.slice(2 + at * 64, 66 + at * 64)}`);
    }
    return args;
  };
}

function readerOf(type: string): Read {
  if (type === "address") return (word) => `0x${word.slice(26).toLowerCase()}`;
  if (type === "bytes32") return (word) => word.toLowerCase();
  if (type === "bool") return (word) => BigInt(word) !== 0n;
  if (type.startsWith("uint")) return (word) => BigInt(word);
  return (word) => BigInt.asIntN(256, BigInt(word));
}

/** Decodes any event, texts with replacement characters where they are not UTF-8. */
function fullDecoder(abi: Interface, event: EventFragment): Decode {
  return (topics, data) => {
    const values = abi.decodeEventLog(event, data, topics);
    return Object.fromEntries(event.inputs.map((input, index) => [input.name, plain(values[index], input)]));
  };
}

function plain(value: unknown, { baseType, arrayChildren }: ParamType): unknown {
  if (arrayChildren !== null) return [...(value as Iterable<unknown>)].map((item) => plain(item, arrayChildren));
  if (baseType === "address") return (value as string).toLowerCase();
  return baseType === "string" && typeof value === "string" ? storable(value) : value;
}
