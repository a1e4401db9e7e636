import { CONTRACTS, type ContractName } from "@servicecoin/sdk";
import { AbiCoder, Interface, type Result } from "ethers";
import hre from "hardhat";
import type { Connection } from "./chain.js";
import type { ContractRecord } from "./record.js";

/**
 * The transaction that created a contract. Its data is the creation code and the arguments: other creation code could
 * leave storage of the deployer's choice behind, which the code on chain does not show.
 */
export interface Creation {
  name: ContractName;
  /** Why the transaction is not the one that the local build would send. Undefined if it is. */
  fault: string | undefined;
  /** Arguments of the constructor. Undefined if there is a fault. */
  args: Result | undefined;
}

type Places = Record<ContractName, Pick<ContractRecord, "address" | "transactionHash">>;

/** Reads the creation of every contract. */
export async function readCreations(connection: Connection, places: Places): Promise<Creation[]> {
  return Promise.all(CONTRACTS.map((name) => readCreation(connection, name, places[name])));
}

async function readCreation(
  { ethers: { provider } }: Connection,
  name: ContractName,
  { address, transactionHash }: Places[ContractName],
): Promise<Creation> {
  const { abi, bytecode } = await hre.artifacts.readArtifact(name);
  const [transaction, receipt] = await Promise.all([
    provider.getTransaction(transactionHash),
    provider.getTransactionReceipt(transactionHash),
  ]);
  const faulty = (fault: string): Creation => ({ name, fault, args: undefined });
  if (transaction === null || receipt === null)
    return faulty(`the node does not know the transaction ${transactionHash}`);
  if (transaction.to !== null || receipt.contractAddress !== address) {
    return faulty(`the transaction ${transactionHash} did not create ${address}`);
  }
  if (!transaction.data.startsWith(bytecode)) {
    return faulty(`the transaction ${transactionHash} has creation code that differs from the local build`);
  }
  // The rest of the ABI would take longer to parse.
  const { inputs } = new Interface(abi.filter(({ type }) => type === "constructor")).deploy;
  const encoded = `0x${transaction.data.slice(bytecode.length)}`;
  const coder = AbiCoder.defaultAbiCoder();
  try {
    const args = coder.decode(inputs, encoded);
    if (coder.encode(inputs, args) === encoded) return { name, fault: undefined, args };
  } catch {
    // Reported below.
  }
  return faulty(`the transaction ${transactionHash} has arguments that cannot be read: ${encoded}`);
}
