import { CONTRACTS, type ContractName } from "@servicecoin/sdk";
import { keccak256 } from "ethers";
import hre from "hardhat";
import type { Connection } from "./chain.js";
import type { DeploymentRecord } from "./record.js";

/** The code of one contract on chain, compared with the record and with the local build. */
export interface Comparison {
  name: ContractName;
  address: string;
  recordedHash: string;
  chainHash: string;
  isAsRecorded: boolean;
  isAsBuilt: boolean;
}

type References = Record<string, { start: number; length: number }[] | undefined>;

/** Compares every contract of a record with its code on chain and with the local build. */
export async function compareCode({ ethers }: Connection, record: DeploymentRecord): Promise<Comparison[]> {
  return Promise.all(
    CONTRACTS.map(async (name) => {
      const { address, codeHash } = record.contracts[name];
      const code = await ethers.provider.getCode(address);
      const { deployedBytecode, immutableReferences = {} } = await hre.artifacts.readArtifact(name);
      const chainHash = keccak256(code);
      return {
        name,
        address,
        recordedHash: codeHash,
        chainHash,
        isAsRecorded: chainHash === codeHash,
        isAsBuilt: withoutImmutables(code, immutableReferences) === deployedBytecode,
      };
    }),
  );
}

/** Replaces the immutables that the constructor wrote with zeros, as in the compiler's output. */
export function withoutImmutables(code: string, references: References): string {
  let masked = code;
  for (const { start, length } of Object.values(references).flatMap((places) => places ?? [])) {
    const from = 2 + 2 * start;
    const hidden = masked.slice(from, from + 2 * length);
    masked = masked.slice(0, from) + "0".repeat(hidden.length) + masked.slice(from + 2 * length);
  }
  return masked;
}
