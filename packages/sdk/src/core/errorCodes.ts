import type { RegistrationErrorDetails } from "../registration/errors.js";
import type { AbiLine } from "./contracts.js";

/** The TypeScript type of a Solidity type, as ethers decodes it. */
type ValueOf<Type> = Type extends `${infer Item}[]`
  ? readonly ValueOf<Item>[]
  : Type extends `uint${string}` | `int${string}`
    ? bigint
    : Type extends "bool"
      ? boolean
      : string;

/** The arguments in a list such as `uint256 index, bytes32 id`. */
type ArgumentsIn<List> = List extends `${infer First}, ${infer Rest}`
  ? ArgumentsIn<First> & ArgumentsIn<Rest>
  : List extends `${infer Type} ${infer Name}`
    ? { readonly [Key in Name]: ValueOf<Type> }
    : object;

type ErrorLine<Line> = Line extends `error ${infer Name}(${infer List})` ? { name: Name; list: List } : never;

/** Every error that the contracts declare, with its arguments. */
type DeclaredErrors = { [Line in ErrorLine<AbiLine> as Line["name"]]: ArgumentsIn<Line["list"]> };

/** Every error of the contracts, with its arguments. The hub wraps the coin's error, which is decoded too. */
export type ContractErrors = Omit<DeclaredErrors, "HubChargeFailed"> & {
  HubChargeFailed: Omit<DeclaredErrors["HubChargeFailed"], "reason"> & { readonly reason: Error | string };
};

interface RegistrationArgs extends Readonly<RegistrationErrorDetails> {
  readonly message: string;
}

interface Payment {
  readonly url: string;
  /** Base units of SCV. */
  readonly amount: bigint;
  readonly payTo: string;
  readonly reason: string;
}

/** Every error of the SDK itself, of wallets and of nodes, with its arguments. */
export interface LocalErrors {
  Canceled: object;
  DailyLimitReached: { readonly url: string; readonly price: bigint; readonly limit: bigint };
  DealNotFound: { readonly id: string };
  DeploymentNotFound: { readonly file: string };
  InsecurePage: { readonly url: string };
  FeeTooLow: object;
  IndexerBehind: { readonly url: string; readonly block: number; readonly wanted: number };
  IndexerInvalid: { readonly url: string; readonly path: string; readonly message: string };
  IndexerNotReady: { readonly url: string; readonly block: number; readonly message: string };
  IndexerRefused: { readonly url: string; readonly path: string; readonly status: number; readonly detail: string };
  IndexerUnreachable: { readonly url: string; readonly message: string };
  InvalidAmount: { readonly amount: string };
  InvalidArgument: { readonly argument: string; readonly value: unknown };
  InvalidDeployment: { readonly contract: string; readonly address: unknown };
  InvalidOffer: { readonly url: string };
  LoanNotFound: { readonly id: string };
  MandateNotFound: { readonly id: string };
  MissingEvent: { readonly event: string; readonly hash: string };
  NoFittingOffer: { readonly url: string; readonly chainId: bigint };
  NoProvider: object;
  NoSigner: object;
  NonceTaken: { readonly hash: string; readonly nonce: number; readonly blocks: number };
  NonceUsed: object;
  NotDeployed: { readonly contract: string; readonly address: string; readonly chainId: bigint };
  NotForSale: { readonly agentId: bigint };
  NotMined: { readonly hash: string };
  Panic: { readonly code: bigint };
  PaymentRedirected: { readonly url: string; readonly target: string };
  PaymentRefused: Payment;
  PaymentUnclear: Payment;
  PriceAboveBalance: {
    readonly url: string;
    readonly price: bigint;
    readonly account: string;
    readonly balance: bigint;
  };
  PriceAboveLimit: { readonly url: string; readonly price: bigint; readonly limit: bigint };
  PriceAboveRegistered: {
    readonly url: string;
    readonly price: bigint;
    readonly agentId: bigint;
    readonly registered: bigint;
  };
  RegistrationCanceled: RegistrationArgs;
  RegistrationInvalid: RegistrationArgs;
  RegistrationTimeout: RegistrationArgs;
  RegistrationTooLarge: RegistrationArgs;
  RegistrationUnreachable: RegistrationArgs;
  RegistrationUnsupportedUri: RegistrationArgs;
  Rejected: object;
  Replaced: { readonly hash: string; readonly by: string; readonly reason: string };
  Reverted: { readonly reason: string };
  Timeout: { readonly operation?: string; readonly hash?: string };
  Unconfirmed: { readonly hash: string; readonly message: string };
  Underpriced: object;
  Unfunded: object;
  Unknown: { readonly message: string };
  UnknownPayee: { readonly url: string; readonly payTo: string; readonly origin: string };
  UnknownRevert: { readonly data: string };
  Unreachable: { readonly message: string };
  WrongChain: { readonly expected: bigint | number; readonly actual: bigint };
  WrongIndex: { readonly url: string; readonly what: string; readonly expected: string; readonly actual: string };
}

/** Every error with its arguments. */
type AllErrors = ContractErrors & LocalErrors;

/** Code of a `ServiceCoinError`: the name of a Solidity error, or of an error of the SDK, a wallet or a node. */
export type ServiceCoinErrorCode = keyof AllErrors;

/** The arguments of an error. Amounts are base units, times are seconds since 1970. */
export type ErrorArgsOf<Code extends ServiceCoinErrorCode> = AllErrors[Code];
