// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorNoncesKeyed} from "@openzeppelin/contracts/governance/extensions/GovernorNoncesKeyed.sol";
import {GovernorPreventLateQuorum} from "@openzeppelin/contracts/governance/extensions/GovernorPreventLateQuorum.sol";
import {GovernorProposalGuardian} from "@openzeppelin/contracts/governance/extensions/GovernorProposalGuardian.sol";
import {GovernorSequentialProposalId} from "@openzeppelin/contracts/governance/extensions/GovernorSequentialProposalId.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {GovernorVotesQuorumFraction} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {GovernorCountingPacked} from "./governance/GovernorCountingPacked.sol";
import {GovernorExecutionDelay} from "./governance/GovernorExecutionDelay.sol";
import {GovernorQuorumFloor} from "./governance/GovernorQuorumFloor.sol";
import {IServiceDAO} from "./interfaces/IServiceDAO.sol";

/// @title ServiceDAO
/// @notice Proposals, votes and their execution. See `IServiceDAO`.
/// @dev The modules do not conflict: `GovernorCountingPacked` extends `GovernorPreventLateQuorum`, and calls
/// `GovernorQuorumFloor` through `_isQuorum`.
contract ServiceDAO is
    GovernorSettings,
    GovernorSequentialProposalId,
    GovernorNoncesKeyed,
    GovernorPreventLateQuorum,
    GovernorProposalGuardian,
    GovernorCountingPacked,
    GovernorExecutionDelay,
    GovernorQuorumFloor
{
    /// @notice Longest voting delay that the DAO can set, in seconds.
    uint48 public constant MAX_VOTING_DELAY = 30 days;

    /// @notice Longest voting period that the DAO can set, in seconds.
    uint32 public constant MAX_VOTING_PERIOD = 60 days;

    /// @notice Highest proposal threshold that the DAO can set, in basis points of what was locked at the snapshot of
    /// the proposal that sets it.
    uint256 public constant MAX_PROPOSAL_THRESHOLD_BPS = 500;

    /// @inheritdoc IServiceDAO
    uint48 public immutable guardianUntil;

    /// @param votes ServiceVotes, whose members vote.
    /// @param settings Initial settings.
    constructor(
        IVotes votes,
        Settings memory settings
    )
        Governor("ServiceDAO")
        GovernorSettings(settings.votingDelay, settings.votingPeriod, settings.proposalThreshold)
        GovernorPreventLateQuorum(settings.lateQuorumExtension)
        GovernorExecutionDelay(settings.executionDelay, settings.gracePeriod)
        GovernorVotes(votes)
        GovernorVotesQuorumFraction(settings.quorumPercent)
        GovernorQuorumFloor(settings.quorumFloor)
    {
        guardianUntil = settings.guardianUntil;
        _setProposalGuardian(settings.guardian);
    }

    // Guardian

    /// @notice Returns the account that can cancel proposals.
    /// @return The guardian, or zero if there is none or its power has ended.
    function proposalGuardian() public view override returns (address) {
        return block.timestamp < guardianUntil ? super.proposalGuardian() : address(0);
    }

    /// @dev Without a guardian, OpenZeppelin lets proposers cancel at any time, so one member could discard a vote that
    /// was won. Here a proposer can cancel only before voting opens.
    function _validateCancel(
        uint256 proposalId,
        address caller
    ) internal view override(Governor, GovernorProposalGuardian) returns (bool) {
        return caller == proposalGuardian() || Governor._validateCancel(proposalId, caller);
    }

    // Settings

    /// @notice Returns the votes that a proposer needs.
    /// @return Threshold in base units.
    function proposalThreshold() public view override(Governor, GovernorSettings) returns (uint256) {
        return super.proposalThreshold();
    }

    /// @notice Sets the votes that a proposer needs, but at most `MAX_PROPOSAL_THRESHOLD_BPS` of what was locked at the
    /// snapshot of the proposal that sets it.
    /// @dev Emits `ProposalThresholdSet` with the threshold that is set.
    ///
    /// Requirements:
    /// - The caller must be the DAO itself (`GovernorOnlyExecutor`).
    /// @param newProposalThreshold Threshold in base units.
    function setProposalThreshold(uint256 newProposalThreshold) public override onlyGovernance {
        uint256 max = Math.mulDiv(_lockedAtSnapshot(), MAX_PROPOSAL_THRESHOLD_BPS, 10_000);
        // Lower it instead of reverting, like the quorum floor.
        _setProposalThreshold(Math.min(newProposalThreshold, max));
    }

    /// @notice Sets the delay from a proposal to the start of voting.
    /// @dev Emits `VotingDelaySet`.
    ///
    /// Requirements:
    /// - The caller must be the DAO itself (`GovernorOnlyExecutor`).
    /// - The delay must be within `MIN_TIME` and `MAX_VOTING_DELAY` (`ServiceDAOSettingOutOfBounds`).
    /// @param newVotingDelay Delay in seconds.
    function setVotingDelay(uint48 newVotingDelay) public override onlyGovernance {
        _checkBounds("votingDelay", newVotingDelay, MIN_TIME, MAX_VOTING_DELAY);
        _setVotingDelay(newVotingDelay);
    }

    /// @notice Sets how long voting stays open. A longer extension for a late quorum is shortened to the period.
    /// @dev Emits `VotingPeriodSet`, and `LateQuorumVoteExtensionSet` if the extension is shortened.
    ///
    /// Requirements:
    /// - The caller must be the DAO itself (`GovernorOnlyExecutor`).
    /// - The period must be within `MIN_TIME` and `MAX_VOTING_PERIOD` (`ServiceDAOSettingOutOfBounds`).
    /// @param newVotingPeriod Period in seconds.
    function setVotingPeriod(uint32 newVotingPeriod) public override onlyGovernance {
        _checkBounds("votingPeriod", newVotingPeriod, MIN_TIME, MAX_VOTING_PERIOD);
        _setVotingPeriod(newVotingPeriod);
        if (lateQuorumVoteExtension() > newVotingPeriod) _setLateQuorumVoteExtension(newVotingPeriod);
    }

    /// @notice Sets how long voting stays open at least after a late quorum. A longer one than the voting period is
    /// shortened to it.
    /// @dev Emits `LateQuorumVoteExtensionSet` with the extension that is set.
    ///
    /// Requirements:
    /// - The caller must be the DAO itself (`GovernorOnlyExecutor`).
    /// @param newVoteExtension Extension in seconds.
    function setLateQuorumVoteExtension(uint48 newVoteExtension) public override onlyGovernance {
        // Shorten it instead of reverting: otherwise executing a shorter period first would make this proposal fail.
        _setLateQuorumVoteExtension(uint48(Math.min(newVoteExtension, votingPeriod())));
    }

    function _setVotingDelay(uint48 newVotingDelay) internal override {
        _checkBounds("votingDelay", newVotingDelay, 0, MAX_VOTING_DELAY);
        super._setVotingDelay(newVotingDelay);
    }

    function _setVotingPeriod(uint32 newVotingPeriod) internal override {
        _checkBounds("votingPeriod", newVotingPeriod, 1, MAX_VOTING_PERIOD);
        super._setVotingPeriod(newVotingPeriod);
    }

    function _updateQuorumNumerator(uint256 newQuorumNumerator) internal override {
        _checkBounds("quorumPercent", newQuorumNumerator, 0, MAX_QUORUM_PERCENT);
        super._updateQuorumNumerator(newQuorumNumerator);
    }

    // Clock (ERC-6372)

    /// @notice Returns the time of the block, which is the clock of the votes (ERC-6372).
    /// @dev Fixed here, because querying the token each time would cost a call.
    /// @return Seconds since 1970.
    function clock() public view override(Governor, GovernorVotes) returns (uint48) {
        return Time.timestamp();
    }

    /// @inheritdoc Governor
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override(Governor, GovernorVotes) returns (string memory) {
        return "mode=timestamp";
    }

    // Overrides required by Solidity. They add nothing.

    /// @inheritdoc Governor
    function state(uint256 proposalId) public view override(Governor, GovernorExecutionDelay) returns (ProposalState) {
        return super.state(proposalId);
    }

    /// @inheritdoc Governor
    function proposalDeadline(
        uint256 proposalId
    ) public view override(Governor, GovernorPreventLateQuorum, GovernorCountingPacked) returns (uint256) {
        return super.proposalDeadline(proposalId);
    }

    /// @inheritdoc GovernorExecutionDelay
    function proposalNeedsQueuing(
        uint256 proposalId
    ) public pure override(Governor, GovernorExecutionDelay) returns (bool) {
        return super.proposalNeedsQueuing(proposalId);
    }

    /// @inheritdoc GovernorSequentialProposalId
    function getProposalId(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public view override(Governor, GovernorSequentialProposalId) returns (uint256) {
        return super.getProposalId(targets, values, calldatas, descriptionHash);
    }

    function _propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer
    ) internal override(Governor, GovernorSequentialProposalId) returns (uint256) {
        return super._propose(targets, values, calldatas, description, proposer);
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal view override(Governor, GovernorExecutionDelay) returns (uint48) {
        return super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorExecutionDelay, GovernorQuorumFloor) {
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _tallyUpdated(
        uint256 proposalId
    ) internal override(Governor, GovernorPreventLateQuorum, GovernorCountingPacked) {
        super._tallyUpdated(proposalId);
    }

    function _isQuorum(
        uint256 votes,
        uint256 timepoint
    ) internal view override(GovernorCountingPacked, GovernorQuorumFloor) returns (bool) {
        return super._isQuorum(votes, timepoint);
    }

    function _validateVoteSig(
        uint256 proposalId,
        uint8 support,
        address voter,
        bytes memory signature
    ) internal override(Governor, GovernorNoncesKeyed) returns (bool) {
        return super._validateVoteSig(proposalId, support, voter, signature);
    }

    function _validateExtendedVoteSig(
        uint256 proposalId,
        uint8 support,
        address voter,
        string memory reason,
        bytes memory params,
        bytes memory signature
    ) internal override(Governor, GovernorNoncesKeyed) returns (bool) {
        return super._validateExtendedVoteSig(proposalId, support, voter, reason, params, signature);
    }

    function _useCheckedNonce(address owner, uint256 nonce) internal override(Nonces, GovernorNoncesKeyed) {
        super._useCheckedNonce(owner, nonce);
    }
}
