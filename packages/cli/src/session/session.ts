import { type JsonRpcProvider, JsonRpcSigner, type Signer } from "ethers";
import { accountOf, as, type Client, connect } from "@servicecoin/sdk";
import { withErrors } from "@servicecoin/sdk/internal";
import { CliError } from "../errors/cliError.js";
import { findDeployment, type Found } from "./deployment.js";
import { Files } from "./files.js";
import type { Interruption } from "./interruption.js";
import type { Invocation } from "./invocation.js";
import type { Environment, Io } from "../io.js";
import { Keystore } from "./keystore.js";
import { signerFrom } from "./keys.js";
import { connectTo, LOCAL, networkOf, programOf, shownUrl, urlVariableOf, type Network } from "./network.js";
import type { Output } from "../output/output.js";
import { secretIn } from "./secrets.js";
import type { Settings } from "./settings.js";
import { grouped, time } from "../output/value.js";
import { isCode } from "../errors/shownError.js";

/** A connected node. */
export interface Node {
  network: Network;
  provider: JsonRpcProvider;
  chainId: bigint;
}

/** What a command needs. Node, deployment and key are looked up on first use. */
export class Session {
  readonly settings: Settings;
  readonly out: Output;
  readonly io: Io;
  readonly files: Files;
  readonly keystore: Keystore;
  readonly interruption: Interruption;
  readonly #invocation: Invocation;
  readonly #others: Session[] = [];
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

  /** Sets the exit code of the run. It applies unless the command throws. */
  set exitCode(exitCode: number) {
    this.#invocation.exitCode = exitCode;
  }

  /** The connected node. @throws CliError `Unreachable`, `UnknownNetwork`; ServiceCoinError `WrongChain` */
  node(): Promise<Node> {
    return (this.#node ??= this.#network().then((network) =>
      this.out.during("Connecting", async () => ({ network, ...(await connectTo(network)) })),
    ));
  }

  /** The deployment record. @throws CliError `NoDeployment` */
  deployment(): Promise<Found> {
    return (this.#found ??= this.node().then(({ chainId }) =>
      findDeployment(this.settings.deployment, chainId, this.io.cwd, this.files),
    ));
  }

  /** A secret from an environment variable or a file. @throws CliError `NoFile`, `UnreadableFile` */
  secret(name: string): Promise<string | undefined> {
    return secretIn(this.io.env, this.files, name);
  }

  /** URL of the indexer that lists are read from, if one is named. @throws CliError `BadUrl` */
  get indexer(): string | undefined {
    const { network, indexer } = this.settings;
    return programOf("indexer", network, indexer, this.io.env);
  }

  /** A client that reads. @throws CliError; ServiceCoinError `NotDeployed`, `InvalidDeployment` */
  reader(): Promise<Client> {
    return (this.#reader ??= this.#connect());
  }

  /** The signer. @throws CliError `NoKey`, `BadKey` and others */
  signer(): Promise<Signer> {
    return (this.#signer ??= this.#impersonated() ?? signerFrom(this));
  }

  /** A client that signs. */
  async actor(): Promise<Client> {
    const reader = await this.reader();
    return as(reader, await this.signer());
  }

  /** Address of the signer. */
  async account(): Promise<string> {
    return accountOf(await this.actor());
  }

  /**
   * Address of the account that a reading command is about: the named one, or that of the signer.
   * @param name The argument that names an account, for the message.
   * @throws CliError `NoKey`
   */
  async subject(named: string | undefined, name: string): Promise<string> {
    if (named !== undefined) return named;
    try {
      return await this.account();
    } catch (error) {
      if (!(error instanceof CliError) || error.code !== "NoKey" || this.settings.key !== undefined) throw error;
      const message = error.message.replace("No key to sign with: use", `Name the ${name}, or use your own:`);
      throw new CliError("NoKey", message, error.args, error.exitCode, error);
    }
  }

  /** Timestamp of the latest block, in seconds since 1970. */
  async now(): Promise<bigint> {
    const { provider } = await this.node();
    const block = await withErrors(() => provider.getBlock("latest"));
    return BigInt(block?.timestamp ?? Math.floor(Date.now() / 1000));
  }

  /** A session of the same run with another node. It is closed with this one. */
  at(url: string): Session {
    const other = new Session(this.#invocation, { ...this.settings, rpc: url });
    this.#others.push(other);
    return other;
  }

  /** Disconnects from the nodes, so that the process can end. */
  async close(): Promise<void> {
    const node = await this.#node?.catch(() => undefined);
    node?.provider.destroy();
    for (const other of this.#others) await other.close();
  }

  /** Says what lists were read from, if that was an indexer. */
  async tellSource(): Promise<void> {
    const client = await this.#reader?.catch(() => undefined);
    const { url = "", answered } = client?.indexer ?? {};
    if (answered === undefined) return;
    const { block, time: at } = answered;
    this.out.note(`As of block ${grouped(block)} (${time(at)}), from the indexer at ${shownUrl(url)}.`);
  }

  async #connect(): Promise<Client> {
    const options = { indexer: this.indexer };
    const [{ provider }, { deployment }] = [await this.node(), await this.deployment()];
    return this.out.during("Looking for the contracts", () => connect(provider, deployment, options));
  }

  /** The environment, with URLs of nodes that are in files: they often contain an API key. */
  async #urls(): Promise<Environment> {
    const names = [LOCAL, this.settings.network ?? LOCAL].map(urlVariableOf);
    const urls = await Promise.all(names.map(async (name) => [name, await this.secret(name)] as const));
    return { ...this.io.env, ...Object.fromEntries(urls) };
  }

  #impersonated(): Promise<Signer> | undefined {
    const { impersonated } = this.#invocation;
    if (impersonated === undefined) return undefined;
    return this.node().then(({ provider }) => new JsonRpcSigner(provider, impersonated));
  }

  /** Also looks for the URL of the node in Hardhat's keystore. */
  async #network(): Promise<Network> {
    const { network, rpc, key } = this.settings;
    try {
      return networkOf(network, rpc, rpc === undefined ? await this.#urls() : {});
    } catch (error) {
      if (key?.kind !== "keystore" || network === undefined || !isCode(error, "UnknownNetwork")) throw error;
      // Both in one call, so that Hardhat prompts for the password once.
      return networkOf(network, rpc, await this.keystore.read([urlVariableOf(network), key.name]));
    }
  }
}
