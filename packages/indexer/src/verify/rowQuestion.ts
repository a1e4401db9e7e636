import { getAddress, type Result } from "ethers";
import type { ContractName } from "@servicecoin/sdk";
import type { TableName } from "../store/schema.js";

type Value = bigint | string;

/** A row, and the call that says what it must be. */
export interface Question {
  table: TableName;
  key: string;
  contract: ContractName;
  method: string;
  args: readonly unknown[];
  /** The columns that the contract knows, as they are indexed. */
  indexed: Readonly<Record<string, Value>>;
  /** The same columns, from the answer of the contract. */
  read: (answer: Result) => Readonly<Record<string, Value>>;
}

/** A question. @param place Contract and method, with a dot between. */
export function question(
  table: TableName,
  key: string,
  place: string,
  args: readonly unknown[],
  indexed: Question["indexed"],
  read: Question["read"],
): Question {
  const [contract, method] = place.split(".") as [ContractName, string];
  return { table, key, contract, method, args, indexed, read };
}

/** An address as it is indexed. */
export function lower(address: unknown): string {
  return getAddress(address as string).toLowerCase();
}

/** The word for a number of an enumeration. */
export function nameOf(names: readonly string[], number: unknown): string {
  return names[Number(number)] ?? `number ${String(number)}`;
}
