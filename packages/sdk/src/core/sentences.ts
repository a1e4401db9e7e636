import { decodeBytes32String, formatUnits } from "ethers";
import { LOAN_STATES } from "../credit/states.js";
import { DEAL_STATES } from "../hub/states.js";
import { LAST_SECOND, percentOf, timeOf } from "../formats.js";
import { PROPOSAL_STATES } from "../proposals/states.js";
import type { ContractErrors, LocalErrors } from "./errorCodes.js";

type Args = Readonly<Record<string, unknown>>;

/** Formats of arguments: `{amount|scv}` in a sentence is the argument `amount`, written as an amount of SCV. */
const FORMATS: Readonly<Record<string, ((value: unknown) => string) | undefined>> = {
  scv: (value) => `${formatUnits(value as bigint, 18).replace(/\.0$/, "")} SCV`,
  ether: (value) => `${formatUnits(value as bigint, 18).replace(/\.0$/, "")} ether`,
  time: (value) => timeOrNever(value as bigint),
  percent: percentOf,
  loan: (value) => LOAN_STATES.at(Number(value)) ?? String(value),
  deal: (value) => DEAL_STATES.at(Number(value)) ?? String(value),
  proposal: (value) => PROPOSAL_STATES.at(Number(value)) ?? String(value),
  setting: (value) => decodeBytes32String(value as string),
  message: (value) => (value instanceof Error ? value.message : "it gave no reason."),
};

