import type { EventFragment, Interface, ParamType } from "ethers";
import { CONTRACTS, type Client, type ContractName } from "@servicecoin/sdk";
import { INTERFACES } from "@servicecoin/sdk/internal";
import { storable } from "../store/columns.js";
import type { IndexedEvent } from "./event.js";
import type { Row } from "../store/schema.js";

/** @param topics Joined by commas. */
type Decode = (topics: string, data: string) => Record<string, unknown>;

interface Decoder {
  contract: ContractName;
  name: string;
  decode: Decode;
}

/** Characters of a word in hex, of a word with its prefix, and from the start of one topic to that of the next. */
const WORD = 64;
const TOPIC = 2 + WORD;
const STEP = TOPIC + 1;

/**
 * Decodes the logs of our contracts. Unlike `decodeLogs` of the SDK it returns addresses in lower case, which saves a
 * hash for each, and reads events without texts or arrays word by word: 12 times as fast as ethers.
 */
export class EventDecoder {
  /** By address, then by first topic. */
  readonly #decoders = new Map<string, Map<string, Decoder>>();

  constructor(addresses: Client["addresses"]) {
    for (const contract of CONTRACTS) {
      const abi = INTERFACES[contract];
      const decoders = new Map<string, Decoder>();
      abi.forEachEvent((event) => {
        decoders.set(event.topicHash, { contract, name: event.name, decode: decoderOf(abi, event) });
      });
      this.#decoders.set(addresses[contract].toLowerCase(), decoders);
    }
  }

  /**
   * Returns the event of a log, or undefined if our ABI does not declare it.
   * @throws ethers' errors for a log that does not have the form of its event
   */
  decode(log: Row<"logs">): IndexedEvent | undefined {
    const { address, topics, data } = log;
    const found = this.#decoders.get(address)?.get(topics.slice(0, TOPIC));
    if (found === undefined) return undefined;
    const { contract, name } = found;
    const { block, logIndex, time, transactionHash } = log;
    const args = found.decode(topics, data);
    return { contract, name, args, block, logIndex, time, transactionHash, data };
  }
}

function decoderOf(abi: Interface, event: EventFragment): Decode {
  return event.inputs.every(isWord) ? wordDecoder(event.inputs) : fullDecoder(abi, event);
}

function isWord({ baseType }: ParamType): boolean {
  return /^(address|bool|bytes32|u?int\d+)$/.test(baseType);
}

/** Reads a word at a place of a text. */
type Read = (text: string, at: number) => unknown;

/** Decodes an event whose arguments are one word each. */
function wordDecoder(inputs: readonly ParamType[]): Decode {
  let topic = 2 + STEP;
  let word = 2;
  const parts = inputs.map(({ name, baseType, indexed }) => {
    const isTopic = indexed === true;
    const at = isTopic ? topic : word;
    if (isTopic) topic += STEP;
    else word += WORD;
    return { name, read: readerOf(baseType), isTopic, at };
  });
  const [lengthOfTopics, lengthOfData] = [topic - STEP + WORD, word];
  return (topics, data) => {
    if (topics.length !== lengthOfTopics) throw new Error("The log has not the topics of its event");
    if (data.length < lengthOfData) throw new Error("The log is shorter than its event");
    const args: Record<string, unknown> = {};
    for (const { name, read, isTopic, at } of parts) args[name] = read(isTopic ? topics : data, at);
    return args;
  };
}

function readerOf(type: string): Read {
  if (type === "address") return addressAt;
  if (type === "bytes32") return (text, at) => `0x${text.slice(at, at + WORD)}`.toLowerCase();
  if (type === "bool") return (text, at) => integerAt(text, at) !== 0n;
  if (type.startsWith("uint")) return integerAt;
  return (text, at) => BigInt.asIntN(256, integerAt(text, at));
}

function integerAt(text: string, at: number): bigint {
  const isWhole = at === 2 && text.length === TOPIC;
  return BigInt(isWhole ? text : `0x${text.slice(at, at + WORD)}`);
}

/** Addresses by their digits, as many as this. */
const known = new Map<string, string>();
const KNOWN = 50_000;

/** An address that comes again is the same string, whose hash the maps by address need not compute again. */
function addressAt(text: string, at: number): string {
  const digits = text.slice(at + 24, at + WORD);
  let address = known.get(digits);
  if (address !== undefined) return address;
  address = `0x${digits.toLowerCase()}`;
  if (known.size >= KNOWN) known.clear();
  known.set(digits, address);
  return address;
}

/** Decodes any event, texts with replacement characters where they are not UTF-8. */
function fullDecoder(abi: Interface, event: EventFragment): Decode {
  return (topics, data) => {
    const values = abi.decodeEventLog(event, data, topics.split(","));
    return Object.fromEntries(event.inputs.map((input, index) => [input.name, plain(values[index], input)]));
  };
}

function plain(value: unknown, { baseType, arrayChildren, components }: ParamType): unknown {
  if (arrayChildren !== null) return [...(value as Iterable<unknown>)].map((item) => plain(item, arrayChildren));
  if (components !== null) {
    const values = [...(value as Iterable<unknown>)];
    return Object.fromEntries(components.map((part, index) => [part.name, plain(values[index], part)]));
  }
  if (baseType === "address") return (value as string).toLowerCase();
  return baseType === "string" && typeof value === "string" ? storable(value) : value;
}
