export { cancelProposal } from "./cancelProposal.js";
export { customCall, type ProposalCall } from "./calls/call.js";
export { removeCapCall, setBudgetCall, setCapCall, type BudgetTerms, type CapTerms } from "./calls/limits.js";
export {
  executeCall,
  openDealCall,
  payAndCallCall,
  payCall,
  payManyCall,
  type DealPayment,
  type Execution,
  type PaymentToMany,
  type PaymentWithCall,
} from "./calls/payments.js";
export {
  mintCall,
  setExecutionDelayCall,
  setFeeCall,
  setGracePeriodCall,
  setLateQuorumVoteExtensionCall,
  setLoanFeeCall,
  setProposalGuardianCall,
  setProposalThresholdCall,
  setQuorumFloorCall,
  setVotingDelayCall,
  setVotingPeriodCall,
  transferOwnershipCall,
  updateQuorumNumeratorCall,
  type Duration,
} from "./calls/settings.js";
export { describeCall, type RawCall } from "./describe.js";
export { executeProposal } from "./executeProposal.js";
export { propose, type Draft } from "./propose.js";
export { queueProposal } from "./queueProposal.js";
export { listProposals, readProposal, refreshProposal, type Proposal, type ProposalQuery } from "./readProposal.js";
export { signBallotPaper, submitBallotPaper } from "./signedBallotPaper.js";
export { signVote, submitVote } from "./signedVote.js";
export type { ProposalReference } from "./stage.js";
export { PROPOSAL_STATES, type ProposalState } from "./states.js";
export type { Choice, CountedVote, Support } from "./support.js";
export { ballotData, ballotPaperData, type Ballot, type BallotPaper } from "./typedData.js";
export { vote, type Vote } from "./vote.js";
export { voteMany } from "./voteMany.js";
