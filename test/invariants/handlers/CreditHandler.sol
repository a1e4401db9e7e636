// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Credit} from "../../../contracts/Credit.sol";
import {PaymentHub} from "../../../contracts/PaymentHub.sol";
import {ServiceCoin} from "../../../contracts/ServiceCoin.sol";
import {IPayoutAccount} from "../../../contracts/interfaces/IPayoutAccount.sol";
import {Deal, DealStatus} from "../../../contracts/types/Deal.sol";
import {Loan} from "../../../contracts/types/Loan.sol";
import {PlainDeal} from "../../fixtures/PlainDeal.sol";
import {VM} from "../../fixtures/Vm.sol";
import {CreditWorld, LoanGhost} from "../CreditWorld.sol";
import {Kinds} from "./Kinds.sol";

/// @notice Base of the handlers of credit. An action looks for something that allows it, and must then succeed.
abstract contract CreditHandler is Kinds {
    uint256 internal constant ALL = type(uint256).max;

    CreditWorld internal immutable _world;
    Credit internal immutable _credit;
    PaymentHub internal immutable _hub;
    ServiceCoin internal immutable _coin;

    error NotRefused(bytes32 kind, bytes result);
    error WrongAmount(uint256 received, uint256 returned);

    constructor(CreditWorld world) {
        (_world, _credit, _hub, _coin) = (world, world.credit(), world.hub(), world.coin());
    }

    /// @dev Returns the n-th random number of a call.
    function _random(uint256 seed, uint256 n) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, n)));
    }

    function _portion(uint256 random, uint256 available) internal pure returns (uint256) {
        uint256 most = random % 4 == 0 ? available : available / 4 + 1;
        return 1 + ((random >> 8) % most);
    }

    function _pickOrder(uint256 seed, DealStatus wanted) internal view returns (bool, PlainDeal memory order) {
        PlainDeal[] memory all = _world.orders(_random(seed, 1000));
        for (uint256 i = 0; i < all.length; ++i) {
            if (_world.statusOf(all[i]) == wanted) return (true, all[i]);
        }
        return (false, order);
    }

    function _pickLoan(uint256 seed) internal view returns (bool, LoanGhost memory loan) {
        LoanGhost[] memory active = _world.activeLoans();
        if (active.length == 0) return (false, loan);
        return (true, active[_random(seed, 1000) % active.length]);
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
        if (success || keccak256(result) != keccak256(expectedError)) revert NotRefused(kind, result);
        _count(kind);
    }
}
