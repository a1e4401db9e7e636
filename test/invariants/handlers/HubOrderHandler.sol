// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Deal, DealStatus, Release} from "../../../contracts/types/Deal.sol";
import {VM} from "../../fixtures/Vm.sol";
import {Ghost} from "../HubGhost.sol";
import {HubWorld} from "../HubWorld.sol";
import {HubHandler} from "./HubHandler.sol";

/// @notice Orders from delivery to release or dispute, and the callers and calls that must be rejected.
contract HubOrderHandler is HubHandler {
    constructor(HubWorld world) HubHandler(world) {
        _addKind("deliver");
        _addKind("release a part");
        _addKind("release all");
        _addKind("release of a disputed order");
        _addKind("release of a total beyond it");
        _addKind("releaseSigned");
        _addKind("releaseSigned of several");
        _addKind("dispute");
        _addKind("resolve for both");
        _addKind("resolve for the payee");
        _addKind("resolve for the payer");
        _addKind("no delivery by another");
        _addKind("no delivery after the deadline");
        _addKind("no release by another");
        _addKind("no release twice");
        _addKind("no release twice by signature");
        _addKind("no forged release");
        _addKind("no dispute by another");
        _addKind("no dispute after the window");
        _addKind("no dispute without arbiter");
        _addKind("no resolution by another");
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
        bool all = _random(seed, 10) % 8 == 0;
        uint256 amount = all ? ghost.left() : _portion(_random(seed, 11), ghost.left());
        VM.prank(ghost.deal.payer);
        _hub.release(ghost.deal.packed(), all ? ALL : ghost.paid + amount);
        _world.notePaid(ghost.index, amount);
        _count(all ? bytes32("release all") : bytes32("release a part"));
        if (ghost.status == DealStatus.Disputed) _count("release of a disputed order");
    }

    function releaseSigned(uint256 seed) external {
        Ghost[] memory picked = _pickMany(seed, _isLiveOrder);
        if (picked.length == 0) return;
        Release[] memory releases = new Release[](picked.length);
        for (uint256 i = 0; i < picked.length; ++i) {
            uint256 random = _random(seed, 11 + i);
            uint256 total = random % 8 == 1 ? 1e27 : picked[i].paid + _portion(random, picked[i].left());
            releases[i] = _signed(picked[i], total, picked[i].deal.payer);
        }
        _bring(abi.encodeCall(_hub.releaseSigned, (releases)));
        for (uint256 i = 0; i < picked.length; ++i) {
            uint256 amount = picked[i].dueOf(releases[i].total);
            if (releases[i].total > picked[i].paid + amount) _count("release of a total beyond it");
            _world.notePaid(picked[i].index, amount);
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
        uint256 random = _random(seed, 10);
        uint256 total = random % 8 == 0 ? ALL : ghost.paid + ((random >> 8) % (ghost.left() + 1));
        if (random % 8 == 1) total = ghost.paid;
        uint256 toPayee = ghost.dueOf(total);
        VM.prank(ghost.deal.arbiter);
        _hub.resolve(ghost.deal.packed(), total);
        uint256 toPayer = ghost.left() - toPayee;
        if (toPayer != 0) _world.noteReturned(ghost.index, toPayer);
        if (toPayee != 0) _world.notePaid(ghost.index, toPayee);
        if (toPayer != 0 && toPayee != 0) _count("resolve for both");
        else _count(toPayer == 0 ? bytes32("resolve for the payee") : bytes32("resolve for the payer"));
    }

    // Rejected

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
        bytes memory call = abi.encodeCall(_hub.release, (ghost.deal.packed(), ALL));
        address payee = ghost.deal.payee;
        _mustRefuse("no release by another", payee, call, _unauthorized(ghost.id, payee));
        call = abi.encodeCall(_hub.release, (ghost.deal.packed(), ghost.paid));
        _mustRefuse("no release twice", ghost.deal.payer, call, _nothingDue(ghost));
    }

    function releaseSignedWrongly(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isLiveOrder);
        if (!found) return;
        address payer = ghost.deal.payer;
        Release[] memory releases = new Release[](1);
        releases[0] = _signed(ghost, ghost.paid, payer);
        bytes memory call = abi.encodeCall(_hub.releaseSigned, (releases));
        _mustRefuse("no release twice by signature", _stranger, call, _nothingDue(ghost));
        releases[0] = _signed(ghost, ghost.paid + 1, ghost.deal.payee);
        call = abi.encodeCall(_hub.releaseSigned, (releases));
        _mustRefuse("no forged release", _stranger, call, _invalidSignature(ghost.id, payer));
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
        bytes memory call = abi.encodeCall(_hub.resolve, (deal, 0));
        _mustRefuse("no resolution by another", deal.payer, call, _unauthorized(ghost.id, deal.payer));
        if (_world.time() <= ghost.expiry()) return;
        bytes memory expected = _tooLate(ghost.id, ghost.expiry());
        _mustRefuse("no resolution after the period", deal.arbiter, call, expected);
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
