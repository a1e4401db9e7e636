// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title ServiceDAO
/// @notice Members with locked SCV (vSCV) propose, vote, queue and execute. OpenZeppelin's Governor with its own functions,
/// events and typed data, so that its tools work unchanged, and on top: ballot papers over many proposals, an execution
/// delay inside the governor, expiry of passed proposals, an absolute floor under the quorum, and a guardian with an end.
///
/// Life of a proposal: Pending (voting delay) -> Active (voting period) -> Succeeded or Defeated -> `queue` -> Queued
/// (execution delay) -> `execute` -> Executed. A passed proposal that is not queued within the grace period after its vote,
/// or not executed within the grace period after its delay, is Expired. Proposal ids count up from 1. All times are seconds.
///
/// A vote counts with the weight at the snapshot, which lies in the past when voting opens: coins that are borrowed,
/// moved or locked later do not count. Votes for and abstaining make the quorum; more for than against make the majority.
///
/// To keep others from proposing the same first and canceling it, end the description with `#proposer=0x<address>`.
///
/// @dev This interface is what ServiceDAO adds to OpenZeppelin's IGovernor.
interface IServiceDAO {
    /// @notice What the DAO is deployed with. What it may change later is bounded by constants, some of them as shares of what
    /// is locked then.
    /// @param votingDelay Seconds from proposal to the opening of the vote.
    /// @param votingPeriod Seconds that the vote stays open.
    /// @param lateQuorumExtension Seconds that the vote stays open at least after quorum is reached.
    /// @param executionDelay Seconds from `queue` to the earliest `execute`.
    /// @param gracePeriod Seconds after which a passed proposal expires.
    /// @param proposalThreshold Votes that a proposer needs, in base units.
    /// @param quorumPercent Share of all locked SCV that must vote for or abstain, in percent.
    /// @param quorumFloor Votes that must be for or abstain however little is locked, in base units.
    /// @param guardian Account that may cancel proposals, or zero.
    /// @param guardianUntil Seconds since 1970 when the guardian's power ends, for ever.
    struct Settings {
        uint48 votingDelay;
        uint32 votingPeriod;
        uint48 lateQuorumExtension;
        uint32 executionDelay;
        uint32 gracePeriod;
        uint128 proposalThreshold;
        uint8 quorumPercent;
        uint128 quorumFloor;
        address guardian;
        uint48 guardianUntil;
    }

    /// @notice The delay between `queue` and `execute` was changed, in seconds.
    event ExecutionDelaySet(uint32 oldExecutionDelay, uint32 newExecutionDelay);

    /// @notice The time after which passed proposals expire was changed, in seconds.
    event GracePeriodSet(uint32 oldGracePeriod, uint32 newGracePeriod);

    /// @notice The floor under the quorum was changed, in base units.
    event QuorumFloorSet(uint256 oldQuorumFloor, uint256 newQuorumFloor);

    /// @notice A ballot paper has more proposals than choices of support, or the other way round, or none at all.
    error ServiceDAOInvalidBallotPaper(uint256 proposalIds, uint256 choices);

    /// @notice A signed ballot paper names only proposals on which voting is over or the voter has voted.
    error ServiceDAONothingToVote(address voter);

    /// @notice `execute` came before the delay was over; `readyAt` is the earliest second.
    error ServiceDAOExecutionTooEarly(uint256 proposalId, uint256 readyAt);

    /// @notice A setting lies outside its bounds.
    /// @param setting Name of the setting, as in `Settings`.
    error ServiceDAOSettingOutOfBounds(bytes32 setting, uint256 value, uint256 min, uint256 max);

    // Voting

    /// @notice Votes on many proposals at once, all or nothing.
    ///
    /// Emits one `VoteCast` per proposal.
    ///
    /// Requirements: as for `castVote`, for each; arrays of the same length, not empty (`ServiceDAOInvalidBallotPaper`).
    /// @param proposalIds Proposals that are open.
    /// @param support 0 against, 1 for, 2 abstain, in the same order.
    function castVotes(uint256[] calldata proposalIds, uint8[] calldata support) external;

    /// @notice `castVotes` by the voter's signature; anyone may submit it and pays the gas. Proposals on which voting is over, by
    /// time or because they were canceled, and those the voter has voted on are passed over, so that nobody can make a signed
    /// ballot paper worthless by closing one of its proposals.
    ///
    /// Requirements: voting has opened on all proposals (`GovernorUnexpectedProposalState`), or submitting early would throw
    /// votes away; at least one vote counts (`ServiceDAONothingToVote`); arrays as for `castVotes`; the signature over
    /// `BallotPaper(uint256[] proposalIds,uint8[] support,address voter,uint256 nonce)` is the voter's, ECDSA or ERC-1271,
    /// with `nonces(voter)` (`GovernorInvalidSignature`).
    /// @param voter Account that signed.
    /// @param signature Signature in this contract's EIP-712 domain.
    function castVotesBySig(
        uint256[] calldata proposalIds,
        uint8[] calldata support,
        address voter,
        bytes calldata signature
    ) external;

    /// @notice Votes counted so far, in base units.
    function proposalVotes(
        uint256 proposalId
    ) external view returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes);

    /// @notice Whether votes for and abstaining have reached the quorum. It never becomes false again.
    function quorumReached(uint256 proposalId) external view returns (bool);

    // Settings that only a passed proposal can change

    /// @notice Seconds from `queue` to the earliest `execute`.
    function executionDelay() external view returns (uint32);

    /// @notice Sets the delay for proposals queued from now on. Emits `ExecutionDelaySet`.
    /// @param newExecutionDelay Seconds, within `MIN_TIME` and `MAX_EXECUTION_DELAY` (`ServiceDAOSettingOutOfBounds`).
    function setExecutionDelay(uint32 newExecutionDelay) external;

    /// @notice Seconds after which a passed proposal expires: from the end of its vote when it is not queued, from the end of
    /// its delay when it is.
    function gracePeriod() external view returns (uint32);

    /// @notice Sets the grace period of proposals whose snapshot is yet to come. Emits `GracePeriodSet`.
    /// @param newGracePeriod Seconds, within `MIN_GRACE_PERIOD` and `MAX_GRACE_PERIOD` (`ServiceDAOSettingOutOfBounds`).
    function setGracePeriod(uint32 newGracePeriod) external;

    /// @notice Votes for and abstaining that a proposal needs however little is locked, in base units.
    function quorumFloor() external view returns (uint256);

    /// @notice Sets the floor for proposals whose snapshot is yet to come. Emits `QuorumFloorSet`.
    /// @param newQuorumFloor Base units, at most `MAX_QUORUM_PERCENT` of what is locked now (`ServiceDAOSettingOutOfBounds`).
    /// While less than the floor is locked nothing can be passed, until more is locked.
    function setQuorumFloor(uint256 newQuorumFloor) external;

    // Guardian

    /// @notice Seconds since 1970 when the guardian's power ends, fixed at deployment.
    function guardianUntil() external view returns (uint48);
}
