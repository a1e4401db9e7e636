import { decodeBytes32String, formatUnits } from "ethers";

/** Names of `DealStatus`. */
export const DEAL_STATES = ["none", "open", "delivered", "disputed", "closed"] as const;

/** Names of a proposal's `ProposalState`. */
export const PROPOSAL_STATES = [
  ...["pending", "active", "canceled", "defeated", "succeeded", "queued", "expired", "executed"],
] as const;

type Args = Readonly<Record<string, unknown>>;

/** How an argument is written; `{amount|scv}` in a sentence is the argument `amount` as an amount of SCV. */
const FORMATS: Readonly<Record<string, (value: unknown) => string>> = {
  scv: (value) => `${formatUnits(value as bigint, 18).replace(/\.0$/, "")} SCV`,
  time: (value) => timeOf(value as bigint),
  percent: (value) => `${Number(value) / 100} %`,
  deal: (value) => DEAL_STATES.at(Number(value)) ?? String(value),
  proposal: (value) => PROPOSAL_STATES.at(Number(value)) ?? String(value),
  setting: (value) => decodeBytes32String(value as string),
  message: (value) => (value instanceof Error ? value.message : "it gave no reason."),
};

/** One sentence for each error of the contracts. */
export const CONTRACT_SENTENCES: Readonly<Record<string, string | undefined>> = {
  AddressEmptyCode: "{target} is no contract.",
  CheckpointUnorderedInsertion: "The chain's clock went backwards.",
  DealInvalidAddress: "An address in the deal has more than 20 bytes.",
  ECDSAInvalidSignature: "The signature is not valid.",
  ECDSAInvalidSignatureLength: "A signature of {length} bytes is not valid; 65 are.",
  ECDSAInvalidSignatureS: "The signature is not in its canonical form (s is too high).",
  ERC1363ApproveFailed: "The approval of {value|scv} for {spender} failed.",
  ERC1363InvalidReceiver: "{receiver} takes no coins this way: it is no contract, or refuses them.",
  ERC1363InvalidSpender: "{spender} takes no approvals this way: it is no contract, or refuses them.",
  ERC1363TransferFailed: "The transfer of {value|scv} to {receiver} failed.",
  ERC1363TransferFromFailed: "The transfer of {value|scv} from {sender} to {receiver} failed.",
  ERC20ExceededCap: "There would be {increasedSupply|scv}, and {cap|scv} is the maximum.",
  ERC20ExceededSafeSupply: "{increasedSupply|scv} would be locked, and {cap|scv} is the maximum.",
  ERC20InsufficientAllowance: "{spender} may spend {allowance|scv}, and {needed|scv} are needed: approve more first.",
  ERC20InsufficientBalance: "{sender} has {balance|scv}, and {needed|scv} are needed.",
  ERC20InvalidApprover: "{approver} cannot approve.",
  ERC20InvalidCap: "{cap} is no maximum supply.",
  ERC20InvalidReceiver: "{receiver} cannot receive coins.",
  ERC20InvalidSender: "{sender} cannot send coins.",
  ERC20InvalidSpender: "{spender} cannot be approved.",
  ERC20InvalidUnderlying: "{token} cannot be locked.",
  ERC2612ExpiredSignature: "The permit expired at {deadline|time}.",
  ERC2612InvalidSigner: "The permit was signed by {signer}, not by {owner}.",
  ERC3009InvalidAuthorizationTime:
    "The authorization counts only after {validAfter|time} and before {validBefore|time}.",
  ERC3009InvalidSignature: "The authorization was not signed by who would pay.",
  ERC3009UsedAuthorization: "The authorization {nonce} of {authorizer} was used or canceled before.",
  ERC5805FutureLookup: "Votes at {timepoint|time} are not known yet: it is {clock|time}.",
  ERC721IncorrectOwner: "Service {tokenId} belongs to {owner}, not to {sender}.",
  ERC721InsufficientApproval: "{operator} is not approved for service {tokenId}.",
  ERC721InvalidApprover: "{approver} cannot approve others for the service.",
  ERC721InvalidOperator: "{operator} cannot be an operator.",
  ERC721InvalidOwner: "{owner} cannot own services.",
  ERC721InvalidReceiver: "{receiver} cannot own services: it is zero, or a contract that takes no ERC-721 tokens.",
  ERC721InvalidSender: "{sender} cannot send services.",
  ERC721NonexistentToken: "There is no service {tokenId}.",
  FailedCall: "A call failed without a reason.",
  GovernorAlreadyCastVote: "{voter} has voted on this proposal.",
  GovernorAlreadyInitializedLatestProposalId: "Proposals are numbered already.",
  GovernorAlreadyQueuedProposal: "Proposal {proposalId} is queued already.",
  GovernorDisabledDeposit: "The DAO takes no tokens: send them to the treasury.",
  GovernorInsufficientProposerVotes:
    "{proposer} had {votes|scv} of votes, and proposing takes {threshold|scv}: lock more and wait a moment.",
  GovernorInvalidProposalLength:
    "A proposal needs as many targets ({targets}) as values ({values}) and calls ({calldatas}), and at least one.",
  GovernorInvalidQuorumFraction: "A quorum of {quorumNumerator} of {quorumDenominator} is out of bounds.",
  GovernorInvalidSignature: "The vote was not signed by {voter} with its next nonce.",
  GovernorInvalidVoteParams: "This vote takes no parameters.",
  GovernorInvalidVoteType: "A vote is against (0), for (1) or abstain (2).",
  GovernorInvalidVotingPeriod: "A voting period of {votingPeriod} seconds is out of bounds.",
  GovernorNonexistentProposal: "There is no proposal {proposalId}.",
  GovernorOnlyExecutor: "Only the DAO itself may do this, by a proposal; {account} may not.",
  GovernorPreventLateQuorumVoteExtensionTooLarge:
    "An extension of {newVoteExtension} seconds is out of bounds; {maxVoteExtension} is the most.",
  GovernorProposalQueueingFailed: "Proposal {proposalId} cannot be queued.",
  GovernorProposalQueueingNotRequired: "Proposal {proposalId} needs no queue.",
  GovernorRestrictedProposer: "The description names another proposer than {proposer}.",
  GovernorUnableToCancel: "{account} cannot cancel proposal {proposalId} now.",
  GovernorUnexpectedProposalState: "Proposal {proposalId} is {current|proposal}, which does not allow this.",
  HubAlreadyAccepted: "The mandate {id} was accepted before.",
  HubChargeFailed: "{payer} could not be charged {amount|scv}: {reason|message}",
  HubDifferentPayee: "The deal {id} pays {payee}, and others of the batch pay {expected}: one payee per batch.",
  HubEmptyBatch: "The batch is empty.",
  HubFeeMismatch:
    "The terms have a fee of {feeBps|percent}, and the hub's fee is {current|percent} now: agree on that.",
  HubInvalidAmount: "{amount|scv} of {id} is not between 0 and what is available, {available|scv}.",
  HubInvalidData: "The data sent along has {length} bytes, which is no deal.",
  HubInvalidFee: "A fee of {fee|percent} is above the maximum of {max|percent}.",
  HubInvalidMandate: "A mandate needs a limit, a period, and an end after its start.",
  HubInvalidMandateParties:
    "Payer {payer} and payee {payee} of a mandate must be two accounts, and neither zero nor the hub.",
  HubInvalidParties:
    "Payer {payer}, payee {payee} and arbiter {arbiter} must be different accounts; only the arbiter may be zero.",
  HubInvalidSignature: "This was not signed by {signer}, or it says something else.",
  HubInvalidTerms: "The terms of deal {id} contradict each other or are out of bounds.",
  HubInvalidTreasury: "{treasury} cannot be the treasury.",
  HubNothingDue: "Nothing is due for {id}; it has paid {paid|scv}.",
  HubRevoked: "The mandate {id} was revoked.",
  HubTooEarly: "That is not allowed before {time|time}.",
  HubTooLate: "That was not allowed any more after {time|time}.",
  HubUnauthorized: "{caller} may not do this with {id}.",
  HubWrongAmount: "{amount|scv} were paid for {id}, which takes exactly {expected|scv}.",
  HubWrongKind: "{id} is another kind of deal.",
  HubWrongStatus: "The deal {id} is {status|deal}, which does not allow this.",
  HubWrongToken: "The hub takes SCV only, not {token}.",
  InsufficientBalance: "The treasury has {balance} wei, and {needed} are needed.",
  InvalidAccountNonce: "The signature has another nonce than the next of {account}, {currentNonce}.",
  InvalidShortString: "A text of the contract is damaged.",
  OwnableInvalidOwner: "{owner} cannot be the owner.",
  OwnableUnauthorizedAccount: "Only the owner may do this; {account} is not.",
  PaymentBatchInsufficientGas: "The payments may need {needed} gas, and {left} are left: give the transaction more.",
  PaymentBatchMalformed: "Of {length} bytes, those from number {offset} on are no group of payments.",
  ReentrancyGuardReentrantCall: "A payment of the treasury cannot start within another.",
  RegistryInvalidDeadline: "The deadline {deadline|time} is over, or more than five minutes ahead; it is {time|time}.",
  RegistryInvalidSignature:
    "{newWallet} did not sign that it becomes the wallet of service {agentId}, for its owner and this deadline.",
  RegistryInvalidWallet: "{newWallet} cannot be the wallet of service {agentId}.",
  RegistryReservedKey: "The metadata key {metadataKey} is reserved: set the wallet by its own function.",
  RegistryUnauthorized: "{caller} neither owns service {agentId} nor is approved for it.",
  ReputationAlreadyRevoked: "Feedback {feedbackIndex} of {client} was revoked before.",
  ReputationEmptyResponse: "A response needs a URI.",
  ReputationInvalidDecimals: "{valueDecimals} decimals are more than 18.",
  ReputationInvalidRating: "A rating for a deal is between 0 and 100; {value} with {valueDecimals} decimals is not.",
  ReputationInvalidValue: "{value} is not between -10^38 and 10^38.",
  ReputationNoClients: "A summary needs the clients that it is about.",
  ReputationNotPayer: "{payer} paid the deal {dealId}, not {caller}.",
  ReputationOtherPayee: "The deal {dealId} pays {payee}, which is no wallet of service {agentId}.",
  ReputationReservedTag: "Only a rating for a deal may have the tag {tag2}.",
  ReputationSelfFeedback: "{client} owns or manages service {agentId}, or is its wallet, and cannot rate it.",
  ReputationUnknownFeedback:
    "There is no feedback {feedbackIndex} of {client} about service {agentId}; the last is {last}.",
  ReputationUnpaidDeal: "The deal {dealId} has paid nothing.",
  ReputationUsedDeal: "The deal {dealId} was rated before.",
  SafeCastOverflowedUintDowncast: "{value} does not fit into {bits} bits.",
  SafeERC20FailedOperation: "The token {token} refused.",
  ServiceDAOExecutionTooEarly: "Proposal {proposalId} can be executed from {readyAt|time} on.",
  ServiceDAOInvalidBallotPaper: "A ballot paper with {proposalIds} proposals and {choices} choices is not valid.",
  ServiceDAONothingToVote: "{voter} can vote on none of these proposals: they are closed, or it has voted.",
  ServiceDAOSettingOutOfBounds: "{setting|setting} of {value} is not between {min} and {max}.",
  ServiceVotesInvalidDelegatee: "The data sent along is no account to delegate to.",
  ServiceVotesInvalidToken: "Only SCV can be locked, not {token}.",
  ServiceVotesUnauthorizedDelegation: "{operator} cannot choose the delegate of {member}.",
  StringTooLong: "The text is too long: {str}",
  TallyOverflow: "The votes do not fit into the tally.",
  TreasuryBudgetExceeded: "{steward} has {available} base units left in its budget for {asset}, and {amount} are more.",
  TreasuryCapExceeded: "{available} base units of {asset} may leave the treasury now, and {amount} are more.",
  TreasuryEtherTransferFailed: "{to} did not take {amount} wei; the treasury has {balance}.",
  TreasuryForbiddenTarget: "The treasury may not call {target}.",
  TreasuryInvalidLimit: "A limit of {amount} per {period} seconds is out of bounds.",
  TreasuryInvalidRecipient: "{to} cannot be paid.",
  TreasuryNoCapDue: "No change of the cap on {asset} is due; the next is at {effectiveAt|time}.",
  TreasuryNoPayouts: "There is nobody to pay.",
  TreasuryTooManyCaps: "There are {max} caps already, which is the most.",
  TreasuryTransferFailed:
    "The treasury could not send {amount} base units of {asset} to {to}: it may not have that much.",
  ValidationInvalidResponse: "A response is between 0 and 100, not {response}.",
  ValidationInvalidValidator: "{validator} cannot be a validator.",
  ValidationNotValidator: "The request {requestHash} is to {validator}, not to {caller}.",
  ValidationRequestExists: "The request {requestHash} exists already, of service {agentId}.",
  ValidationUnauthorized: "{caller} neither owns service {agentId} nor is approved for it.",
  ValidationUnknownRequest: "There is no request {requestHash}.",
  VotesExpiredSignature: "The signature expired at {expiry|time}.",
};

