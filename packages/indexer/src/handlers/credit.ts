import type { Handlers } from "./event.js";

export const credit: Handlers<"Credit"> = {
  AccountCreated: () => undefined,
  AccountTransferStarted: () => undefined,
  AccountTransferred: () => undefined,
  AccountWithdrawn: () => undefined,
  LoanTaken: () => undefined,
  LoanRepaid: () => undefined,
  LoanCollected: () => undefined,
  LoanEnded: () => undefined,
  LoanVoided: () => undefined,
  LoanFeeSet: () => undefined,
  EIP712DomainChanged: () => undefined,
  OwnershipTransferred: () => undefined,
};
