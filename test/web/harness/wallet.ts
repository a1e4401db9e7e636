import { getAddress, keccak256, toQuantity, type HDNodeWallet, type TransactionRequest } from "ethers";
import type { BrowserContext, Page } from "playwright-core";
import { setTimeout } from "node:timers/promises";
import type { Node } from "../../fixtures/processes.js";

/**
 * What the owner of a wallet does when a page asks:
 * - `approve`: says yes at once.
 * - `reject`: says no at once.
 * - `hold`: answers nothing until `answer`.
 * - `pend`: says yes, but no block has the transaction before `speedUp`, `cancel` or `mine`.
 */
export type Policy = "approve" | "reject" | "hold" | "pend";

interface Question {
  method: string;
  params: readonly unknown[];
}

/** An error as EIP-1193 has it. */
class WalletError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

const REJECTED = 4001;
const UNAUTHORIZED = 4100;
const UNKNOWN_CHAIN = 4902;

/** Methods that the owner is asked about. */
const ASKED = new Set([
  "eth_requestAccounts",
  "eth_sendTransaction",
  "eth_signTypedData_v4",
  "personal_sign",
  "wallet_switchEthereumChain",
  "wallet_addEthereumChain",
]);

/** The wallet of a browser. Its key stays in this process. Announces itself to pages by EIP-6963. */
export class TestWallet {
  policy: Policy = "approve";
  /** Chains that it knows; it is on one of them. */
  chains = new Set([31337, 1]);
  /** What it was asked and did ask its owner about, in order. */
  readonly asked: string[] = [];
  readonly name: string;
  #chainId = 31337;
  #account: HDNodeWallet;
  #isAllowed = false;
  #held: ((isApproved: boolean) => void)[] = [];
  #isSeen = false;
  #pending: TransactionRequest | undefined;
  readonly #pages = new Set<Page>();
  readonly #node: Node;

  constructor(node: Node, account: HDNodeWallet, name = "Test Wallet") {
    this.#node = node;
    this.#account = account;
    this.name = name;
  }

  /** Its account, to do something that the page does not know of. */
  get account(): HDNodeWallet {
    return this.#account;
  }

  get address(): string {
    return this.#account.address;
  }

  /** How often it was asked for this. */
  countOf(method: string): number {
    return this.asked.filter((one) => one === method).length;
  }

  /** Waits until it is asked for this. */
  async isAsked(method: string): Promise<void> {
    while (this.countOf(method) === 0) await setTimeout(20);
  }

  /** The page was allowed before: it reads the account without asking. */
  allow(): this {
    this.#isAllowed = true;
    return this;
  }

