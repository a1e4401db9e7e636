// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IPaymentHubErrors} from "../../../contracts/interfaces/IPaymentHubErrors.sol";
import {VM} from "../../fixtures/Vm.sol";
import {Ghost, MandateGhost, NEVER} from "../HubGhost.sol";
import {HubWorld} from "../HubWorld.sol";
import {HubHandler} from "./HubHandler.sol";

/// @notice The fee and its collection, coins sent without a deal, and the passing of time.
contract HubOwnerHandler is HubHandler {
    uint16 private constant MAX_FEE = 100;

    constructor(HubWorld world) HubHandler(world) {
        _addKind("setFee");
        _addKind("collect");
        _addKind("donate");
        _addKind("wait");
        _addKind("wait for a limit");
        _addKind("wait for a limit and a second");
        _addKind("wait for a period");
        _addKind("no fee above the maximum");
        _addKind("no fee by a stranger");
        _addKind("no new owner by a stranger");
        _addKind("no coins of another token");
        _addKind("no coins without a deal");
    }

    function actions() external pure override returns (bytes4[] memory list) {
        list = new bytes4[](8);
        list[0] = this.setFee.selector;
        list[1] = this.collect.selector;
        list[2] = this.donate.selector;
        list[3] = this.wait.selector;
        list[4] = this.waitForLimit.selector;
        list[5] = this.waitForPeriod.selector;
        list[6] = this.actAsOwner.selector;
        list[7] = this.sendWrongly.selector;
    }

    /// @dev Sets the fee, sometimes to zero and often to the maximum.
    function setFee(uint256 seed) external {
        uint16 fee = uint16(seed % 3 == 0 ? MAX_FEE : (seed >> 8) % (MAX_FEE + 1));
        if (seed % 8 == 1) fee = 0;
        address owner = _world.OWNER();
        VM.prank(owner);
        _hub.setFee(fee);
        _world.noteFee(fee);
        _count("setFee");
        bytes memory call = abi.encodeCall(_hub.setFee, (MAX_FEE + 1));
        bytes memory expected = abi.encodeWithSelector(IPaymentHubErrors.HubInvalidFee.selector, MAX_FEE + 1, MAX_FEE);
        _mustRefuse("no fee above the maximum", owner, call, expected);
    }

    function collect(uint256) external {
        _bring(abi.encodeCall(_hub.collect, ()));
        _world.noteCollected();
        _count("collect");
    }

    function donate(uint256 seed) external {
        address from = _world.member(seed);
        uint256 amount = _amount(_random(seed, 1));
        VM.prank(from);
        _coin.transfer(address(_hub), amount);
        _world.noteDonated(from, amount);
        _count("donate");
    }

    // Time

    function wait(uint256 seed) external {
        _world.warpTo(_world.time() + (seed % 4 != 0 ? (seed >> 8) % 1 hours : (seed >> 8) % 1 days));
        _count("wait");
    }

    /// @dev Moves time to the last second of a limit or to the first second after it. Mostly takes the nearest of three
    /// limits, so that few are skipped.
    function waitForLimit(uint256 seed) external {
        Ghost[] memory ghosts = _world.liveGhosts();
        if (ghosts.length == 0) return;
        uint256 nearest = NEVER;
        uint256 looks = (seed >> 8) % 4 == 0 ? 1 : 3;
        for (uint256 i = 0; i < looks; ++i) {
            uint256 limit = _limitOf(ghosts[_random(seed, i) % ghosts.length]);
            if (limit >= _world.time() && limit < nearest) nearest = limit;
        }
        if (nearest == NEVER) return;
        bool after_ = seed % 2 == 0;
        _world.warpTo(after_ ? nearest + 1 : nearest);
        _count(after_ ? bytes32("wait for a limit and a second") : bytes32("wait for a limit"));
    }

    /// @dev Moves time to the start of the next period of a subscription or mandate, or to one second before it.
    function waitForPeriod(uint256 seed) external {
        Ghost[] memory ghosts = _world.liveGhosts();
        if (ghosts.length == 0) return;
        MandateGhost memory mandate = _world.mandate(_random(seed, 1) % _world.mandateCount());
        (uint256 start, uint256 period) = (mandate.terms.start, mandate.terms.period);
        Ghost memory ghost = ghosts[_random(seed, 2) % ghosts.length];
        if (seed % 2 == 0 && !ghost.isOrder()) (start, period) = (ghost.deal.start, ghost.deal.period);
        uint256 time = _world.time();
        uint256 next = time < start ? start : start + period * ((time - start) / period + 1);
        _world.warpTo(next - (_random(seed, 3) % 2));
        _count("wait for a period");
    }

    // Rejected

    function actAsOwner(uint256 seed) external {
        address sender = _world.member(seed);
        bytes memory expected = abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, sender);
        _mustRefuse("no fee by a stranger", sender, abi.encodeCall(_hub.setFee, (0)), expected);
        bytes memory call = abi.encodeCall(_hub.transferOwnership, (sender));
        _mustRefuse("no new owner by a stranger", sender, call, expected);
    }

    function sendWrongly(uint256 seed) external {
        address sender = _world.member(seed);
        bytes memory data = abi.encode(_newOrder(seed).packed());
        bytes memory call = abi.encodeCall(_hub.onTransferReceived, (sender, sender, 1, data));
        bytes memory expected = abi.encodeWithSelector(IPaymentHubErrors.HubWrongToken.selector, sender);
        _mustRefuse("no coins of another token", sender, call, expected);
        call = abi.encodeWithSignature("transferAndCall(address,uint256)", address(_hub), 1);
        expected = abi.encodeWithSelector(IPaymentHubErrors.HubInvalidData.selector, 0);
        _mustRefuseAt("no coins without a deal", sender, address(_coin), call, expected);
    }

    // Internal

    function _limitOf(Ghost memory ghost) private pure returns (uint256) {
        if (!ghost.isLive()) return NEVER;
        return ghost.expiry() == NEVER && ghost.isOrder() ? ghost.windowEnd() : ghost.expiry();
    }
}
