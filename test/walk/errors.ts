/** Errors in the hub's ABI that no step can meet, and why. */
export const UNREACHABLE: Readonly<Record<string, string>> = {
  InvalidShortString: "EIP712 would say it in the constructor of a longer name or version",
  StringTooLong: "EIP712 would say it in the constructor of a longer name or version",
  HubInvalidTreasury: "only the constructor says it",
  OwnableInvalidOwner: "only constructor and transferOwnership say it; the owner here stays",
};

/** Errors of the coin that the hub passes on. */
export const COIN_ERRORS = [
  "ERC20InsufficientAllowance",
  "ERC20InsufficientBalance",
  "ERC3009InvalidAuthorizationTime",
  "ERC3009InvalidSignature",
  "ERC3009UsedAuthorization",
];

/** Functions of the hub that no step calls, and why. */
export const NOT_WALKED: Readonly<Record<string, string>> = {
  renounceOwnership: "of OpenZeppelin; it would end setFee for the rest of the walk",
  transferOwnership: "of OpenZeppelin; the owner here stays",
};