  /** Answers what is held, in order. */
  answer(isApproved: boolean): void {
    for (const answer of this.#held.splice(0)) answer(isApproved);
  }

  /** The owner chooses another chain. */
  async setChain(chainId: number): Promise<void> {
    this.#chainId = chainId;
    await this.#emit("chainChanged", toQuantity(chainId));
  }

  /** The owner chooses another account. */
  async setAccount(account: HDNodeWallet): Promise<void> {
    this.#account = account;
    await this.#emit("accountsChanged", [account.address]);
  }

  /** Sends what pends again with a higher fee: that one is mined. @returns Its hash */
  speedUp(): Promise<string> {
    return this.#replace({});
  }

  /**
   * Sends nothing to itself in the place of what pends: that is mined.
   * @param waits Whether to wait until the page has seen the first one. Default: true.
   * @returns Its hash
   */
  cancel(waits = true): Promise<string> {
    return this.#replace({ to: this.address, value: 0n, data: "0x", gasLimit: 30_000n }, waits);
  }

  /** Mines what pends. */
  async mine(): Promise<void> {
    this.#pending = undefined;
    await this.#node.request("evm_setAutomine", [true]);
    await this.#node.request("evm_mine");
  }

  async #replace(changes: TransactionRequest, waits = true): Promise<string> {
    // An open dialog that never saw the first one cannot know that the other one took its place.
    while (waits && !this.#isSeen) await setTimeout(20);
    if (this.#pending === undefined) throw new Error("No transaction of this wallet pends.");
    const { maxFeePerGas, maxPriorityFeePerGas } = this.#pending;
    const fees = {
      maxFeePerGas: BigInt(maxFeePerGas ?? 0) * 2n,
      maxPriorityFeePerGas: BigInt(maxPriorityFeePerGas ?? 0) * 2n,
    };
    const { hash } = await this.#account.sendTransaction({ ...this.#pending, ...fees, ...changes });
    await this.mine();
    return hash;
  }

  /** Installs it in the pages of a browser. @returns The name by which pages know it */
  async install(context: BrowserContext): Promise<{ rdns: string }> {
    const binding = `wallet${Math.random().toString(36).slice(2)}`;
    await context.exposeBinding(binding, async ({ page }, question: Question) => {
      this.#pages.add(page);
      try {
        return { result: await this.#request(question) };
      } catch (error) {
        const { code, message, data } = error as { code?: unknown; message: string; data?: unknown };
        return { error: { code: typeof code === "number" ? code : -32603, message, data } };
      }
    });
    const rdns = `org.example.${binding}`;
    await context.addInitScript(announce, { binding, rdns, name: this.name });
    return { rdns };
  }

  async #emit(event: string, value: unknown): Promise<void> {
    for (const page of this.#pages) {
      if (page.isClosed()) continue;
      await page.evaluate(
        ([name, data]) => {
          window.dispatchEvent(new CustomEvent("testwallet", { detail: { event: name, value: data } }));
        },
        [event, value] as const,
      );
    }
  }

  async #request({ method, params }: Question): Promise<unknown> {
    if (method === "eth_chainId") return toQuantity(this.#chainId);
    if (method === "eth_accounts") return this.#isAllowed ? [this.address] : [];
    if (!ASKED.has(method)) return this.#forward(method, params);
    this.asked.push(method);
    if (!(await this.#isApproved())) throw new WalletError(REJECTED, "User rejected the request.");
    switch (method) {
      case "eth_requestAccounts":
        this.#isAllowed = true;
        return [this.address];
      case "wallet_switchEthereumChain":
      case "wallet_addEthereumChain":
        return this.#switch(method, params[0] as { chainId: string });
      default:
        if (!this.#isAllowed) throw new WalletError(UNAUTHORIZED, "The page is not connected.");
        return this.#sign(method, params);
    }
  }

  /** The answer of the node, with the data of its errors, which tell why a call would fail. */
  async #forward(method: string, params: readonly unknown[]): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const response = await fetch(this.#node.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    const { result, error } = (await response.json()) as { result?: unknown; error?: object };
    if (error !== undefined) throw Object.assign(new Error(), error);
    if (method === "eth_getTransactionByHash" && result !== null) this.#isSeen = true;
    return result;
  }

  async #isApproved(): Promise<boolean> {
    if (this.policy === "hold") return new Promise((resolve) => this.#held.push(resolve));
    return this.policy !== "reject";
  }

  async #switch(method: string, { chainId }: { chainId: string }): Promise<null> {
    const number = Number(chainId);
    if (method === "wallet_addEthereumChain") this.chains.add(number);
    if (!this.chains.has(number)) throw new WalletError(UNKNOWN_CHAIN, `Unrecognized chain ID "${chainId}".`);
    await this.setChain(number);
    return null;
  }

  async #sign(method: string, params: readonly unknown[]): Promise<unknown> {
    if (method === "personal_sign") return this.#account.signMessage(Buffer.from(String(params[0]).slice(2), "hex"));
    if (method === "eth_signTypedData_v4") {
      const { domain, types, message } = JSON.parse(String(params[1])) as TypedData;
      // ethers finds the type of the domain by itself.
      delete types["EIP712Domain"];
      return this.#account.signTypedData(domain, types, message);
    }
    return this.#send(params[0] as Record<string, string>);
  }

  async #send({ from = "", gas, ...request }: Record<string, string>): Promise<string> {
    if (getAddress(from) !== this.address) throw new WalletError(UNAUTHORIZED, `${from} is not connected.`);
    const isPending = this.policy === "pend";
    if (isPending) await this.#node.request("evm_setAutomine", [false]);
    const filled = await this.#account.populateTransaction({ ...request, ...(gas !== undefined && { gasLimit: gas }) });
    this.#isSeen = false;
    if (isPending) this.#pending = filled;
    const signed = await this.#account.signTransaction(filled);
    const hash = keccak256(signed);
    await this.#node.request("eth_sendRawTransaction", [signed]).catch(async (error: unknown) => {
      // A Hardhat node throws the reason of one that fails when it is mined at once.
      if ((await this.#node.request("eth_getTransactionReceipt", [hash])) === null) throw error;
    });
    return hash;
  }
}

interface TypedData {
  domain: Record<string, unknown>;
  types: Record<string, { name: string; type: string }[]>;
  message: Record<string, unknown>;
}

/** Runs in the page before its own scripts. */
function announce({ binding, rdns, name }: { binding: string; rdns: string; name: string }): void {
  type Ask = (question: object) => Promise<{ result?: unknown; error?: object }>;
  const listeners: [event: string, listener: (value: unknown) => void][] = [];
  window.addEventListener("testwallet", (happened) => {
    const { event, value } = (happened as CustomEvent<{ event: string; value: unknown }>).detail;
    for (const [known, listener] of [...listeners]) if (known === event) listener(value);
  });
  const provider = {
    async request({ method, params = [] }: { method: string; params?: readonly unknown[] }) {
      const ask = (window as unknown as Record<string, Ask>)[binding];
      const { result, error } = (await ask?.({ method, params })) ?? {};
      // As wallets do: a plain object, no instance of Error.
      // oxlint-disable-next-line typescript/only-throw-error
      if (error !== undefined) throw error;
      return result;
    },
    on(event: string, listener: (value: unknown) => void) {
      listeners.push([event, listener]);
    },
    removeListener(event: string, listener: (value: unknown) => void) {
      const index = listeners.findIndex(([known, one]) => known === event && one === listener);
      if (index >= 0) listeners.splice(index, 1);
    },
  };
  const icon = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E";
  const info = { uuid: binding, rdns, name, icon };
  const say = () => {
    window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }));
  };
  window.addEventListener("eip6963:requestProvider", say);
  say();
}
