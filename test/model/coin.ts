import { MaxUint256 } from "ethers";
import type { Authorization } from "../fixtures/signatures.js";
import { require } from "./errors.js";
import { isSigned, type Hashes, type Signed } from "./hashes.js";
import { Table, type Journal } from "./journal.js";

/** SCV as far as the hub uses it: balances, allowances for the hub, authorizations to the hub. */
export class Coin {
  readonly #balances: Table<bigint>;
  readonly #allowances: Table<bigint>;
  readonly #used: Table<boolean>;

  constructor(journal: Journal) {
    this.#balances = new Table(journal, 0n);
    this.#allowances = new Table(journal, 0n);
    this.#used = new Table(journal, false);
  }

  balanceOf(account: string): bigint {
    return this.#balances.get(account);
  }

  allowance(owner: string, spender: string): bigint {
    return this.#allowances.get(`${owner} ${spender}`);
  }

  /** Coins that are there from the start. */
  give(account: string, amount: bigint): void {
    this.#balances.set(account, this.balanceOf(account) + amount);
  }

  approve(owner: string, spender: string, amount: bigint): void {
    this.#allowances.set(`${owner} ${spender}`, amount);
  }

  transfer(from: string, to: string, amount: bigint): void {
    const balance = this.balanceOf(from);
    require(balance >= amount, "ERC20InsufficientBalance", from, balance, amount);
    this.#balances.set(from, balance - amount);
    this.give(to, amount);
  }

  transferFrom(spender: string, from: string, to: string, amount: bigint): void {
    const allowance = this.allowance(from, spender);
    require(allowance >= amount, "ERC20InsufficientAllowance", spender, allowance, amount);
    if (allowance !== MaxUint256) this.approve(from, spender, allowance - amount);
    this.transfer(from, to, amount);
  }

  receiveWithAuthorization(hashes: Hashes, now: bigint, authorization: Authorization, signature: Signed): void {
    const { from, to, value, validAfter, validBefore, nonce } = authorization;
    require(isSigned(signature, from, hashes.authorizationOf(authorization)), "ERC3009InvalidSignature");
    const isTime = now > validAfter && now < validBefore;
    require(isTime, "ERC3009InvalidAuthorizationTime", validAfter, validBefore);
    require(!this.#used.get(`${from} ${nonce}`), "ERC3009UsedAuthorization", from, nonce);
    this.#used.set(`${from} ${nonce}`, true);
    this.transfer(from, to, value);
  }
}
