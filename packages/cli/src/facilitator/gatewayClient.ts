import { JsonRpcSigner, type Signer } from "ethers";
import path from "node:path";
import { as, openProvider, type Client } from "@servicecoin/sdk";
import { withErrors } from "@servicecoin/sdk/internal";
import { CliError, EXIT } from "../errors/cliError.js";
import { chainName } from "../session/chainName.js";
import { stateFolder } from "../session/folders.js";
import { wellKnown } from "../session/keys.js";
import type { Session } from "../session/session.js";

const RESPONSE_MS = 15_000;

/**
 * A client for a long-running program that makes many requests. Its key signs without the node.
 * @throws CliError `NoKey`, `NotSigning`, `NoEther` and others
 */
export async function gatewayClient(session: Session): Promise<{ client: Client; balance: bigint }> {
  const own = await ownClient(session, "a facilitator");
  if (own.balance === 0n) {
    const { account, client } = own;
    const message = `${account} has no ether on chain ${client.chainId.toString()}: a facilitator pays the gas of all payments.`;
    throw new CliError("NoEther", message, { account, chainId: client.chainId }, EXIT.refused);
  }
  return own;
}

/**
 * The same for any program, whether its account has ether or not.
 * @param program What it is, for messages: "a facilitator".
 * @throws CliError `NoKey`, `NotSigning` and others
 */
export async function ownClient(
  session: Session,
  program: string,
): Promise<{ client: Client; account: string; balance: bigint }> {
  const reader = await session.reader();
  const signer = await ownKey(session, await session.signer(), program);
  const { network } = await session.node();
  // Calls of the same moment share a request. By default ethers waits 10 ms for more, at each step of a payment.
  const provider = await openProvider(network.url, { timeout: RESPONSE_MS, batchStallTime: 0 });
  const account = await signer.getAddress();
  const balance = await withErrors(() => provider.getBalance(account));
  return { client: as(reader, signer.connect(provider)), account, balance };
}

/** Returns a signer that signs without the node: the journal must record a transaction before its broadcast. */
async function ownKey(session: Session, signer: Signer, program: string): Promise<Signer> {
  if (!(signer instanceof JsonRpcSigner)) return signer;
  const { key } = session.settings;
  const account = await signer.getAddress();
  if (key?.kind === "account") {
    const known = wellKnown(key.index);
    if (known.address === account) return known;
  }
  const message = `Only the node has the key of ${account}, but ${program} signs by itself: use --keyfile, --keystore or SERVICECOIN_PRIVATE_KEY.`;
  throw new CliError("NotSigning", message, { account });
}

/** Returns the default path of the journal: in the state folder, one per chain and account, as nonces are. */
export async function journalPath(session: Session, account: string, program = "facilitator"): Promise<string> {
  const chain = await chainName(session);
  return path.join(stateFolder(session.io.env), `${program}-${chain}-${account.toLowerCase()}.journal`);
}
