/** Errors in the ABIs of `Credit` and `PayoutAccount` that a walk need not meet, and why. */
export const NEED_NOT_MEET: Readonly<Record<string, string>> = {
  InvalidShortString: "EIP712 would say it in the constructor of a longer name or version",
  StringTooLong: "EIP712 would say it in the constructor of a longer name or version",
  CreditInvalidTreasury: "only the constructor says it",
  OwnableInvalidOwner: "only constructor and transferOwnership say it; the owner here stays",
  InsufficientBalance: "of Clones, which sends no ether here",
  CloneArgumentsTooLong: "of Clones; the arguments are always one address",
  Create2EmptyBytecode: "of Create2; the code of a clone is never empty",
  FailedCall: "of Address, if the hub reverted without data",
  AddressEmptyCode: "the hub has code",
  SafeERC20FailedOperation: "of tokens other than SCV",
  CreditTooManyLoans: "nine loans on live orders of one account at a time are too rare",
  DealInvalidAddress: "no step sends an address of more than 160 bits",
};

/** Functions of `Credit` that no step calls with success, and why. */
export const NOT_WALKED: Readonly<Record<string, string>> = {
  renounceOwnership: "of OpenZeppelin; it would end setFee for the rest of the walk",
  transferOwnership: "of OpenZeppelin; the owner here stays",
  beforeWithdrawal: "only payout accounts call it, in `withdraw`",
};
