import { MaxUint256, ZeroAddress, ZeroHash } from "ethers";
import type { Deal } from "../../fixtures/deals.js";
import { require } from "../errors.js";
import type { Ledger } from "./ledger.js";
import { collectCovered } from "./loans.js";
import { pledgeOf, withdrawableOf } from "./securities.js";

/** Whether this address is a payout account, and this its owner. */
export function checkOwner(ledger: Ledger, account: string, caller: string): void {
  const { owner } = ledger.account(account);
  require(owner !== ZeroAddress, "CreditUnknownAccount", account);
  require(caller === owner, "CreditUnauthorized", caller, owner);
}

/** @param account The address that owner and salt determine. */
export function createAccount(ledger: Ledger, account: string): void {
  require(ledger.account(account).owner === ZeroAddress, "FailedDeployment");
  ledger.changeAccount(account, { owner: ledger.book.caller });
}

export function transferAccount(ledger: Ledger, account: string, to: string): void {
  checkOwner(ledger, account, ledger.book.caller);
  ledger.changeAccount(account, { pendingOwner: to });
}

export function acceptAccount(ledger: Ledger, account: string): void {
  const { caller } = ledger.book;
  const { pendingOwner } = ledger.account(account);
  require(caller === pendingOwner, "CreditUnauthorized", caller, pendingOwner);
  ledger.changeAccount(account, { owner: caller, pendingOwner: ZeroAddress });
}

export function withdraw(ledger: Ledger, account: string, to: string, amount: bigint): void {
  checkOwner(ledger, account, ledger.book.caller);
  collectCovered(ledger, account);
  const free = withdrawableOf(ledger, account);
  const paid = amount === MaxUint256 ? free : amount;
  require(paid > 0n && paid <= free, "CreditInsufficientFunds", account, paid, free);
  ledger.book.coin.transfer(account, to, paid);
}

/** The account calls the hub, if its owner says so and, for a refund, the deal is free. */
export function actAtHub(ledger: Ledger, account: string, free: Deal | undefined, call: () => void): void {
  const { book } = ledger;
  const { owner } = ledger.account(account);
  require(book.caller === owner, "PayoutAccountUnauthorized", book.caller, owner);
  if (free !== undefined) {
    const deal = book.hashes.idOf(free);
    const loan = pledgeOf(ledger, account, deal);
    require(loan === ZeroHash, "PayoutAccountPledged", deal, loan);
  }
  book.caller = account;
  call();
}
