// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorVotesQuorumFraction} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IServiceDAO} from "../interfaces/IServiceDAO.sol";

/// @title GovernorQuorumFloor
/// @notice Quorum is a share of what is locked and never below an absolute floor, so that a DAO in which hardly anybody has
/// locked coins cannot be captured with hardly any coins.
abstract contract GovernorQuorumFloor is IServiceDAO, GovernorVotesQuorumFraction {
    using Checkpoints for Checkpoints.Trace208;

    /// @notice Highest quorum that the DAO can set, in percent of all locked SCV; for the floor, of what is locked then.
    uint256 public constant MAX_QUORUM_PERCENT = 30;

    Checkpoints.Trace208 private _floors;

    /// @param initialQuorumFloor Base units.
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
        if (newQuorumFloor > max) revert ServiceDAOSettingOutOfBounds("quorumFloor", newQuorumFloor, 0, max);
        _pushQuorumFloor(newQuorumFloor);
    }

    /// @dev As of the last second, so that a deposit in the same transaction cannot stretch a bound.
    function _locked() internal view returns (uint256) {
        return token().getPastTotalSupply(clock() - 1);
    }

    /// @dev The floor costs two reads, the share a call and six: while votes are below the floor, the share is not asked for.
    function _isQuorum(uint256 votes, uint256 timepoint) internal view virtual returns (bool) {
        return votes >= _optimisticUpperLookupRecent(_floors, timepoint) && votes >= super.quorum(timepoint);
    }

    function _pushQuorumFloor(uint256 newQuorumFloor) private {
        emit QuorumFloorSet(quorumFloor(), newQuorumFloor);
        _floors.push(clock(), SafeCast.toUint208(newQuorumFloor));
    }
}
