// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1363Receiver} from "@openzeppelin/contracts/interfaces/IERC1363Receiver.sol";

/// @title ServiceVotes (vSCV)
/// @notice SCV locked here is voting power, one vote per base unit, from the next second on. Locked coins are vSCV: an
/// ERC-20 with permit whose votes follow ERC-5805 on a clock of seconds (ERC-6372).
///
/// Ways in: `depositFor` after an approval; ServiceCoin's `transferAndCall` to this contract; `depositWithAuthorization`
/// with one signature and no gas for the member. Way out: `withdrawTo`, at any time, also in the middle of a vote.
///
/// @dev An account that chose no delegate votes for itself: `delegates` answers with the account, no event is emitted and
/// no storage is spent. `delegate(0)` and `delegateBySig` to zero go back to that, so locked coins always count.
///
/// Not guaranteed: SCV sent here by plain `transfer` is not credited to anybody and is lost. vSCV cannot be sent here
/// (`ERC20InvalidReceiver`), but whoever sends it to another contract that can neither vote nor send it on loses it, and it
/// still weighs in the quorum.
interface IServiceVotes is IERC1363Receiver {
    /// @notice A token other than ServiceCoin called `onTransferReceived`.
    error ServiceVotesInvalidToken(address token);

    /// @notice The data of `transferAndCall` is neither empty nor one ABI-encoded address that is not zero.
    error ServiceVotesInvalidDelegatee(bytes data);

    /// @notice An operator other than the member tried to choose the member's delegate.
    error ServiceVotesUnauthorizedDelegation(address operator, address member);

    /// @notice ERC-1363 receiver: locks the SCV that came in for `from`, who may choose a delegate in the same transaction.
    ///
    /// Emits `Transfer` from the zero address and `DelegateVotesChanged`; with a delegatee `DelegateChanged` as well.
    ///
    /// Requirements: the caller is ServiceCoin (`ServiceVotesInvalidToken`); `data` is empty or `abi.encode(delegatee)`
    /// (`ServiceVotesInvalidDelegatee`), and in the second case the operator is the member: an allowance to spend coins
    /// is no right to move votes (`ServiceVotesUnauthorizedDelegation`).
    /// @param operator Account that called `transferAndCall` or `transferFromAndCall`.
    /// @param from Member whose coins they were and who gets the vSCV.
    /// @param value Base units.
    /// @param data Empty, or the ABI-encoded address of a delegatee.
    /// @return The selector of this function.
    function onTransferReceived(
        address operator,
        address from,
        uint256 value,
        bytes calldata data
    ) external override returns (bytes4);

    /// @notice Locks SCV by the member's ERC-3009 signature; anyone may submit it and pays the gas.
    ///
    /// Emits ServiceCoin's `AuthorizationUsed` and `Transfer`, then as `onTransferReceived`.
    ///
    /// Requirements: the signature is a `ReceiveWithAuthorization` of ServiceCoin to this contract, with that function's
    /// errors. Nobody can use it for anything other than this deposit.
    /// @param from Member that signed and gets the vSCV.
    /// @param value Base units.
    /// @param validAfter Seconds; refused at or before this time.
    /// @param validBefore Seconds; refused at or after this time.
    /// @param nonce Any 32 bytes, used once per member.
    /// @param signature ECDSA signature of 65 bytes, or whatever the member's smart wallet asks for (ERC-1271).
    function depositWithAuthorization(
        address from,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;
}
