import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { keccak256, Transaction } from "ethers";
import { setTimeout } from "node:timers/promises";
import type { Chain, Connection } from "./chain.js";
import { messagesOf } from "./errors.js";
import { highestGasPrice } from "./gasPrice.js";
import type { Log } from "./log.js";
import { SIGNED } from "./multicall3Signed.js";
import { eth } from "./table.js";

/** Address of Multicall3, the same on every chain. */
export const MULTICALL3 = "0xcA11bde05977b3631167028862bE2a173976CA11";

/** keccak256 of its code. */
const CODE_HASH = "0xd5c15df687b16f2ff992fc8d767b4216323184a2bbc6ee2f9c398c318e770891";

/** The account that signed its deployment. Nobody has its key, so it can send nothing else. */
const SENDER = "0x05f32B3cC3888453ff71B01135B34FF8e41263F2";
const { gasLimit: GAS_LIMIT, data: CREATION } = Transaction.from(SIGNED);
const GAS_PRICE = 100_000_000_000n;
const COST = GAS_LIMIT * GAS_PRICE;
const GAS_OF_FUNDING = 21_000n;

const POLL_MS = { local: 50, public: 2_000 };
const TIMEOUT_MS = 180_000;

/** Why Multicall3 is not deployed. Undefined if it is. */
export type Missing = string | undefined;

/** Estimates the maximum cost of deploying Multicall3 in wei. 0 if it is deployed already, or cannot be deployed. */
export async function multicall3Cost(connection: Connection): Promise<bigint> {
  const { provider } = connection.ethers;
  if ((await provider.getCode(MULTICALL3)) !== "0x" || (await obstacle(connection)) !== undefined) return 0n;
  return (await missingFunds(connection)) + GAS_OF_FUNDING * (await highestGasPrice(connection));
}

/**
 * Deploys Multicall3 if it is missing. The system works without it, so a chain that cannot have it is no error. Safe to
 * call again after an interruption: the signed transaction can be mined only once, and its sender receives no more than
 * the missing funds.
 * @param log Receives a line if Multicall3 was deployed, or could not be.
 * @returns The reason if it is still missing.
 */
export async function placeMulticall3(
  connection: Connection,
  chain: Chain,
  deployer: HardhatEthersSigner,
  log: Log,
): Promise<Missing> {
  if (await isThere(connection)) return undefined;
  const missing = await place(connection, chain, deployer).catch((error: unknown) => firstLine(messagesOf(error)));
  log(missing === undefined ? `  Multicall3 placed at ${MULTICALL3}` : `  Multicall3 is missing: ${missing}`);
  return missing;
}

async function place(connection: Connection, chain: Chain, deployer: HardhatEthersSigner): Promise<Missing> {
  const { provider } = connection.ethers;
  if ((await provider.getCode(MULTICALL3)) !== "0x") return `there is other code at ${MULTICALL3}`;
  const inTheWay = (await obstacle(connection)) ?? (chain.isLocal ? undefined : await refusal(connection));
  if (inTheWay !== undefined) return inTheWay;

  // The funding transaction of a killed run may still be pending.
  const hasNonePending = async () =>
    (await provider.getTransactionCount(deployer.address, "pending")) ===
    (await provider.getTransactionCount(deployer.address, "latest"));
  if (!(await waitUntil(chain, hasNonePending)))
    return "the deployer's last transactions are not mined yet: run again later";
  const value = await missingFunds(connection);
  if (value > 0n) {
    const balance = await provider.getBalance(deployer.address);
    if (balance < value) return `it costs ${eth(value)}, and the deployer has ${eth(balance)}`;
    await (await deployer.sendTransaction({ to: SENDER, value })).wait();
  }

  const fault = await broadcast(connection);
  if (await waitUntil(chain, () => isThere(connection), fault === undefined ? TIMEOUT_MS : 0)) return undefined;
  return fault ?? "its transaction is still pending: run again later";
}

/** Returns what makes the signed transaction impossible, before any funds are spent on it. */
async function obstacle({ ethers }: Connection): Promise<Missing> {
  const { provider } = ethers;
  if ((await provider.getTransactionCount(SENDER, "latest")) > 0) {
    return `the account ${SENDER}, which alone can place it, has used its nonce on this chain`;
  }
  const baseFee = (await provider.getBlock("latest"))?.baseFeePerGas ?? 0n;
  if (baseFee > GAS_PRICE) return "the base fee exceeds the 100 gwei per gas of its signed transaction";
  const gas = await provider.estimateGas({ data: CREATION });
  return gas > GAS_LIMIT
    ? `the chain needs ${gas} gas for it, and the gas limit of its signed transaction is ${GAS_LIMIT}`
    : undefined;
}

/**
 * Returns why the node rejects the signed transaction, apart from missing funds. Checked before its sender is funded:
 * funds sent there cannot be recovered.
 */
async function refusal(connection: Connection): Promise<Missing> {
  if ((await missingFunds(connection)) === 0n) return undefined;
  const fault = await broadcast(connection);
  return fault === undefined || /insufficient|enough funds|balance/i.test(fault) ? undefined : fault;
}

/** Broadcasts the signed transaction. Returns the error of the node if it rejects it. */
async function broadcast({ provider }: Connection): Promise<string | undefined> {
  try {
    await provider.request({ method: "eth_sendRawTransaction", params: [SIGNED] });
    return undefined;
  } catch (error) {
    const message = firstLine(messagesOf(error));
    return /already known|known transaction|already imported/i.test(message)
      ? undefined
      : `the node rejects its transaction: "${message}"`;
  }
}

async function isThere({ ethers }: Connection): Promise<boolean> {
  return keccak256(await ethers.provider.getCode(MULTICALL3)) === CODE_HASH;
}

async function missingFunds({ ethers }: Connection): Promise<bigint> {
  const balance = await ethers.provider.getBalance(SENDER);
  return balance < COST ? COST - balance : 0n;
}

async function waitUntil(chain: Chain, condition: () => Promise<boolean>, timeout = TIMEOUT_MS): Promise<boolean> {
  const giveUpAt = performance.now() + timeout;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) return false;
    await setTimeout(chain.isLocal ? POLL_MS.local : POLL_MS.public);
  }
  return true;
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}
