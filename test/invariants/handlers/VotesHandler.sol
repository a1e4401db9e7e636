// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IServiceVotes} from "../../../contracts/interfaces/IServiceVotes.sol";
import {Authorization, RECEIVE_TYPEHASH, signAuthorization, signDelegation} from "../../fixtures/Signatures.sol";
import {VM} from "../../fixtures/Vm.sol";
import {World} from "../World.sol";
import {Handler} from "./Handler.sol";

/// @notice Locking, unlocking, moving and delegating.
contract VotesHandler is Handler {
    constructor(World world) Handler(world) {
        _addKind("depositFor");
        _addKind("lock by transferAndCall");
        _addKind("lock and delegate");
        _addKind("lock by signature");
        _addKind("withdrawTo");
        _addKind("transfer");
        _addKind("delegate");
        _addKind("delegateBySig");
        _addKind("donate");
        _addKind("refused lock of nothing");
        _addKind("refused delegation");
    }

    function actions() external pure override returns (bytes4[] memory list) {
        list = new bytes4[](11);
        list[0] = this.depositFor.selector;
        list[1] = this.lock.selector;
        list[2] = this.lockAndDelegate.selector;
        list[3] = this.lockBySignature.selector;
        list[4] = this.withdrawTo.selector;
        list[5] = this.transfer.selector;
        list[6] = this.delegate.selector;
        list[7] = this.delegateBySig.selector;
        list[8] = this.donate.selector;
        list[9] = this.lockNothing.selector;
        list[10] = this.delegateForAnother.selector;
    }

    // Locking

    function depositFor(uint256 fromSeed, uint256 accountSeed, uint256 amountSeed) external watched {
        (address from, uint256 amount) = _locker(fromSeed, amountSeed);
        if (amount == 0) return;
        address account = _world.member(accountSeed);
        VM.prank(from);
        _coin.approve(address(_votes), amount);
        VM.prank(from);
        _votes.depositFor(account, amount);
        _world.noteLock(from, account, amount);
        _count("depositFor");
    }

    function lock(uint256 fromSeed, uint256 amountSeed) external watched {
        (address from, uint256 amount) = _locker(fromSeed, amountSeed);
        if (amount == 0) return;
        VM.prank(from);
        _coin.transferAndCall(address(_votes), amount);
        _world.noteLock(from, from, amount);
        _count("lock by transferAndCall");
    }

    function lockAndDelegate(uint256 fromSeed, uint256 toSeed, uint256 amountSeed) external watched {
        (address from, uint256 amount) = _locker(fromSeed, amountSeed);
        if (amount == 0) return;
        address delegatee = _world.recipient(toSeed);
        VM.prank(from);
        _coin.transferAndCall(address(_votes), amount, abi.encode(delegatee));
        _world.noteLock(from, from, amount);
        _world.noteDelegate(from, delegatee);
        _count("lock and delegate");
    }

    function lockBySignature(uint256 fromSeed, uint256 amountSeed, bytes32 nonce) external watched {
        (address from, uint256 amount) = _locker(fromSeed, amountSeed);
        if (amount == 0 || _coin.authorizationState(from, nonce)) return;
        Authorization memory a = Authorization(
            from,
            address(_votes),
            amount,
            block.timestamp - 1,
            block.timestamp + 1,
            nonce
        );
        bytes memory signature = signAuthorization(_coin, _world.key(fromSeed), RECEIVE_TYPEHASH, a);
        _votes.depositWithAuthorization(from, amount, a.validAfter, a.validBefore, nonce, signature);
        _world.noteLock(from, from, amount);
        _count("lock by signature");
    }

    function withdrawTo(uint256 fromSeed, uint256 toSeed, uint256 amountSeed) external watched {
        (address from, uint256 amount) = _holder(fromSeed, amountSeed);
        address to = _world.recipient(toSeed);
        if (amount == 0 || to == address(_votes)) return;
        VM.prank(from);
        _votes.withdrawTo(to, amount);
        _world.noteUnlock(from, to, amount);
        _count("withdrawTo");
    }

    /// @dev Sends coins to the wrapper with a plain transfer. They are lost and credited to no account.
    function donate(uint256 fromSeed, uint256 amountSeed) external watched {
        (address from, uint256 amount) = _locker(fromSeed, amountSeed);
        if (amount == 0) return;
        VM.prank(from);
        _coin.transfer(address(_votes), amount);
        _world.noteCoins(from, address(_votes), amount);
        _count("donate");
    }

    function lockNothing(uint256 fromSeed, uint256 amount) external watched {
        address liar = _world.member(fromSeed);
        _mustRefuse(
            "refused lock of nothing",
            liar,
            address(_votes),
            abi.encodeCall(_votes.onTransferReceived, (liar, liar, amount, "")),
            abi.encodeWithSelector(IServiceVotes.ServiceVotesInvalidToken.selector, liar)
        );
    }

    // Moving and delegating

    function transfer(uint256 fromSeed, uint256 toSeed, uint256 amountSeed) external watched {
        (address from, uint256 amount) = _holder(fromSeed, amountSeed);
        if (amount == 0) return;
        address to = _world.recipient(toSeed);
        // Rejected: votes held by their own contract could neither vote nor leave.
        if (to == address(_votes)) return;
        VM.prank(from);
        _votes.transfer(to, amount);
        _world.noteVotes(from, to, amount);
        _count("transfer");
    }

    function delegate(uint256 fromSeed, uint256 toSeed) external watched {
        (address from, address delegatee) = (_world.member(fromSeed), _delegatee(toSeed));
        VM.prank(from);
        _votes.delegate(delegatee);
        _world.noteDelegate(from, delegatee);
        _count("delegate");
    }

    function delegateBySig(uint256 fromSeed, uint256 toSeed) external watched {
        (address from, address delegatee) = (_world.member(fromSeed), _delegatee(toSeed));
        (uint256 nonce, uint256 key) = (_votes.nonces(from), _world.key(fromSeed));
        (uint8 v, bytes32 r, bytes32 s) = signDelegation(_votes, key, delegatee, nonce, block.timestamp);
        _votes.delegateBySig(delegatee, nonce, block.timestamp, v, r, s);
        _world.noteDelegate(from, delegatee);
        _count("delegateBySig");
    }

    /// @dev An allowance to spend coins is not a right to move votes.
    function delegateForAnother(uint256 fromSeed, uint256 toSeed, uint256 amountSeed) external watched {
        (address from, uint256 amount) = _locker(fromSeed, amountSeed);
        address operator = _world.member((fromSeed % _world.memberCount()) + 1 + (toSeed % (_world.memberCount() - 1)));
        if (amount == 0) return;
        VM.prank(from);
        _coin.approve(operator, amount);
        _mustRefuse(
            "refused delegation",
            operator,
            address(_coin),
            abi.encodeWithSignature(
                "transferFromAndCall(address,address,uint256,bytes)",
                from,
                address(_votes),
                amount,
                abi.encode(operator)
            ),
            abi.encodeWithSelector(IServiceVotes.ServiceVotesUnauthorizedDelegation.selector, operator, from)
        );
        VM.prank(from);
        _coin.approve(operator, 0);
    }

    // Internal

    function _locker(uint256 fromSeed, uint256 amountSeed) private view returns (address from, uint256 amount) {
        from = _world.member(fromSeed);
        amount = _portion(amountSeed, _coin.balanceOf(from));
    }

    function _holder(uint256 fromSeed, uint256 amountSeed) private view returns (address from, uint256 amount) {
        from = _world.member(fromSeed);
        amount = _portion(amountSeed, _votes.balanceOf(from));
    }

    function _delegatee(uint256 seed) private view returns (address) {
        return seed % 5 == 0 ? address(0) : _world.recipient(seed / 5);
    }
}
