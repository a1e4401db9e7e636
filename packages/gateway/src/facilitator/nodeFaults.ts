import type { FacilitatorEvmSigner } from "@x402/evm";
import { isError } from "ethers";

/** What a chain answers to a call: that the contract refuses, is not there, or says what nobody understands. */
const ANSWERS = ["CALL_EXCEPTION", "BAD_DATA", "BUFFER_OVERRUN", "INVALID_ARGUMENT", "NUMERIC_FAULT"] as const;

/** A reader for one verification, which asks for an account's code once, and remembers whether the node failed: the official one does not. */
export interface Watched {
  reader: FacilitatorEvmSigner;
  /** Whether an account has code. */
  hasCode: (account: string) => Promise<boolean>;
  /** The first fault of the node; undefined when it answered everything. */
  faultOf: () => Error | undefined;
}

/** Watches over one verification. */
export function watched(reader: FacilitatorEvmSigner): Watched {
  let fault: Error | undefined;
  const watch = async <Value>(asked: Promise<Value>): Promise<Value> => {
    try {
      return await asked;
    } catch (error) {
      if (!ANSWERS.some((code) => isError(error, code))) fault ??= error instanceof Error ? error : new Error("fault");
      throw error;
    }
  };
  const codes = new Map<string, ReturnType<FacilitatorEvmSigner["getCode"]>>();
  const getCode: FacilitatorEvmSigner["getCode"] = ({ address }) => {
    const code = codes.get(address) ?? watch(reader.getCode({ address }));
    codes.set(address, code);
    return code;
  };
  return {
    reader: { ...reader, readContract: (args) => watch(reader.readContract(args)), getCode },
    hasCode: async (account) => ((await getCode({ address: account as `0x${string}` })) ?? "0x") !== "0x",
    faultOf: () => fault,
  };
}
