import type { TypedDataDomain, TypedDataField } from "ethers";

/** Typed data for a wallet to sign (EIP-712). */
export interface TypedData<Message extends object> {
  domain: TypedDataDomain;
  types: Record<string, TypedDataField[]>;
  message: Message;
}

/** Returns the fields of an EIP-712 type, which are written as in its type string: `"address from,uint256 value"`. */
export function fields(list: string): TypedDataField[] {
  return list.split(",").map((field) => {
    const [type = "", name = ""] = field.split(" ");
    return { type, name };
  });
}
