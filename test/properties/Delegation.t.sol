// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SystemBase} from "../fixtures/SystemBase.sol";
import {VM} from "../fixtures/Vm.sol";

contract DelegationTest is SystemBase {
    uint256 private constant STEPS = 20;

    uint256[MEMBERS] private _lockedOf;
    uint256[MEMBERS] private _delegateOf;

    function setUp() external {
        _deploySystem();
        for (uint256 i = 0; i < MEMBERS; ++i) {
            _delegateOf[i] = i;
            VM.prank(_member(i));
            _coin.approve(address(_votes), type(uint256).max);
        }
    }

    function testFuzz_votesAreTheLockedBalancesDelegated(uint256 seed) external {
        uint256[MEMBERS] memory votesBefore;
        for (uint256 i = 0; i < STEPS; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            _step(random % 6, (random >> 8) % MEMBERS, (random >> 16) % MEMBERS, random >> 24);
            uint256[MEMBERS] memory votesNow = _model();
            for (uint256 m = 0; m < MEMBERS; ++m) {
                VM.assertEq(_votes.delegates(_member(m)), _member(_delegateOf[m]), "delegate");
                VM.assertEq(_votes.getVotes(_member(m)), votesNow[m], "votes");
                VM.assertEq(_votes.getPastVotes(_member(m), START + i - 1), votesBefore[m], "votes a second ago");
            }
            votesBefore = votesNow;
            VM.warp(START + i + 1);
        }
    }

    function _step(uint256 kind, uint256 who, uint256 other, uint256 random) private {
        address member = _member(who);
        uint256 free = _coin.balanceOf(member);
        uint256 locked = _lockedOf[who];
        if (kind == 0) {
            VM.prank(member);
            _votes.depositFor(_member(other), random %= free + 1);
            _lockedOf[other] += random;
        } else if (kind == 1) {
            VM.prank(member);
            _coin.transferAndCall(address(_votes), random %= free + 1, abi.encode(_member(other)));
            _lockedOf[who] += random;
            _delegateOf[who] = other;
        } else if (kind == 2) {
            VM.prank(member);
            _votes.withdrawTo(_member(other), random %= locked + 1);
            _lockedOf[who] -= random;
        } else if (kind == 3) {
            VM.prank(member);
            _votes.transfer(_member(other), random %= locked + 1);
            _lockedOf[who] -= random;
            _lockedOf[other] += random;
        } else {
            // Half of the delegations go back to the member itself.
            address delegatee = kind == 4 ? _member(other) : address(0);
            VM.prank(member);
            _votes.delegate(delegatee);
            _delegateOf[who] = kind == 4 ? other : who;
        }
    }

    function _model() private view returns (uint256[MEMBERS] memory votes) {
        for (uint256 m = 0; m < MEMBERS; ++m) votes[_delegateOf[m]] += _lockedOf[m];
    }
}
