import type { FacilitatorEvmSigner } from "@x402/evm";
import { isError } from "ethers";

/** What a chain answers to a call: that the contract refuses, is not there, or says what nobody understands. */
const ANSWERS = ["CALL_EXCEPTION", "BAD_DATA", "BUFFER_OVERRUN", "INVALID_ARGUMENT", "NUMERIC_FAULT"] as const;

/** A reader that remembers whether the node failed: the official verification keeps that to itself. */
export interface Watched {
  reader: FacilitatorEvmSigner;
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
  return {
    reader: {
      ...reader,
      readContract: (args) => watch(reader.readContract(args)),
      getCode: (args) => watch(reader.getCode(args)),
    },
    faultOf: () => fault,
  };
}