/** One sentence for each error of the contracts. */
export const CONTRACT_SENTENCES: Readonly<Record<keyof ContractErrors, string>> = {
  AddressEmptyCode: "{target} is not a contract.",
  CheckoutInputAboveMaximum:
    "It costs {input|ether} now, more than the maximum of {maxInput|ether}: the price has risen.",
  CheckoutInsufficientLiquidity: "The pair has {coinReserve|scv} for sale, not more than the {amount|scv} to buy.",
  CheckoutInvalidRecipient: "{to} cannot be paid: the coins would be lost.",
  CheckoutRefundRejected:
    "{buyer} did not accept the {amount|ether} left over: send the exact price, or wrapped ether.",
  CheckoutTooLate: "The price was valid until {validUntil|time}: look it up again.",
  CheckoutZeroAmount: "The amount to buy must be more than 0.",
  CheckpointUnorderedInsertion: "The chain's clock went backwards.",
  CloneArgumentsTooLong: "The arguments of the payout account are too long.",
  Create2EmptyBytecode: "There is no code to create a contract from.",
  CreditAccountPledged:
    "Loan {loan} prevents this: income of {account} can be pledged only while nothing else of it is.",
  CreditFeeMismatch: "Offer {id} has a fee of {feeBps|percent}, but the current fee is {current|percent}.",
  CreditInsufficientCover: "The orders hold {held|scv}, but the lender of {id} requires {cover|scv}.",
  CreditInsufficientFunds: "{amount|scv} were requested from {account}, but only {withdrawable|scv} can be withdrawn.",
  CreditInvalidAmount: "A loan of {amount|scv} with a charge of {charge|scv} is not allowed.",
  CreditInvalidFee: "A fee of {fee|percent} is above the maximum of {max|percent}.",
  CreditInvalidOrder: "Order {order} cannot be pledged: it pays {payee} and is {status|deal}.",
  CreditInvalidParties: "{lender} cannot lend to {borrower}.",
  CreditInvalidRate: "The rates {rate} and {lateRate} are not allowed: the late rate is lower, or above the maximum.",
  CreditInvalidSchedule: "The due dates of loan {id} contradict each other or are out of bounds.",
  CreditInvalidSecurity: "The securities of loan {id} contradict each other.",
  CreditInvalidSignature: "Offer {id} was not signed by {lender}, or the signature is for other terms.",
  CreditInvalidTreasury: "The zero address cannot be the treasury.",
  CreditNothingDue: "Nothing can be paid for loan {id} now: {owed|scv} are owed, {overdue|scv} are overdue.",
  CreditOrderPledged: "Order {order} is pledged to loan {loan} already.",
  CreditTooLate: "Offer {id} could be taken until {validUntil|time} only.",
  CreditTooManyLoans: "Orders of {account} secure {max} loans already, which is the maximum.",
  CreditTooManyOrders: "{count} orders are more than the {max} that can secure a loan.",
  CreditUnauthorized: "{caller} is not allowed to do this; {expected} is.",
  CreditUnknownAccount: "{account} is not a payout account.",
  CreditWrongOrders: "The orders are not those of offer {id}.",
  CreditWrongStatus: "The loan {id} is {status|loan}, which does not allow this.",
  DealInvalidAddress: "An address in the deal is longer than 20 bytes.",
  ECDSAInvalidSignature: "The signature is not valid.",
  ECDSAInvalidSignatureLength: "The signature has {length} bytes instead of 65.",
  ECDSAInvalidSignatureS: "The signature is not in canonical form (its s value is too high).",
  ERC1363ApproveFailed: "{spender} could not be approved to spend {value|scv}.",
  ERC1363InvalidReceiver: "{receiver} cannot receive coins with a call: it is not a contract, or it rejects them.",
  ERC1363InvalidSpender: "{spender} cannot be approved with a call: it is not a contract, or it rejects the approval.",
  ERC1363TransferFailed: "The transfer of {value|scv} to {receiver} failed.",
  ERC1363TransferFromFailed: "The transfer of {value|scv} from {sender} to {receiver} failed.",
  ERC20ExceededCap: "The supply would be {increasedSupply|scv}, more than the maximum of {cap|scv}.",
  ERC20ExceededSafeSupply: "The locked supply would be {increasedSupply|scv}, more than the maximum of {cap|scv}.",
  ERC20InsufficientAllowance: "{spender} may spend {allowance|scv}, but {needed|scv} are needed: approve more first.",
  ERC20InsufficientBalance: "{sender} has {balance|scv}, but {needed|scv} are needed.",
  ERC20InvalidApprover: "{approver} cannot approve a spender.",
  ERC20InvalidCap: "{cap} is not a valid maximum supply.",
  ERC20InvalidReceiver: "{receiver} cannot receive coins.",
  ERC20InvalidSender: "{sender} cannot send coins.",
  ERC20InvalidSpender: "{spender} cannot be approved as a spender.",
  ERC20InvalidUnderlying: "{token} cannot be locked.",
  ERC2612ExpiredSignature: "The permit expired at {deadline|time}.",
  ERC2612InvalidSigner: "The permit was signed by {signer}, not by {owner}.",
  ERC3009InvalidAuthorizationTime:
    "The authorization is valid only after {validAfter|time} and before {validBefore|time}.",
  ERC3009InvalidSignature: "The authorization was not signed by the payer.",
  ERC3009UsedAuthorization: "The authorization {nonce} of {authorizer} has already been used or canceled.",
  ERC5805FutureLookup: "The votes at {timepoint|time} are not known yet: the chain's clock is at {clock|time}.",
  ERC721IncorrectOwner: "Service {tokenId} belongs to {owner}, not to {sender}.",
  ERC721InsufficientApproval: "{operator} is not approved for service {tokenId}.",
  ERC721InvalidApprover: "{approver} cannot approve others for this service.",
  ERC721InvalidOperator: "{operator} cannot be an operator.",
  ERC721InvalidOwner: "{owner} cannot own services.",
  ERC721InvalidReceiver:
    "{receiver} cannot own services: it is the zero address, or a contract that does not accept ERC-721 tokens.",
  ERC721InvalidSender: "{sender} cannot transfer services.",
  ERC721NonexistentToken: "Service {tokenId} does not exist.",
  FailedCall: "A call failed without a reason.",
  FailedDeployment: "The contract could not be created; perhaps it exists already.",
  GovernorAlreadyCastVote: "{voter} has already voted on this proposal.",
  GovernorAlreadyInitializedLatestProposalId: "The number of the first proposal is already set.",
  GovernorAlreadyQueuedProposal: "Proposal {proposalId} is already queued.",
  GovernorDisabledDeposit: "The DAO does not accept tokens: send them to the treasury.",
  GovernorInsufficientProposerVotes:
    "{proposer} had {votes|scv} of voting power, but a proposal needs {threshold|scv}: lock more and wait a moment.",
  GovernorInvalidProposalLength:
    "A proposal needs as many targets ({targets}) as values ({values}) and calls ({calldatas}), and at least one.",
  GovernorInvalidQuorumFraction: "A quorum of {quorumNumerator} of {quorumDenominator} is out of bounds.",
  GovernorInvalidSignature: "The vote was not signed by {voter} with the next nonce.",
  GovernorInvalidVoteParams: "This vote takes no parameters.",
  GovernorInvalidVoteType: "A vote must be against (0), for (1) or abstain (2).",
  GovernorInvalidVotingPeriod: "A voting period of {votingPeriod} seconds is out of bounds.",
  GovernorNonexistentProposal: "Proposal {proposalId} does not exist.",
  GovernorOnlyExecutor: "Only the DAO itself may do this, through a proposal; {account} may not.",
  GovernorPreventLateQuorumVoteExtensionTooLarge:
    "An extension of {newVoteExtension} seconds is out of bounds; the maximum is {maxVoteExtension}.",
  GovernorProposalQueueingFailed: "Proposal {proposalId} cannot be queued.",
  GovernorProposalQueueingNotRequired: "Proposal {proposalId} does not need to be queued.",
  GovernorRestrictedProposer: "The description names another proposer than {proposer}.",
  GovernorUnableToCancel: "{account} cannot cancel proposal {proposalId} now.",
  GovernorUnexpectedProposalState: "Proposal {proposalId} is {current|proposal}, which does not allow this.",
  HubAlreadyAccepted: "The mandate {id} has already been accepted.",
  HubChargeFailed: "{payer} could not be charged {amount|scv}: {reason|message}",
  HubDifferentPayee:
    "The deal {id} pays {payee}, but other deals of the batch pay {expected}: a batch must have one payee.",
  HubEmptyBatch: "The batch is empty.",
  HubFeeMismatch:
    "The terms have a fee of {feeBps|percent}, but the hub's fee is now {current|percent}: agree on new terms.",
  HubInvalidAmount: "The amount of {amount|scv} for {id} must be above 0 and at most {available|scv}.",
  HubInvalidData: "The attached data of {length} bytes is not a valid deal encoding.",
  HubInvalidFee: "A fee of {fee|percent} is above the maximum of {max|percent}.",
  HubInvalidMandate: "A mandate needs a limit, a period, and an end after its start.",
  HubInvalidMandateParties:
    "Payer {payer} and payee {payee} of a mandate must differ, and neither may be the zero address or the hub.",
  HubInvalidParties:
    "Payer {payer}, payee {payee} and arbiter {arbiter} must all differ; only the arbiter may be the zero address.",
  HubInvalidSignature: "This was not signed by {signer}, or the signature is for other terms.",
  HubInvalidTerms: "The terms of deal {id} contradict each other or are out of bounds.",
  HubInvalidTreasury: "{treasury} cannot be the treasury.",
  HubNothingDue: "Nothing is due for {id}; it has paid {paid|scv}.",
  HubRevoked: "The mandate {id} has been revoked.",
  HubTooEarly: "This is not allowed before {time|time}.",
  HubTooLate: "This was allowed until {time|time} only.",
  HubUnauthorized: "{caller} is not allowed to do this with {id}.",
  HubWrongAmount: "The payment for {id} is {amount|scv}, but must be exactly {expected|scv}.",
  HubWrongKind: "{id} is another kind of deal.",
  HubWrongStatus: "The deal {id} is {status|deal}, which does not allow this.",
  HubWrongToken: "The hub accepts SCV only, not {token}.",
  InsufficientBalance: "The treasury has {balance} wei, but {needed} wei are needed.",
  InvalidAccountNonce: "The signature does not have the next nonce of {account}, {currentNonce}.",
  InvalidShortString: "A text of the contract is damaged.",
  OwnableInvalidOwner: "{owner} cannot be the owner.",
  OwnableUnauthorizedAccount: "Only the owner may do this; {account} is not the owner.",
  PairLiquidityBelowMinimum:
    "The price has moved: it would be {coinAmount|scv} (at least {minCoin|scv}) and {etherAmount|ether} (at least " +
    "{minEther|ether}).",
  PairLiquidityEtherRejected: "{to} did not accept {amount|ether}.",
  PairLiquidityInvalidRecipient: "{to} cannot receive liquidity, or what it is worth.",
  PairLiquidityNothingPaidIn:
    "Pay in first, within the same transaction: {coinAmount|scv}, {etherAmount|ether} and {liquidity} liquidity came in.",
  PairLiquidityTooLate: "This was valid until {validUntil|time}.",
  PairLiquidityUnexpectedEther: "{from} cannot send ether here: only wrapped ether can.",
  PaymentBatchInsufficientGas:
    "The payments may need {needed} gas, but only {left} is left: send the transaction with more gas.",
  PaymentBatchMalformed: "The payload of {length} bytes is not a valid payment group from byte {offset} on.",
  PayoutAccountForbiddenToken: "Withdraw SCV with `withdraw`, not as another token.",
  PayoutAccountPledged: "Deal {deal} secures loan {loan}: repay the loan before you refund or cancel it.",
  PayoutAccountUnauthorized: "{caller} is not allowed to do this; {expected} is.",
  ReentrancyGuardReentrantCall: "A payment from the treasury cannot start inside another one.",
  RegistryInvalidDeadline:
    "The deadline {deadline|time} has passed or is more than five minutes ahead; the chain's clock is at {time|time}.",
  RegistryInvalidSignature:
    "{newWallet} did not sign its consent to be the wallet of service {agentId} for this owner and deadline.",
  RegistryInvalidWallet: "{newWallet} cannot be the wallet of service {agentId}.",
  RegistryReservedKey: "The metadata key {metadataKey} is reserved: use the function that sets the wallet.",
  RegistryUnauthorized: "{caller} neither owns service {agentId} nor is approved for it.",
  ReputationAlreadyRevoked: "Feedback {feedbackIndex} of {client} has already been revoked.",
  ReputationEmptyResponse: "A response needs a URI.",
  ReputationInvalidDecimals: "{valueDecimals} decimals are more than the maximum of 18.",
  ReputationInvalidRating:
    "A rating for a deal must be between 0 and 100; {value} with {valueDecimals} decimals is not.",
  ReputationInvalidValue: "{value} is not between -10^38 and 10^38.",
  ReputationNoClients: "A summary needs at least one client.",
  ReputationNotPayer: "{payer} paid the deal {dealId}, not {caller}.",
  ReputationOtherPayee: "The deal {dealId} pays {payee}, which is not a wallet of service {agentId}.",
  ReputationReservedTag: "Only a rating for a deal may have the tag {tag2}.",
  ReputationSelfFeedback: "{client} owns or manages service {agentId}, or is its wallet, and cannot rate it.",
  ReputationUnknownFeedback:
    "{client} gave no feedback {feedbackIndex} about service {agentId}; the last one is {last}.",
  ReputationUnpaidDeal: "The deal {dealId} has not paid anything yet.",
  ReputationUsedDeal: "The deal {dealId} has already been rated.",
  SafeCastOverflowedUintDowncast: "{value} does not fit into {bits} bits.",
  SafeERC20FailedOperation: "The call to the token {token} failed.",
  ServiceDAOExecutionTooEarly: "Proposal {proposalId} cannot be executed before {readyAt|time}.",
  ServiceDAOInvalidBallotPaper: "A ballot paper with {proposalIds} proposals and {choices} choices is not valid.",
  ServiceDAONothingToVote:
    "{voter} cannot vote on any of these proposals: voting is closed, or {voter} has already voted.",
  ServiceDAOSettingOutOfBounds: "{setting|setting} of {value} is not between {min} and {max}.",
  ServiceVotesInvalidDelegatee: "The attached data is not the address of a delegate.",
  ServiceVotesInvalidToken: "Only SCV can be locked, not {token}.",
  ServiceVotesUnauthorizedDelegation: "{operator} cannot choose the delegate of {member}.",
  StringTooLong: "The text is too long: {str}",
  TallyOverflow: "The votes do not fit into the tally.",
  TreasuryBudgetExceeded: "{steward} has {available} base units left in its budget for {asset}, less than {amount}.",
  TreasuryCapExceeded: "{available} base units of {asset} may leave the treasury now, less than {amount}.",
  TreasuryEtherTransferFailed: "{to} did not accept {amount} wei; the treasury has {balance} wei.",
  TreasuryForbiddenTarget: "The treasury may not call {target}.",
  TreasuryInvalidLimit: "A limit of {amount} per {period} seconds is out of bounds.",
  TreasuryInvalidRecipient: "{to} cannot be paid.",
  TreasuryNoCapDue: "No change of the cap on {asset} is due; the next one is due at {effectiveAt|time}.",
  TreasuryNoPayouts: "The list of payouts is empty.",
  TreasuryTooManyCaps: "The treasury already has {max} caps, which is the maximum.",
  TreasuryTransferFailed:
    "The treasury could not send {amount} base units of {asset} to {to}: its balance may be too low.",
  ValidationInvalidResponse: "A response must be between 0 and 100, not {response}.",
  ValidationInvalidValidator: "{validator} cannot be a validator.",
  ValidationNotValidator: "The request {requestHash} is for {validator}, not for {caller}.",
  ValidationRequestExists: "The request {requestHash} already exists, for service {agentId}.",
  ValidationUnauthorized: "{caller} neither owns service {agentId} nor is approved for it.",
  ValidationUnknownRequest: "The request {requestHash} does not exist.",
  VotesExpiredSignature: "The signature expired at {expiry|time}.",
};

