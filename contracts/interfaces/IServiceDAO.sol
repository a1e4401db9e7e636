// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title ServiceDAO
/// @notice Members with locked SCV (vSCV) propose, vote, queue and execute. The DAO is OpenZeppelin's Governor with the
/// same functions, events and typed data, so its tools work unchanged. It adds ballot papers over several proposals, an
/// execution delay inside the governor, expiry of passed proposals, an absolute floor under the quorum, and a guardian
/// whose power ends.
///
/// Life of a proposal: Pending (voting delay) -> Active (voting period) -> Succeeded or Defeated -> `queue` -> Queued
/// (execution delay) -> `execute` -> Executed. A passed proposal expires if it is not queued within the grace period
/// after its vote, or not executed within the grace period after its delay. Proposal ids count up from 1. All times are
/// in seconds.
///
/// A vote counts with the weight at the snapshot, which is in the past when voting opens. Coins that are borrowed,
/// moved or locked later do not count. Votes for and abstentions count toward the quorum. A proposal passes with more
/// votes for than against.
///
/// @dev This interface contains what ServiceDAO adds to OpenZeppelin's IGovernor.
///
/// Warning: anyone can propose the same actions with the same description first, and cancel that proposal. To prevent
/// this, end the description with `#proposer=0x<address>`.
interface IServiceDAO {
    /// @notice Settings with which the DAO is deployed. Constants bound what the DAO can change later, some of them as
    /// shares of the SCV that is locked then.
    /// @param votingDelay Seconds from the proposal to the start of voting.
    /// @param votingPeriod Seconds for which voting stays open.
    /// @param lateQuorumExtension Minimum number of seconds for which voting stays open after the quorum is reached.
    /// @param executionDelay Seconds from `queue` to the earliest `execute`.
    /// @param gracePeriod Seconds after which a passed proposal expires.
    /// @param proposalThreshold Votes that a proposer needs, in base units.
    /// @param quorumPercent Share of all locked SCV that must vote for or abstain, in percent.
    /// @param quorumFloor Votes that must be for or abstain however little is locked, in base units.
    /// @param guardian Account that can cancel proposals, or zero.
    /// @param guardianUntil When the guardian's power ends for good, in seconds since 1970.
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

    /// @notice The delay between `queue` and `execute` was changed.
    /// @param oldExecutionDelay Previous delay in seconds.
    /// @param newExecutionDelay New delay in seconds.
    event ExecutionDelaySet(uint32 oldExecutionDelay, uint32 newExecutionDelay);

    /// @notice The time after which passed proposals expire was changed.
    /// @param oldGracePeriod Previous grace period in seconds.
    /// @param newGracePeriod New grace period in seconds.
    event GracePeriodSet(uint32 oldGracePeriod, uint32 newGracePeriod);

    /// @notice The floor under the quorum was changed.
    /// @param oldQuorumFloor Previous floor in base units.
    /// @param newQuorumFloor New floor in base units.
    event QuorumFloorSet(uint256 oldQuorumFloor, uint256 newQuorumFloor);

    /// @notice Thrown when a ballot paper is empty, or does not have one choice per proposal.
    /// @param proposalIds Number of proposals.
    /// @param choices Number of choices.
    error ServiceDAOInvalidBallotPaper(uint256 proposalIds, uint256 choices);

    /// @notice Thrown when a signed ballot paper names only proposals on which voting is over or the voter has already
    /// voted.
    /// @param voter Account that signed.
    error ServiceDAONothingToVote(address voter);

    /// @notice Thrown when `execute` is called before the execution delay has passed.
    /// @param proposalId The proposal.
    /// @param readyAt First second in which it can be executed, in seconds since 1970.
    error ServiceDAOExecutionTooEarly(uint256 proposalId, uint256 readyAt);

    /// @notice Thrown when a setting is outside its bounds.
    /// @param setting Name of the setting, as in `Settings`.
    /// @param value The rejected value.
    /// @param min Smallest value allowed.
    /// @param max Largest value allowed.
    error ServiceDAOSettingOutOfBounds(bytes32 setting, uint256 value, uint256 min, uint256 max);

    // Voting

    /// @notice Votes on several proposals at once, all or nothing.
    /// @dev Emits one `VoteCast` per proposal.
    ///
    /// Requirements:
    /// - Both arrays must have the same length and not be empty (`ServiceDAOInvalidBallotPaper`).
    /// - Each vote must meet the requirements of `castVote`.
    /// @param proposalIds Proposals on which voting is open.
    /// @param support One choice per proposal: 0 against, 1 for, 2 abstain.
    function castVotes(uint256[] calldata proposalIds, uint8[] calldata support) external;

