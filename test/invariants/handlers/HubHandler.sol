// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PaymentHub} from "../../../contracts/PaymentHub.sol";
import {ServiceCoin} from "../../../contracts/ServiceCoin.sol";
import {IPaymentHubErrors} from "../../../contracts/interfaces/IPaymentHubErrors.sol";
import {DealStatus} from "../../../contracts/types/Deal.sol";
import {PlainDeal} from "../../fixtures/PlainDeal.sol";
import {VM, bound} from "../../fixtures/Vm.sol";
import {Ghost} from "../HubGhost.sol";
import {HubWorld} from "../HubWorld.sol";
import {Kinds} from "./Kinds.sol";

/// @notice Base of the hub's handlers. An action looks for a deal that allows it, and must then succeed. An attack must
/// revert with one exact error. Anything else ends the run.
abstract contract HubHandler is Kinds {
    uint256 internal constant ALL = type(uint256).max;

    HubWorld internal immutable _world;
    PaymentHub internal immutable _hub;
    ServiceCoin internal immutable _coin;
    address internal immutable _stranger;

    error NotRefused(bytes32 kind, bytes result);

    constructor(HubWorld world) {
        (_world, _hub, _coin, _stranger) = (world, world.hub(), world.coin(), world.STRANGER());
    }

    /// @dev Returns the n-th random number of a call.
    function _random(uint256 seed, uint256 n) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, n)));
    }

    /// @dev Returns any live deal that fits, if there is one.
    function _pick(
        uint256 seed,
        function(Ghost memory) internal view returns (bool) fits
    ) internal view returns (bool, Ghost memory ghost) {
        Ghost[] memory ghosts = _world.liveGhosts();
        uint256 first = _random(seed, 1000);
        for (uint256 i = 0; i < ghosts.length; ++i) {
            ghost = ghosts[addmod(first, i, ghosts.length)];
            if (fits(ghost)) return (true, ghost);
        }
        return (false, ghost);
    }

    /// @dev Returns a closed deal that fits, if a few attempts find one.
    function _pickClosed(
        uint256 seed,
        function(Ghost memory) internal view returns (bool) fits
    ) internal view returns (bool, Ghost memory ghost) {
        for (uint256 i = 0; i < 8; ++i) {
            ghost = _world.closedGhost(_random(seed, 1000 + i));
            if (fits(ghost)) return (true, ghost);
        }
        return (false, ghost);
    }

    /// @dev Returns a live deal that fits or, half of the time, a closed one.
    function _pickAny(
        uint256 seed,
        function(Ghost memory) internal view returns (bool) fits
    ) internal view returns (bool, Ghost memory) {
        return _random(seed, 999) % 2 == 0 ? _pickClosed(seed, fits) : _pick(seed, fits);
    }

    /// @dev Returns up to three live deals of one payee that fit.
    function _pickMany(
        uint256 seed,
        function(Ghost memory) internal view returns (bool) fits
    ) internal view returns (Ghost[] memory picked) {
        Ghost[] memory ghosts = _world.liveGhosts();
        picked = new Ghost[](3);
        uint256 count;
        uint256 first = _random(seed, 1000);
        for (uint256 i = 0; i < ghosts.length && count < 3; ++i) {
            Ghost memory ghost = ghosts[addmod(first, i, ghosts.length)];
            if (count != 0 && ghost.deal.payee != picked[0].deal.payee) continue;
            if (fits(ghost)) picked[count++] = ghost;
        }
        assembly ("memory-safe") {
            mstore(picked, count)
        }
    }

    /// @dev Makes a call that anyone can make. The notes show whose coins it moves.
    function _bring(bytes memory data) internal {
        VM.prank(_stranger);
        (bool success, bytes memory result) = address(_hub).call(data);
        if (!success) _bubble(result);
    }

    /// @dev Makes a call that the hub must reject with exactly this error.
    function _mustRefuse(bytes32 kind, address sender, bytes memory data, bytes memory expectedError) internal {
        _mustRefuseAt(kind, sender, address(_hub), data, expectedError);
    }

    function _mustRefuseAt(
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

    // Errors shared by several attacks

    function _wrongStatus(bytes32 id, DealStatus status) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IPaymentHubErrors.HubWrongStatus.selector, 0, id, status);
    }

    function _unauthorized(bytes32 id, address caller) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IPaymentHubErrors.HubUnauthorized.selector, 0, id, caller);
    }

    function _tooEarly(bytes32 id, uint256 time) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IPaymentHubErrors.HubTooEarly.selector, 0, id, time);
    }

    function _tooLate(bytes32 id, uint256 time) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IPaymentHubErrors.HubTooLate.selector, 0, id, time);
    }

    function _invalidAmount(bytes32 id, uint256 amount, uint256 available) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IPaymentHubErrors.HubInvalidAmount.selector, 0, id, amount, available);
    }

    function _nothingDue(Ghost memory ghost) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IPaymentHubErrors.HubNothingDue.selector, 0, ghost.id, ghost.paid);
    }

    function _invalidTerms(bytes32 id, PlainDeal memory deal) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IPaymentHubErrors.HubInvalidTerms.selector, 0, id, deal.packed().terms);
    }

    function _invalidSignature(bytes32 id, address signer) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IPaymentHubErrors.HubInvalidSignature.selector, 0, id, signer);
    }

    // Amounts and deals

    /// @dev Returns an amount from one base unit to everything, mostly small, so that something is left for the next
    /// call.
    function _portion(uint256 random, uint256 available) internal pure returns (uint256) {
        return bound(random >> 8, 1, random % 8 == 0 ? available : available / 8 + 1);
    }

    /// @dev Half of the prices are so small that the rounding of the fee matters.
    function _amount(uint256 random) internal pure returns (uint96) {
        return uint96(1 + ((random >> 8) % (random % 2 == 0 ? 20_000 : 1e16)));
    }

    /// @dev Returns two different members. Half of the payees are the first member, so that batches of one payee occur.
    function _parties(uint256 seed) internal view returns (address payer, address payee) {
        uint256 random = _random(seed, 1);
        uint256 second = random % 2 == 0 ? 0 : (random >> 8) % 6;
        return (_world.member(second + 1 + ((random >> 16) % 5)), _world.member(second));
    }

    function _newOrder(uint256 seed) internal returns (PlainDeal memory deal) {
        (deal.payer, deal.payee) = _parties(seed);
        uint256 random = _random(seed, 2);
        if (random % 4 != 0) deal.arbiter = _otherThan(random >> 8, deal.payer, deal.payee);
        deal.price = _amount(_random(seed, 3));
        random = _random(seed, 4);
        deal.deadline = uint40(_world.time() + (random % 8 == 0 ? 0 : (random >> 8) % 10 days));
        random = _random(seed, 5);
        if (random % 8 != 0) deal.window = uint32(random % 8 == 1 ? 90 days : (random >> 8) % 5 days);
        (deal.feeBps, deal.ref) = (_world.fee(), _world.nextRef());
    }

    function _newStream(uint256 seed) internal returns (PlainDeal memory deal) {
        (deal.payer, deal.payee) = _parties(seed);
        uint256 random = _random(seed, 2);
        deal.price = _amount(_random(seed, 3));
        deal.period = random % 2 == 0 ? 1 : uint32(2 + ((random >> 8) % (random % 4 == 1 ? 1 days : 100)));
        deal.start = uint40(_world.time() - 1 days + (_random(seed, 4) % 2 days));
        deal.deadline = _endOf(_random(seed, 5), deal.start, deal.period);
        (deal.feeBps, deal.ref) = (_world.fee(), _world.nextRef());
    }

    function _newDeal(uint256 seed) internal returns (PlainDeal memory) {
        return _random(seed, 0) % 5 < 3 ? _newOrder(seed) : _newStream(seed);
    }

    /// @dev Returns an order's price; otherwise less or more than what a few periods or one day will owe.
    function _funding(uint256 random, PlainDeal memory deal) internal pure returns (uint256) {
        if (deal.isOrder()) return deal.price;
        return bound(random, 1, deal.price * (deal.period == 1 ? 2 days : 4));
    }

    function _otherThan(uint256 seed, address one, address two) private view returns (address other) {
        for (uint256 i = 0; i < 3; ++i) {
            other = _world.member((seed % 6) + i);
            if (other != one && other != two) return other;
        }
    }

    /// @dev Returns no deadline, one on the boundary of a period, or any other.
    function _endOf(uint256 random, uint256 start, uint256 period) private view returns (uint40) {
        uint256 time = _world.time();
        uint256 earliest = time > start ? time : start;
        if (random % 4 == 0) return 0;
        if (random % 4 != 1) return uint40(earliest + 1 + ((random >> 8) % 3 days));
        return uint40(start + period * ((earliest - start) / period + 1 + ((random >> 8) % 4)));
    }

    function _bubble(bytes memory result) private pure {
        assembly ("memory-safe") {
            revert(add(result, 32), mload(result))
        }
    }
}
