import type { ContractName, ServiceCoinEvent } from "@servicecoin/sdk";
import type { FactName, Row, StateName } from "../store/schema.js";

/** The place of an event in the chain. `time` is the block's, in seconds since 1970. */
export interface Position {
  block: number;
  logIndex: number;
  time: number;
  transactionHash: string;
}

/** An event with its arguments by name, addresses in lower case. */
export interface IndexedEvent extends Position {
  contract: ContractName;
  name: string;
  args: Record<string, unknown>;
  /** What the log holds beside its topics, for what must read the bytes of a text. */
  data: string;
}

type Key<Name extends StateName> = Partial<Row<Name>>;

/** What a handler can read and write. It never calls the chain, so that a replay gives the same rows. */
export interface Context extends Position {
  /** The event before, if it is of the same transaction and immediately before this one. */
  previous: IndexedEvent | undefined;
  /** Data of the log, as hex. */
  data: string;
  /** Lower-case address of each contract. */
  addresses: Readonly<Record<ContractName, string>>;
  /** Returns the row of an entity, or undefined. Change it only by `put`. */
  get<Name extends StateName>(table: Name, key: Key<Name>): Readonly<Row<Name>> | undefined;
  /** Writes the row of an entity, whole. `block` is added. */
  put<Name extends StateName>(table: Name, row: Omit<Row<Name>, "block">): void;
  /** Adds a fact. Its position is added. */
  add<Name extends FactName>(table: Name, row: Omit<Row<Name>, keyof Position>): void;
}

type EventOf<Contract extends ContractName> = Extract<ServiceCoinEvent, { contract: Contract }>;

/** One handler for every event of a contract: the compiler names those that are missing. */
export type Handlers<Contract extends ContractName> = {
  [Name in EventOf<Contract>["name"]]: (
    args: Extract<EventOf<Contract>, { name: Name }>["args"],
    context: Context,
  ) => void;
};

/**
 * A handler for an event that says nothing which another event or a row does not say.
 * @param reason Why.
 */
export function ignored(reason: string): (() => void) & { reason: string } {
  return Object.assign(() => undefined, { reason });
}
