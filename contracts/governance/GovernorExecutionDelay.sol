// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IServiceDAO} from "../interfaces/IServiceDAO.sol";

/// @title GovernorExecutionDelay
/// @notice Delays the execution of queued proposals, and lets passed proposals expire. The governor itself executes,
/// because a separate timelock contract would only forward the calls.
abstract contract GovernorExecutionDelay is IServiceDAO, Governor {
    using Checkpoints for Checkpoints.Trace208;

    /// @notice Shortest voting delay, voting period and execution delay that the DAO can set, in seconds. It ensures
    /// that a vote cannot remove the time to react to the next one.
    /// @dev Only a deployment can start with less, for local chains.
    uint32 public constant MIN_TIME = 1 hours;

    /// @notice Longest execution delay that the DAO can set, in seconds.
    uint32 public constant MAX_EXECUTION_DELAY = 30 days;

    /// @notice Shortest grace period that the DAO can set, in seconds.
    uint32 public constant MIN_GRACE_PERIOD = 1 days;

    /// @notice Longest grace period that the DAO can set, in seconds.
    uint32 public constant MAX_GRACE_PERIOD = 90 days;

    uint32 private _executionDelay;
    /// @dev A proposal keeps the grace period of its snapshot. Otherwise a longer one would revive expired proposals.
    Checkpoints.Trace208 private _gracePeriods;

    /// @param initialExecutionDelay Execution delay in seconds.
    /// @param initialGracePeriod Grace period in seconds.
    constructor(uint32 initialExecutionDelay, uint32 initialGracePeriod) {
        _setExecutionDelay(initialExecutionDelay);
        _setGracePeriod(initialGracePeriod);
    }

    // Life of a proposal

    /// @inheritdoc Governor
    function state(uint256 proposalId) public view virtual override returns (ProposalState) {
        ProposalState current = super.state(proposalId);
        if (current == ProposalState.Queued) {
            return _isExpired(proposalId, proposalEta(proposalId)) ? ProposalState.Expired : current;
        }
        if (current == ProposalState.Succeeded) {
            return _isExpired(proposalId, proposalDeadline(proposalId)) ? ProposalState.Expired : current;
        }
        return current;
    }

    /// @notice Returns whether a proposal must be queued before it is executed, which is always the case.
    /// @return Always true.
    function proposalNeedsQueuing(uint256) public pure virtual override returns (bool) {
        return true;
    }

    // Settings

    /// @inheritdoc IServiceDAO
    function executionDelay() external view returns (uint32) {
        return _executionDelay;
    }

    /// @inheritdoc IServiceDAO
    function setExecutionDelay(uint32 newExecutionDelay) external onlyGovernance {
        _checkBounds("executionDelay", newExecutionDelay, MIN_TIME, MAX_EXECUTION_DELAY);
        _setExecutionDelay(newExecutionDelay);
    }

    /// @inheritdoc IServiceDAO
    function gracePeriod() public view returns (uint32) {
        return uint32(_gracePeriods.latest());
    }

    /// @inheritdoc IServiceDAO
    function setGracePeriod(uint32 newGracePeriod) external onlyGovernance {
        _setGracePeriod(newGracePeriod);
    }

    // Internal

    function _setExecutionDelay(uint32 newExecutionDelay) private {
        _checkBounds("executionDelay", newExecutionDelay, 0, MAX_EXECUTION_DELAY);
        emit ExecutionDelaySet(_executionDelay, newExecutionDelay);
        _executionDelay = newExecutionDelay;
    }

    function _setGracePeriod(uint32 newGracePeriod) private {
        _checkBounds("gracePeriod", newGracePeriod, MIN_GRACE_PERIOD, MAX_GRACE_PERIOD);
        emit GracePeriodSet(gracePeriod(), newGracePeriod);
        _gracePeriods.push(SafeCast.toUint48(block.timestamp), newGracePeriod);
    }

    function _isExpired(uint256 proposalId, uint256 since) private view returns (bool) {
        uint48 snapshot = SafeCast.toUint48(proposalSnapshot(proposalId));
        return block.timestamp > since + _gracePeriods.upperLookupRecent(snapshot);
    }

    function _queueOperations(
        uint256 /* proposalId */,
        address[] memory /* targets */,
        uint256[] memory /* values */,
        bytes[] memory /* calldatas */,
        bytes32 /* descriptionHash */
    ) internal view virtual override returns (uint48) {
        return SafeCast.toUint48(block.timestamp + _executionDelay);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal virtual override {
        uint256 readyAt = proposalEta(proposalId);
        if (block.timestamp < readyAt) revert ServiceDAOExecutionTooEarly(proposalId, readyAt);
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _checkBounds(bytes32 setting, uint256 value, uint256 min, uint256 max) internal pure {
        if (value < min || value > max) revert ServiceDAOSettingOutOfBounds(setting, value, min, max);
    }
}
