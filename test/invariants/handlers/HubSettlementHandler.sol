// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPaymentHubErrors} from "../../../contracts/interfaces/IPaymentHubErrors.sol";
import {Deal, DealStatus} from "../../../contracts/types/Deal.sol";
import {VM} from "../../fixtures/Vm.sol";
import {Ghost, NEVER} from "../HubGhost.sol";
import {HubWorld} from "../HubWorld.sol";
import {HubHandler} from "./HubHandler.sol";

/// @notice Claims, refunds and cancellations, and the callers and calls that must be rejected.
contract HubSettlementHandler is HubHandler {
    constructor(HubWorld world) HubHandler(world) {
        _addKind("claim of an order");
        _addKind("claim of a stream");
        _addKind("claimMany");
        _addKind("refund by payee: open order");
        _addKind("refund by payee: delivered");
        _addKind("refund by payee: disputed");
        _addKind("refund by payee: stream");
        _addKind("refund by anyone: late order");
        _addKind("refund by anyone: late arbiter");
        _addKind("refund by anyone: ended stream");
        _addKind("cancel by payer");
        _addKind("cancel by payee");
        _addKind("no claim before delivery");
        _addKind("no claim within the window");
        _addKind("no claim of nothing");
        _addKind("no claim of a closed deal");
        _addKind("no claim for two payees");
        _addKind("no refund in time");
        _addKind("no refund of what never ends");
        _addKind("no refund of more by payee");
        _addKind("no refund of more by anyone");
        _addKind("no refund of a closed deal");
        _addKind("no cancellation by another");
        _addKind("no cancellation of an order");
        _addKind("no cancellation twice");
    }

    function actions() external pure override returns (bytes4[] memory list) {
        list = new bytes4[](8);
        list[0] = this.claim.selector;
        list[1] = this.claimMany.selector;
        list[2] = this.refundByPayee.selector;
        list[3] = this.refundByAnyone.selector;
        list[4] = this.cancel.selector;
        list[5] = this.claimWrongly.selector;
        list[6] = this.refundWrongly.selector;
        list[7] = this.cancelWrongly.selector;
    }

    function claim(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isDue);
        if (!found) return;
        _bring(abi.encodeCall(_hub.claim, (ghost.deal.packed())));
        _world.notePaid(ghost.index, ghost.dueAt(_world.time()));
        _count(ghost.isOrder() ? bytes32("claim of an order") : bytes32("claim of a stream"));
    }

    function claimMany(uint256 seed) external {
        Ghost[] memory picked = _pickMany(seed, _isDue);
        if (picked.length == 0) return;
        Deal[] memory deals = new Deal[](picked.length);
        for (uint256 i = 0; i < picked.length; ++i) deals[i] = picked[i].deal.packed();
        _bring(abi.encodeCall(_hub.claimMany, (deals)));
        for (uint256 i = 0; i < picked.length; ++i) {
            _world.notePaid(picked[i].index, picked[i].dueAt(_world.time()));
        }
        if (picked.length > 1) _count("claimMany");
    }

    function refundByPayee(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isWaiting);
        if (!found || seed % 4 != 0) (found, ghost) = _pick(seed, _hasLeft);
        if (!found) return;
        bool all = _random(seed, 10) % 8 == 0;
        uint256 amount = all ? ghost.left() : _portion(_random(seed, 11), ghost.left());
        VM.prank(ghost.deal.payee);
        _hub.refund(ghost.deal.packed(), all ? ALL : amount);
        _world.noteReturned(ghost.index, amount);
        if (!ghost.isOrder()) _count("refund by payee: stream");
        else if (ghost.status == DealStatus.Open) _count("refund by payee: open order");
        else if (ghost.status == DealStatus.Delivered) _count("refund by payee: delivered");
        else _count("refund by payee: disputed");
    }

    function refundByAnyone(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isRefundable);
        if (!found) return;
        uint256 available = ghost.refundableAt(_world.time());
        bool all = _random(seed, 10) % 2 == 0;
        uint256 amount = all ? available : _portion(_random(seed, 11), available);
        _bring(abi.encodeCall(_hub.refund, (ghost.deal.packed(), all ? ALL : amount)));
        _world.noteReturned(ghost.index, amount);
        if (!ghost.isOrder()) _count("refund by anyone: ended stream");
        else if (ghost.status == DealStatus.Open) _count("refund by anyone: late order");
        else _count("refund by anyone: late arbiter");
    }

    function cancel(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isOpenStream);
        // Cancel only half of the time, so that there is something to claim.
        if (!found || _random(seed, 9) % 2 != 0) return;
        bool byPayer = _random(seed, 10) % 2 == 0;
        uint256 toPayee = ghost.dueAt(_world.time());
        VM.prank(byPayer ? ghost.deal.payer : ghost.deal.payee);
        _hub.cancel(ghost.deal.packed());
        if (toPayee != 0) _world.notePaid(ghost.index, toPayee);
        if (toPayee != ghost.left()) _world.noteReturned(ghost.index, ghost.left() - toPayee);
        _world.noteClosed(ghost.index);
        _count(byPayer ? bytes32("cancel by payer") : bytes32("cancel by payee"));
    }

    // Rejected

    function claimWrongly(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isWaiting);
        if (!found || seed % 4 != 0) (found, ghost) = _pickAny(seed, _isNotDue);
        if (!found) return;
        bytes memory call = abi.encodeCall(_hub.claim, (ghost.deal.packed()));
        bytes32 id = ghost.id;
        if (ghost.status == DealStatus.Closed) {
            _mustRefuse("no claim of a closed deal", _stranger, call, _wrongStatus(id, ghost.status));
        } else if (!ghost.isOrder()) {
            _mustRefuse("no claim of nothing", _stranger, call, _nothingDue(ghost));
        } else if (ghost.status == DealStatus.Delivered) {
            _mustRefuse("no claim within the window", ghost.deal.payee, call, _tooEarly(id, ghost.windowEnd()));
        } else {
            _mustRefuse("no claim before delivery", ghost.deal.payee, call, _wrongStatus(id, ghost.status));
        }
        _claimForTwo(seed);
    }

    function refundWrongly(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pickAny(seed, _isAny);
        if (!found) return;
        Deal memory deal = ghost.deal.packed();
        bytes32 id = ghost.id;
        if (ghost.status == DealStatus.Closed) {
            bytes memory closed = _wrongStatus(id, ghost.status);
            _mustRefuse("no refund of a closed deal", deal.payee, abi.encodeCall(_hub.refund, (deal, ALL)), closed);
            return;
        }
        uint256 more = ghost.left() + 1;
        bytes memory call = abi.encodeCall(_hub.refund, (deal, more));
        _mustRefuse("no refund of more by payee", deal.payee, call, _invalidAmount(id, more, more - 1));
        if (ghost.expiry() == NEVER) {
            _mustRefuse("no refund of what never ends", deal.payer, call, _unauthorized(id, deal.payer));
        } else if (_world.time() <= ghost.expiry()) {
            _mustRefuse("no refund in time", deal.payer, call, _tooEarly(id, ghost.expiry()));
        } else {
            more = ghost.refundableAt(_world.time()) + 1;
            call = abi.encodeCall(_hub.refund, (deal, more));
            _mustRefuse("no refund of more by anyone", _stranger, call, _invalidAmount(id, more, more - 1));
        }
    }

    function cancelWrongly(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pickAny(seed, _isAny);
        if (!found) return;
        Deal memory deal = ghost.deal.packed();
        bytes memory call = abi.encodeCall(_hub.cancel, (deal));
        if (ghost.isOrder()) {
            bytes memory kind = abi.encodeWithSelector(
                IPaymentHubErrors.HubWrongKind.selector,
                0,
                ghost.id,
                deal.terms
            );
            _mustRefuse("no cancellation of an order", deal.payee, call, kind);
            return;
        }
        _mustRefuse("no cancellation by another", _stranger, call, _unauthorized(ghost.id, _stranger));
        if (ghost.status != DealStatus.Closed) return;
        _mustRefuse("no cancellation twice", deal.payee, call, _wrongStatus(ghost.id, ghost.status));
    }

    // Internal

    /// @dev Both deals are due, so only the payees are wrong.
    function _claimForTwo(uint256 seed) private {
        (bool found, Ghost memory one) = _pick(seed, _isDue);
        (bool foundToo, Ghost memory other) = _pick(_random(seed, 998), _isDue);
        if (!found || !foundToo || one.deal.payee == other.deal.payee) return;
        Deal[] memory deals = new Deal[](2);
        (deals[0], deals[1]) = (one.deal.packed(), other.deal.packed());
        bytes memory expected = abi.encodeWithSelector(
            IPaymentHubErrors.HubDifferentPayee.selector,
            1,
            other.id,
            other.deal.payee,
            one.deal.payee
        );
        _mustRefuse("no claim for two payees", _stranger, abi.encodeCall(_hub.claimMany, (deals)), expected);
    }

    function _isAny(Ghost memory) private pure returns (bool) {
        return true;
    }

    function _isDue(Ghost memory ghost) private view returns (bool) {
        return ghost.dueAt(_world.time()) != 0;
    }

    function _isNotDue(Ghost memory ghost) private view returns (bool) {
        return !_isDue(ghost);
    }

    /// @dev Returns whether the order is delivered and its window has not passed.
    function _isWaiting(Ghost memory ghost) private view returns (bool) {
        return ghost.status == DealStatus.Delivered && _isNotDue(ghost);
    }

    function _hasLeft(Ghost memory ghost) private pure returns (bool) {
        return ghost.isLive() && ghost.left() != 0;
    }

    function _isRefundable(Ghost memory ghost) private view returns (bool) {
        return ghost.refundableAt(_world.time()) != 0;
    }

    function _isOpenStream(Ghost memory ghost) private pure returns (bool) {
        return !ghost.isOrder() && ghost.status == DealStatus.Open;
    }
}