/** One sentence for each error of the SDK, of wallets and of nodes. */
export const LOCAL_SENTENCES: Readonly<Record<keyof LocalErrors, string>> = {
  Canceled: "Canceled on this side; a transaction that was already sent may still be mined.",
  DailyLimitReached: "{url} costs {price|scv}, more than what is left of the limit of {limit|scv} per 24 hours.",
  DealNotFound: "The deal {id} was never opened on this chain.",
  DeploymentNotFound: "There is no file {file}: deploy first, or name the folder that contains deployments.",
  InsecurePage: "{url} is not encrypted: anyone between you and the server could use the payment first. Use https.",
  FeeTooLow: "The transaction offers less than the chain's current fee: try again with a higher fee.",
  IndexerBehind: "The indexer at {url} is at block {block}, not yet at block {wanted}.",
  IndexerInvalid: "The indexer at {url} answered {path} in a form that cannot be read: {message}",
  IndexerNotReady: "The indexer at {url} is at block {block}, and not up to date: {message}",
  IndexerRefused: "The indexer at {url} did not answer {path}: {detail}",
  IndexerUnreachable: "The indexer at {url} is unavailable: {message}",
  InvalidAmount: '"{amount}" is not a valid amount of SCV: write a number such as 1.5, with at most 18 decimals.',
  InvalidArgument: "{argument} is not valid: {value}",
  InvalidDeployment: "The deployment has no valid address of {contract}: {address}",
  InvalidOffer: "{url} asks for a payment in a form that cannot be read.",
  LoanNotFound: "The loan {id} was never taken on this chain.",
  MandateNotFound: "The mandate {id} was never accepted on this chain.",
  MissingEvent: "The transaction {hash} was mined without the event {event}: is this the right contract?",
  NoFittingOffer:
    "{url} does not accept SCV of this system on chain {chainId}, or wants signatures that are valid for too long.",
  NoProvider: "The client is not connected to a node.",
  NoSigner: "The client is read-only: connect it to an account that can sign.",
  NonceTaken:
    "The node never showed the transaction {hash}, and the account used its nonce {nonce} at least {blocks} blocks ago: look what your wallet sent in its place before you send again.",
  NonceUsed: "Another transaction of this account was mined with the same nonce: try again.",
  NotDeployed: "Chain {chainId} has no {contract} at {address}: is this the right node, or was the chain restarted?",
  NotForSale: "Service {agentId} has no wallet or no price, so it cannot be sold.",
  NotMined: "The transaction {hash} was not mined.",
  Panic: "A contract failed with a panic (code {code}).",
  PaymentRedirected:
    "{url} redirects to {target}, where the payment was not sent: request that URL directly if you trust it.",
  PaymentRefused: "{url} did not accept the payment of {amount|scv}: {reason}.",
  PaymentUnclear:
    "It is unknown whether {url} accepted the payment of {amount|scv} ({reason}): try again, it is not paid twice.",
  PriceAboveBalance: "{url} costs {price|scv}, but {account} has {balance|scv}.",
  PriceAboveLimit: "{url} costs {price|scv}, more than the limit of {limit|scv} per payment.",
  PriceAboveRegistered: "{url} costs {price|scv}, but service {agentId} is registered at {registered|scv}.",
  RegistrationCanceled: "{message}",
  RegistrationInvalid: "{message}",
  RegistrationTimeout: "{message}",
  RegistrationTooLarge: "{message}",
  RegistrationUnreachable: "{message}",
  RegistrationUnsupportedUri: "{message}",
  Rejected: "The wallet refused to sign.",
  Replaced: "The transaction {hash} was replaced by {by} ({reason}).",
  Reverted: "The chain rejected the call: {reason}",
  Timeout: "The operation timed out; a transaction that was already sent may still be mined.",
  Unconfirmed:
    "Transaction {hash} was sent and the node fails ({message}): it may still be mined, so look for it before you send again.",
  Underpriced: "A transaction with this nonce is already pending, and this one does not pay a higher fee.",
  Unfunded: "The account cannot pay for gas: send it some ether on this chain.",
  Unknown: "{message}",
  UnknownRevert: "The chain rejected the call with an unknown error: {data}",
  UnknownPayee: "{url} wants to pay {payTo}, which is not the wallet of any service registered at {origin}.",
  Unreachable: "The node is unavailable: {message}",
  WrongChain: "The node is on chain {actual}, not on {expected}.",
  WrongIndex: "The indexer at {url} is of another system: its {what} is {actual}, not {expected}.",
};

const SENTENCES = new Map<string, string>([...Object.entries(CONTRACT_SENTENCES), ...Object.entries(LOCAL_SENTENCES)]);

/** The sentence of an error, with its arguments filled in. */
export function sentenceOf(code: string, args: Args): string {
  const sentence = SENTENCES.get(code) ?? code;
  return sentence.replace(/\{(\w+)(?:\|(\w+))?\}/g, (_match, name: string, format?: string) =>
    written(args[name], format),
  );
}

function written(value: unknown, format?: string): string {
  const write = FORMATS[format ?? ""] ?? String;
  try {
    return write(value);
  } catch {
    // An argument that cannot be formatted must not hide the error.
    return String(value);
  }
}

/** Times beyond the year 9999 mean "never". */
function timeOrNever(seconds: bigint): string {
  return seconds > LAST_SECOND ? "the end of time" : timeOf(seconds);
}
