// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ServiceCoin} from "../../../contracts/ServiceCoin.sol";
import {ServiceDAO} from "../../../contracts/ServiceDAO.sol";
import {ServiceVotes} from "../../../contracts/ServiceVotes.sol";
import {Treasury} from "../../../contracts/Treasury.sol";
import {VM, bound} from "../../fixtures/Vm.sol";
import {World} from "../World.sol";
import {Kinds} from "./Kinds.sol";

/// @notice Base of the handlers. An action that is possible must succeed, or the run fails. An action that is forbidden
/// must be rejected, or it is recorded as a breach.
abstract contract Handler is Kinds {
    address internal constant ETHER = address(0);

    World internal immutable _world;
    ServiceCoin internal immutable _coin;
    ServiceVotes internal immutable _votes;
    ServiceDAO internal immutable _dao;
    Treasury internal immutable _treasury;

    constructor(World world) {
        _world = world;
        (_coin, _votes, _dao, _treasury) = (world.coin(), world.votes(), world.dao(), world.treasury());
    }

    modifier watched() {
        _world.beforeAction();
        _;
        _world.afterAction();
    }

    /// @dev Makes a call that must revert with exactly this error.
    function _mustRefuse(
        bytes32 kind,
        address sender,
        address target,
        bytes memory data,
        bytes memory expectedError
    ) internal {
        VM.prank(sender);
        (bool success, bytes memory result) = target.call(data);
        if (success || keccak256(result) != keccak256(expectedError)) _world.noteBreach();
        else _count(kind);
    }

    /// @dev Returns an amount from one base unit to the whole balance, mostly small, so that something is left for the
    /// next call.
    function _portion(uint256 seed, uint256 available) internal pure returns (uint256) {
        if (available == 0) return 0;
        return bound(seed >> 8, 1, seed % 8 == 0 ? available : available / 8 + 1);
    }
}