/** One sentence for each error of the SDK, of wallets and of nodes. */
export const LOCAL_SENTENCES: Readonly<Record<string, string | undefined>> = {
  Canceled: "It was canceled on this side; what was sent may still be mined.",
  DailyLimitReached: "{url} costs {price|scv}, which is more than is left of the {limit|scv} for 24 hours.",
  DealNotFound: "There is no deal {id} on this chain: it was never opened.",
  InsecurePage: "{url} is not encrypted: whoever is on the way could use the payment first. Ask by https.",
  InvalidAmount: '"{amount}" is no amount of SCV: write it like 1.5, with 18 decimals at most.',
  InvalidArgument: "{argument} is not valid: {value}",
  InvalidDeployment: "The deployment has no address of {contract}, or one that is none: {address}",
  InvalidOffer: "{url} asks to be paid in a way that cannot be read.",
  MandateNotFound: "There is no mandate {id} on this chain: it was never accepted.",
  MissingEvent: "The transaction {hash} was mined without the event {event}: is this the right contract?",
  NoFittingOffer:
    "{url} does not sell for SCV of this system on chain {chainId}, or wants signatures that count too long.",
  NoProvider: "The client is connected to no node.",
  NoSigner: "The client only reads: connect it to an account that signs.",
  NonceUsed: "Another transaction of this account was mined with the same nonce: try again.",
  NotDeployed: "Chain {chainId} has no {contract} at {address}: is it the right node, or was the chain restarted?",
  NotForSale: "Service {agentId} has no wallet or no price, and cannot be sold.",
  NotMined: "The transaction {hash} was not mined.",
  Panic: "A contract failed by itself (panic {code}).",
  PaymentRedirected: "{url} leads to {target}, where the payment was not sent: ask there directly, if you trust it.",
  PaymentRefused: "{url} did not take the payment of {amount|scv}: {reason}.",
  PaymentUnclear:
    "It is not known whether {url} took the payment of {amount|scv} ({reason}): ask again, which pays nothing twice.",
  PriceAboveLimit: "{url} costs {price|scv}, and {limit|scv} may be paid at once.",
  PriceAboveRegistered: "{url} costs {price|scv}, and service {agentId} is registered at {registered|scv}.",
  RegistrationCanceled: "{message}",
  RegistrationInvalid: "{message}",
  RegistrationTimeout: "{message}",
  RegistrationTooLarge: "{message}",
  RegistrationUnreachable: "{message}",
  RegistrationUnsupportedUri: "{message}",
  Rejected: "The wallet did not sign.",
  Replaced: "The transaction {hash} was replaced by {by} ({reason}).",
  Reverted: "The chain refused: {reason}",
  Timeout: "It took too long; what was sent may still be mined.",
  Underpriced: "A transaction with this nonce waits already, and this one pays no higher fee.",
  Unfunded: "The account cannot pay for gas: send it some ether of this chain.",
  Unknown: "{message}",
  UnknownRevert: "The chain refused with an error that is not known here: {data}",
  UnknownPayee: "{url} wants {payTo} to be paid, which is the wallet of no service registered at {origin}.",
  Unreachable: "The node does not answer: {message}",
  WrongChain: "The node is on chain {actual}, not on {expected}.",
};

/** The sentence of an error, with its arguments filled in. */
export function sentenceOf(code: string, args: Args): string {
  const sentence = CONTRACT_SENTENCES[code] ?? LOCAL_SENTENCES[code] ?? code;
  return sentence.replace(/\{(\w+)(?:\|(\w+))?\}/g, (_match, name: string, format?: string) =>
    written(args[name], format),
  );
}

function written(value: unknown, format?: string): string {
  const write = format === undefined ? String : FORMATS[format];
  try {
    return write(value);
  } catch {
    // A sentence is there to help: a strange argument must not hide it.
    return String(value);
  }
}

/** Times that no calendar reaches stand for "never". */
function timeOf(seconds: bigint): string {
  return seconds > 253_402_300_799n ? "the end of time" : new Date(Number(seconds) * 1000).toISOString();
}
