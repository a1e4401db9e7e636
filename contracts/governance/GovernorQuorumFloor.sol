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

    /// @notice Highest quorum that the DAO can set, in percent of all locked SCV. For the floor it refers to what is
    /// locked when the floor is set.
    uint256 public constant MAX_QUORUM_PERCENT = 30;

    Checkpoints.Trace208 private _floors;

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
        uint256 max = Math.mulDiv(_locked(), MAX_QUORUM_PERCENT, 100);
        // Lower it instead of reverting: otherwise a minority could unlock just before, and the proposal would fail.
        _pushQuorumFloor(Math.min(newQuorumFloor, max));
    }

    /// @dev Returns what was locked one second ago, so that a deposit in the same transaction cannot widen a bound.
    function _locked() internal view returns (uint256) {
        return token().getPastTotalSupply(clock() - 1);
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
