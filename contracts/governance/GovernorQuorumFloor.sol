// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorVotesQuorumFraction} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IServiceDAO} from "../interfaces/IServiceDAO.sol";

/// @title GovernorQuorumFloor
/// @notice The quorum is a share of all locked SCV, but never below an absolute floor. The floor prevents anyone from
/// capturing a DAO cheaply while few coins are locked.
abstract contract GovernorQuorumFloor is IServiceDAO, GovernorVotesQuorumFraction {
    using Checkpoints for Checkpoints.Trace208;

    /// @notice Highest quorum that the DAO can set, in percent of all locked SCV. For the floor it refers to what was
    /// locked at the snapshot of the proposal that sets it.
    uint256 public constant MAX_QUORUM_PERCENT = 30;

    Checkpoints.Trace208 private _floors;
    uint256 private transient _executed;

    /// @param initialQuorumFloor Quorum floor in base units.
    constructor(uint128 initialQuorumFloor) {
        _pushQuorumFloor(initialQuorumFloor);
    }

    /// @inheritdoc Governor
    function quorum(uint256 timepoint) public view override returns (uint256) {
        return Math.max(super.quorum(timepoint), _optimisticUpperLookupRecent(_floors, timepoint));
    }

    /// @inheritdoc IServiceDAO
    function quorumFloor() public view returns (uint256) {
        return _floors.latest();
    }

    /// @inheritdoc IServiceDAO
    function setQuorumFloor(uint256 newQuorumFloor) external onlyGovernance {
        uint256 max = Math.mulDiv(_lockedAtSnapshot(), MAX_QUORUM_PERCENT, 100);
        // Lower it instead of reverting, so that a vote that was won is not lost.
        _pushQuorumFloor(Math.min(newQuorumFloor, max));
    }

    /// @dev Notes the proposal whose calls are made. These calls may execute another proposal.
    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal virtual override {
        uint256 outer = _executed;
        _executed = proposalId;
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
        _executed = outer;
    }

    /// @dev Returns what was locked at the snapshot of the proposal that is executed. It was fixed before anyone voted,
    /// so nobody can change what a passed proposal sets by locking or unlocking.
    function _lockedAtSnapshot() internal view returns (uint256) {
        return token().getPastTotalSupply(proposalSnapshot(_executed));
    }

    /// @dev The floor costs two storage reads, the share one call and six reads. While the votes are below the floor,
    /// the share is not computed.
    function _isQuorum(uint256 votes, uint256 timepoint) internal view virtual returns (bool) {
        return votes >= _optimisticUpperLookupRecent(_floors, timepoint) && votes >= super.quorum(timepoint);
    }

    function _pushQuorumFloor(uint256 newQuorumFloor) private {
        emit QuorumFloorSet(quorumFloor(), newQuorumFloor);
        _floors.push(clock(), SafeCast.toUint208(newQuorumFloor));
    }
}
