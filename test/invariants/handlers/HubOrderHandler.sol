// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPaymentHub} from "../../../contracts/interfaces/IPaymentHub.sol";
import {Deal, DealStatus, Release} from "../../../contracts/types/Deal.sol";
import {VM} from "../../fixtures/Vm.sol";
import {Ghost} from "../HubGhost.sol";
import {HubWorld} from "../HubWorld.sol";
import {HubHandler} from "./HubHandler.sol";

/// @notice The life of an order: delivery, release, dispute and its end, each with who and what must be refused.
contract HubOrderHandler is HubHandler {
    constructor(HubWorld world) HubHandler(world) {
        _addKind("deliver");
        _addKind("release a part");
        _addKind("release all");
        _addKind("release of a disputed order");
        _addKind("releaseSigned");
        _addKind("releaseSigned of several");
        _addKind("dispute");
        _addKind("resolve");
        _addKind("no delivery by another");
        _addKind("no delivery after the deadline");
        _addKind("no release by another");
        _addKind("no release of more");
        _addKind("no release twice by signature");
        _addKind("no forged release");
        _addKind("no release of more by signature");
        _addKind("no dispute by another");
        _addKind("no dispute after the window");
        _addKind("no dispute without arbiter");
        _addKind("no resolution by another");
        _addKind("no resolution of more");
        _addKind("no resolution after the period");
    }

    function actions() external pure override returns (bytes4[] memory list) {
        list = new bytes4[](10);
        list[0] = this.deliver.selector;
        list[1] = this.release.selector;
        list[2] = this.releaseSigned.selector;
        list[3] = this.dispute.selector;
        list[4] = this.resolve.selector;
        list[5] = this.deliverWrongly.selector;
        list[6] = this.releaseWrongly.selector;
        list[7] = this.releaseSignedWrongly.selector;
        list[8] = this.disputeWrongly.selector;
        list[9] = this.resolveWrongly.selector;
    }

    function deliver(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isDeliverable);
        if (!found) return;
        VM.prank(ghost.deal.payee);
        _hub.deliver(ghost.deal.packed(), bytes32(seed));
        _world.noteMarked(ghost.index, DealStatus.Delivered);
        _count("deliver");
    }

    function release(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isLiveOrder);
        if (!found) return;
        bool all = _random(seed, 10) % 4 == 0;
        uint256 amount = all ? ghost.left() : _portion(_random(seed, 11), ghost.left());
        VM.prank(ghost.deal.payer);
        _hub.release(ghost.deal.packed(), all ? ALL : amount);
        _world.notePaid(ghost.index, amount);
        _count(all ? bytes32("release all") : bytes32("release a part"));
        if (ghost.status == DealStatus.Disputed) _count("release of a disputed order");
    }

    function releaseSigned(uint256 seed) external {
        Ghost[] memory picked = _pickMany(seed, _isLiveOrder);
        if (picked.length == 0) return;
        Release[] memory releases = new Release[](picked.length);
        for (uint256 i = 0; i < picked.length; ++i) {
            uint256 amount = _portion(_random(seed, 11 + i), picked[i].left());
            releases[i] = _signed(picked[i], picked[i].paid + amount, picked[i].deal.payer);
        }
        _bring(abi.encodeCall(_hub.releaseSigned, (releases)), picked[0].deal.payee);
        for (uint256 i = 0; i < picked.length; ++i) {
            _world.notePaid(picked[i].index, releases[i].total - picked[i].paid);
        }
        _count(picked.length == 1 ? bytes32("releaseSigned") : bytes32("releaseSigned of several"));
    }

    function dispute(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isDisputable);
        if (!found) return;
        VM.prank(ghost.deal.payer);
        _hub.dispute(ghost.deal.packed(), bytes32(seed));
        _world.noteMarked(ghost.index, DealStatus.Disputed);
        _count("dispute");
    }

    function resolve(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isResolvable);
        if (!found) return;
        uint256 toPayee = _random(seed, 10) % (ghost.left() + 1);
        VM.prank(ghost.deal.arbiter);
        _hub.resolve(ghost.deal.packed(), toPayee);
        uint256 toPayer = ghost.left() - toPayee;
        if (toPayer != 0) _world.noteReturned(ghost.index, toPayer);
        if (toPayee != 0) _world.notePaid(ghost.index, toPayee);
        _count("resolve");
    }

    // Refused

    function deliverWrongly(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isOpenOrder);
        if (!found) return;
        bytes memory call = abi.encodeCall(_hub.deliver, (ghost.deal.packed(), ""));
        address payer = ghost.deal.payer;
        _mustRefuse("no delivery by another", payer, call, _unauthorized(ghost.id, payer));
        if (_world.time() <= ghost.deal.deadline) return;
        bytes memory expected = _tooLate(ghost.id, ghost.deal.deadline);
        _mustRefuse("no delivery after the deadline", ghost.deal.payee, call, expected);
    }

    function releaseWrongly(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isLiveOrder);
        if (!found) return;
        bytes memory call = abi.encodeCall(_hub.release, (ghost.deal.packed(), 1));
        address payee = ghost.deal.payee;
        _mustRefuse("no release by another", payee, call, _unauthorized(ghost.id, payee));
        uint256 more = ghost.left() + 1;
        call = abi.encodeCall(_hub.release, (ghost.deal.packed(), more));
        _mustRefuse("no release of more", ghost.deal.payer, call, _invalidAmount(ghost.id, more, more - 1));
    }

    function releaseSignedWrongly(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isLiveOrder);
        if (!found) return;
        address payer = ghost.deal.payer;
        Release[] memory releases = new Release[](1);
        releases[0] = _signed(ghost, ghost.paid, payer);
        bytes memory expected = abi.encodeWithSelector(IPaymentHub.HubNothingDue.selector, 0, ghost.id, ghost.paid);
        bytes memory call = abi.encodeCall(_hub.releaseSigned, (releases));
        _mustRefuse("no release twice by signature", _stranger, call, expected);
        releases[0] = _signed(ghost, ghost.paid + 1, ghost.deal.payee);
        call = abi.encodeCall(_hub.releaseSigned, (releases));
        _mustRefuse("no forged release", _stranger, call, _invalidSignature(ghost.id, payer));
        uint256 more = ghost.left() + 1;
        releases[0] = _signed(ghost, ghost.paid + more, payer);
        call = abi.encodeCall(_hub.releaseSigned, (releases));
        expected = _invalidAmount(ghost.id, more, more - 1);
        _mustRefuse("no release of more by signature", _stranger, call, expected);
    }

    function disputeWrongly(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isDelivered);
        if (!found) return;
        address payer = ghost.deal.payer;
        address payee = ghost.deal.payee;
        bytes memory call = abi.encodeCall(_hub.dispute, (ghost.deal.packed(), ""));
        _mustRefuse("no dispute by another", payee, call, _unauthorized(ghost.id, payee));
        if (ghost.deal.arbiter == address(0)) {
            _mustRefuse("no dispute without arbiter", payer, call, _unauthorized(ghost.id, payer));
        } else if (_world.time() > ghost.windowEnd()) {
            _mustRefuse("no dispute after the window", payer, call, _tooLate(ghost.id, ghost.windowEnd()));
        }
    }

    function resolveWrongly(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isDisputed);
        if (!found) return;
        Deal memory deal = ghost.deal.packed();
        uint256 more = ghost.left() + 1;
        bytes memory call = abi.encodeCall(_hub.resolve, (deal, 0));
        _mustRefuse("no resolution by another", deal.payer, call, _unauthorized(ghost.id, deal.payer));
        if (_world.time() > ghost.expiry()) {
            bytes memory expected = _tooLate(ghost.id, ghost.expiry());
            _mustRefuse("no resolution after the period", deal.arbiter, call, expected);
        } else {
            call = abi.encodeCall(_hub.resolve, (deal, more));
            _mustRefuse("no resolution of more", deal.arbiter, call, _invalidAmount(ghost.id, more, more - 1));
        }
    }

    // Internal

    function _signed(Ghost memory ghost, uint256 total, address signer) private view returns (Release memory) {
        bytes memory signature = _world.sign(signer, ghost.deal.releaseHash(total));
        return Release(ghost.deal.packed(), uint96(total), signature);
    }

    function _isLiveOrder(Ghost memory ghost) private pure returns (bool) {
        return ghost.isOrder() && ghost.isLive();
    }

    function _isOpenOrder(Ghost memory ghost) private pure returns (bool) {
        return ghost.isOrder() && ghost.status == DealStatus.Open;
    }

    function _isDeliverable(Ghost memory ghost) private view returns (bool) {
        return _isOpenOrder(ghost) && _world.time() <= ghost.deal.deadline;
    }

    function _isDelivered(Ghost memory ghost) private pure returns (bool) {
        return ghost.status == DealStatus.Delivered;
    }

    function _isDisputable(Ghost memory ghost) private view returns (bool) {
        return _isDelivered(ghost) && ghost.deal.arbiter != address(0) && _world.time() <= ghost.windowEnd();
    }

    function _isDisputed(Ghost memory ghost) private pure returns (bool) {
        return ghost.status == DealStatus.Disputed;
    }

    function _isResolvable(Ghost memory ghost) private view returns (bool) {
        return _isDisputed(ghost) && _world.time() <= ghost.expiry();
    }
}
