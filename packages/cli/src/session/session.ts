import type { JsonRpcProvider, Signer } from "ethers";
import { accountOf, as, type Client, connect } from "@servicecoin/sdk";
import { withErrors } from "@servicecoin/sdk/internal";
import { findDeployment, type Found } from "./deployment.js";
import { Files } from "./files.js";
import type { Interruption } from "./interruption.js";
import type { Invocation } from "./invocation.js";
import type { Io } from "../io.js";
import { Keystore } from "./keystore.js";
import { signerFrom } from "./keys.js";
import { connectTo, networkOf, variableOf, type Network } from "./network.js";
import type { Output } from "../output/output.js";
import type { Settings } from "./settings.js";
import { isCode } from "../errors/shownError.js";

/** A node that has answered. */
export interface Node {
  network: Network;
  provider: JsonRpcProvider;
  chainId: bigint;
}

/** One run of a command: connects, finds the deployment and the key when they are first asked for. */
export class Session {
  readonly settings: Settings;
  readonly out: Output;
  readonly io: Io;
  readonly files: Files;
  readonly keystore: Keystore;
  readonly interruption: Interruption;
  readonly #invocation: Invocation;
  #node: Promise<Node> | undefined;
  #found: Promise<Found> | undefined;
  #reader: Promise<Client> | undefined;
  #signer: Promise<Signer> | undefined;

  constructor(invocation: Invocation, settings: Settings) {
    const { io, interruption } = invocation;
    this.settings = settings;
    this.out = invocation.output(settings.isJson);
    this.io = io;
    this.files = new Files(io);
    this.keystore = new Keystore(io);
    this.interruption = interruption;
    this.#invocation = invocation;
  }

  /** The exit code of the run if nothing is thrown. */
  set exitCode(exitCode: number) {
    this.#invocation.exitCode = exitCode;
  }

  /** The node. @throws CliError `Unreachable`, `UnknownNetwork`; ServiceCoinError `WrongChain` */
  node(): Promise<Node> {
    return (this.#node ??= this.#network().then((network) =>
      this.out.during("Connecting", async () => ({ network, ...(await connectTo(network)) })),
    ));
  }

  /** Where the contracts are. @throws CliError `NoDeployment` */
  deployment(): Promise<Found> {
    return (this.#found ??= this.node().then(({ chainId }) =>
      findDeployment(this.settings.deployment, chainId, this.io.cwd, this.files),
    ));
  }

  /** The system, to read. @throws CliError; ServiceCoinError `NotDeployed`, `InvalidDeployment` */
  reader(): Promise<Client> {
    return (this.#reader ??= this.#connect());
  }

  /** Who signs. @throws CliError `NoKey`, `BadKey` and others */
  signer(): Promise<Signer> {
    return (this.#signer ??= signerFrom(this));
  }

  /** The system, seen by the account that signs. */
  async actor(): Promise<Client> {
    const reader = await this.reader();
    return as(reader, await this.signer());
  }

  /** Address of the account that signs. */
  async account(): Promise<string> {
    return accountOf(await this.actor());
  }

  /** The chain's clock: time of the last block, in seconds since 1970. */
  async now(): Promise<bigint> {
    const { provider } = await this.node();
    const block = await withErrors(() => provider.getBlock("latest"));
    return BigInt(block?.timestamp ?? Math.floor(Date.now() / 1000));
  }

  /** Lets go of the node, so that the process can end. */
  async close(): Promise<void> {
    const node = await this.#node?.catch(() => undefined);
    node?.provider.destroy();
  }

  async #connect(): Promise<Client> {
    const [{ provider }, { deployment }] = [await this.node(), await this.deployment()];
    return this.out.during("Looking for the contracts", () => connect(provider, deployment));
  }

  /** Hardhat's keystore may have the node's address too. */
  async #network(): Promise<Network> {
    const { network, rpc, key } = this.settings;
    try {
      return networkOf(network, rpc, this.io.env);
    } catch (error) {
      if (key?.kind !== "keystore" || network === undefined || !isCode(error, "UnknownNetwork")) throw error;
      // Both at once, so that the password is asked for once.
      return networkOf(network, rpc, await this.keystore.read([variableOf(network, "RPC_URL"), key.name]));
    }
  }
}