    /// @notice Votes on several proposals with the voter's signature. Anyone can submit it and pays the gas.
    /// @dev Emits one `VoteCast` per vote that counts.
    ///
    /// Proposals on which voting is over, including canceled ones, and proposals on which the voter has already voted
    /// are skipped. Otherwise anyone could make a signed ballot paper worthless by closing one of its proposals.
    ///
    /// Requirements:
    /// - Both arrays must have the same length and not be empty (`ServiceDAOInvalidBallotPaper`).
    /// - The signature must be the voter's, by ECDSA or ERC-1271, over `BallotPaper(uint256[] proposalIds,uint8[]
    ///   support,address voter,uint256 nonce)` with the nonce `nonces(voter)` (`GovernorInvalidSignature`).
    /// - Voting must have started on all proposals (`GovernorUnexpectedProposalState`). Otherwise an early submission
    ///   would waste votes.
    /// - At least one vote must count (`ServiceDAONothingToVote`).
    /// @param proposalIds Proposals on which voting has started.
    /// @param support One choice per proposal: 0 against, 1 for, 2 abstain.
    /// @param voter Account that signed.
    /// @param signature Signature in this contract's EIP-712 domain.
    function castVotesBySig(
        uint256[] calldata proposalIds,
        uint8[] calldata support,
        address voter,
        bytes calldata signature
    ) external;

    /// @notice Returns the votes counted so far.
    /// @param proposalId The proposal.
    /// @return againstVotes Votes against, in base units.
    /// @return forVotes Votes for, in base units.
    /// @return abstainVotes Abstentions, in base units.
    function proposalVotes(
        uint256 proposalId
    ) external view returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes);

    /// @notice Returns whether votes for and abstentions have reached the quorum. Once true, it stays true.
    /// @param proposalId The proposal.
    /// @return Whether the quorum is reached.
    function quorumReached(uint256 proposalId) external view returns (bool);

    // Settings

    /// @notice Returns the delay from `queue` to the earliest `execute`.
    /// @return Delay in seconds.
    function executionDelay() external view returns (uint32);

    /// @notice Sets the delay of proposals queued from now on.
    /// @dev Emits `ExecutionDelaySet`.
    ///
    /// Requirements:
    /// - The caller must be the DAO itself (`GovernorOnlyExecutor`).
    /// - The delay must be within `MIN_TIME` and `MAX_EXECUTION_DELAY` (`ServiceDAOSettingOutOfBounds`).
    /// @param newExecutionDelay Delay in seconds.
    function setExecutionDelay(uint32 newExecutionDelay) external;

    /// @notice Returns the time after which a passed proposal expires, counted from the end of its vote if it is not
    /// queued, and from the end of its delay if it is.
    /// @return Grace period in seconds.
    function gracePeriod() external view returns (uint32);

    /// @notice Sets the grace period of proposals whose snapshot is still in the future.
    /// @dev Emits `GracePeriodSet`.
    ///
    /// Requirements:
    /// - The caller must be the DAO itself (`GovernorOnlyExecutor`).
    /// - The period must be within `MIN_GRACE_PERIOD` and `MAX_GRACE_PERIOD` (`ServiceDAOSettingOutOfBounds`).
    /// @param newGracePeriod Grace period in seconds.
    function setGracePeriod(uint32 newGracePeriod) external;

    /// @notice Returns the votes for and abstentions that a proposal needs however little is locked.
    /// @return Floor in base units.
    function quorumFloor() external view returns (uint256);

    /// @notice Sets the quorum floor of proposals whose snapshot is still in the future, but at most
    /// `MAX_QUORUM_PERCENT` of what was locked at the snapshot of the proposal that sets it.
    /// @dev Emits `QuorumFloorSet` with the floor that is set.
    ///
    /// Requirements:
    /// - The caller must be the DAO itself (`GovernorOnlyExecutor`).
    ///
    /// Warning: while less than the floor is locked, no proposal can pass until more is locked.
    /// @param newQuorumFloor Floor in base units.
    function setQuorumFloor(uint256 newQuorumFloor) external;

    // Guardian

    /// @notice Returns when the guardian's power ends. It is fixed at deployment.
    /// @return Time in seconds since 1970.
    function guardianUntil() external view returns (uint48);
}
