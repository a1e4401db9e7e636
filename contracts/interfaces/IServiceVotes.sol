// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1363Receiver} from "@openzeppelin/contracts/interfaces/IERC1363Receiver.sol";

/// @title ServiceVotes (vSCV)
/// @notice SCV locked here is voting power from the next second on, with one vote per base unit. Locked coins are
/// represented by vSCV: an ERC-20 token with permit, whose votes follow ERC-5805 on a clock of seconds (ERC-6372).
///
/// To lock coins, use `depositFor` after an approval, ServiceCoin's `transferAndCall` to this contract, or
/// `depositWithAuthorization` with one signature and no gas for the member. To unlock them, use `withdrawTo` at any
/// time, even during a vote.
///
/// @dev An account that chose no delegate votes for itself: `delegates` returns the account, without an event and
/// without storage. `delegate(0)` and `delegateBySig` to zero restore this, so locked coins always count.
///
/// Warning: SCV sent here by a plain `transfer` is not credited to any account and is lost. vSCV cannot be sent here
/// (`ERC20InvalidReceiver`). vSCV sent to another contract that can neither vote nor send it on is lost, and still
/// counts in the quorum.
interface IServiceVotes is IERC1363Receiver {
    /// @notice Thrown when a token other than ServiceCoin calls `onTransferReceived`.
    /// @param token The caller.
    error ServiceVotesInvalidToken(address token);

    /// @notice Thrown when the data of `transferAndCall` is neither empty nor exactly one ABI-encoded nonzero address.
    /// @param data The rejected data.
    error ServiceVotesInvalidDelegatee(bytes data);

    /// @notice Thrown when an operator other than the member tries to choose the member's delegate.
    /// @param operator Account that called the coin.
    /// @param member Member whose coins were sent.
    error ServiceVotesUnauthorizedDelegation(address operator, address member);

    /// @notice Locks the SCV just received for `from` (ERC-1363), who can choose a delegate in the same transaction.
    /// @dev Emits `Transfer` from the zero address and `DelegateVotesChanged`, and `DelegateChanged` if a delegatee is
    /// given.
    ///
    /// Requirements:
    /// - The caller must be ServiceCoin (`ServiceVotesInvalidToken`).
    /// - `data` must be empty or `abi.encode(delegatee)` (`ServiceVotesInvalidDelegatee`).
    /// - If a delegatee is given, the operator must be the member (`ServiceVotesUnauthorizedDelegation`). An allowance
    ///   to spend coins is not a right to move votes.
    /// @param operator Account that called `transferAndCall` or `transferFromAndCall`.
    /// @param from Member whose coins were sent, and who receives the vSCV.
    /// @param value Base units.
    /// @param data Empty, or the ABI-encoded address of a delegatee.
    /// @return The selector of this function.
    function onTransferReceived(
        address operator,
        address from,
        uint256 value,
        bytes calldata data
    ) external override returns (bytes4);

    /// @notice Locks SCV with the member's ERC-3009 signature. Anyone can submit it and pays the gas.
    /// @dev Emits ServiceCoin's `AuthorizationUsed` and `Transfer`, then the events of `onTransferReceived`.
    ///
    /// Requirements:
    /// - The signature must be a `ReceiveWithAuthorization` of ServiceCoin to this contract; errors of that function
    ///   are passed on. The signature cannot be used for anything other than this deposit.
    /// @param from Member that signed, and who receives the vSCV.
    /// @param value Base units.
    /// @param validAfter Seconds since 1970; the deposit is rejected at or before this time.
    /// @param validBefore Seconds since 1970; the deposit is rejected at or after this time.
    /// @param nonce Any 32 bytes, used once per member.
    /// @param signature ECDSA signature of 65 bytes, or whatever the member's smart wallet requires (ERC-1271).
    function depositWithAuthorization(
        address from,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;
}
