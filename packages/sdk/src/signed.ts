import { getAddress, type TypedDataField } from "ethers";
import type { Client } from "./core/client.js";
import { ServiceCoinError } from "./core/errors.js";
import { domainOf, type Verifier } from "./domain.js";
import { canonicalSignature, sign } from "./sign.js";
import type { TypedData } from "./typedData.js";

/** A message in a form that JSON can hold: big integers are decimal strings. */
export type Written<Message> = {
  [Field in keyof Message]: Message[Field] extends bigint
    ? string
    : Message[Field] extends readonly bigint[]
      ? string[]
      : Message[Field];
};

/** A signed message (EIP-712) that another account can submit. It can be stored as JSON. */
export interface Signed<Message extends object> {
  /** Name of the signed type, for example `Permit`. It determines the function that submits it. */
  primaryType: string;
  chainId: number;
  /** Address of the contract that verifies the signature. */
  contract: string;
  message: Written<Message>;
  /** 65 bytes, or any form that the signer's smart wallet accepts. */
  signature: string;
}

/** Signs with the client's account. @throws ServiceCoinError `NoSigner`, `Rejected`, `InvalidArgument` */
export async function signData<Message extends object>(
  client: Client,
  data: TypedData<Message>,
): Promise<Signed<Message>> {
  const signature = await sign(client, data);
  const { domain, types, message } = data;
  const primaryType = primaryTypeOf(types);
  const contract = String(domain.verifyingContract);
  return { primaryType, chainId: Number(client.chainId), contract, message: write(message), signature };
}

/**
 * Returns the message after checking that it has this type and is for this system. The contract verifies the signature.
 * @throws ServiceCoinError `WrongChain`; `InvalidArgument` when it was signed for another contract, has another type or
 * is incomplete
 */
export function messageOf<Message extends object>(
  { chainId, addresses }: Client,
  contract: Verifier,
  types: Record<string, TypedDataField[]>,
  signed: Signed<Message>,
): Written<Message> {
  const primaryType = primaryTypeOf(types);
  check("primaryType", signed.primaryType, signed.primaryType === primaryType);
  if (signed.chainId !== Number(chainId)) {
    throw new ServiceCoinError("WrongChain", { expected: signed.chainId, actual: chainId });
  }
  check("contract", signed.contract, sameAddress(signed.contract, addresses[contract]));
  // It may come from a file that anyone wrote.
  const message = signed.message as Partial<Record<string, unknown>> | undefined;
  for (const { name } of types[primaryType] ?? []) check(name, message?.[name], message?.[name] !== undefined);
  return signed.message;
}

/** Returns the signature of this account's message in the form that the contract takes. */
export function signatureOf<Message extends object>(
  client: Client,
  contract: Verifier,
  types: Record<string, TypedDataField[]>,
  signed: Signed<Message>,
  account: string,
): string {
  const { message, signature } = signed;
  return canonicalSignature({ domain: domainOf(client, contract), types, message }, account, signature);
}

/** The first type is the one that is signed. */
function primaryTypeOf(types: Record<string, TypedDataField[]>): string {
  return Object.keys(types)[0] ?? "";
}

function check(argument: string, value: unknown, isValid: boolean): void {
  if (!isValid) throw new ServiceCoinError("InvalidArgument", { argument, value });
}

function sameAddress(one: unknown, other: string): boolean {
  return typeof one === "string" && one.toLowerCase() === getAddress(other).toLowerCase();
}

function write<Message extends object>(message: Message): Written<Message> {
  const text = (value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);
  const entries = Object.entries(message).map(([field, value]: [string, unknown]) => [
    field,
    Array.isArray(value) ? value.map(text) : text(value),
  ]);
  return Object.fromEntries(entries) as Written<Message>;
}
