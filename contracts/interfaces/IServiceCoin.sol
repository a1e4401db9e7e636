// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Payout} from "../types/Payout.sol";

/// @title ServiceCoin (SCV)
/// @notice The payment token: ERC-20 with permit (ERC-2612), transfers by signature (ERC-3009), transfers that call the
/// receiver (ERC-1363), transfers with a reference (ERC-7699 event) and batch transfers. It has 18 decimals. Every
/// amount is in base units, and 1 SCV is 1e18 base units.
///
/// @dev Signatures are checked by ECDSA first and, if that fails, by ERC-1271, in both forms (`v, r, s` and `bytes`).
/// The key of a delegated EOA (EIP-7702) therefore stays valid.
///
/// Validity times are seconds since 1970. If `validAfter` and `validBefore` both have bit 47 set, they are block
/// numbers (see OpenZeppelin's ERC3009).
///
/// Warning: coins sent to the token itself, or to a contract that cannot send them on, are lost.
interface IServiceCoin is IERC20 {
    /// @notice A transfer carried a reference (ERC-7699).
    /// @dev Emitted directly before the `Transfer` event to which it belongs.
    /// @param loggedReference Reference chosen by the payer, for example the hash of an invoice.
    event TransferReference(bytes32 indexed loggedReference);

    /// @notice Creates new coins.
    /// @dev Emits `Transfer` from the zero address.
    ///
    /// Requirements:
    /// - The caller must be the owner (`OwnableUnauthorizedAccount`).
    /// - The supply must stay within `cap` (`ERC20ExceededCap`).
    /// - `to` must not be zero (`ERC20InvalidReceiver`).
    /// @param to Account that receives the coins.
    /// @param amount Base units.
    function mint(address to, uint256 amount) external;

    /// @notice Pays many accounts in one call, all or nothing.
    /// @dev Emits one `Transfer` per payout, in order.
    ///
    /// Requirements:
    /// - No recipient must be zero (`ERC20InvalidReceiver`).
    /// - The caller must hold the sum (`ERC20InsufficientBalance`).
    /// @param payouts Recipients and amounts, each packed as `address << 96 | uint96 amount`.
    /// @return Always true.
    function transferBatch(Payout[] calldata payouts) external returns (bool);

    /// @notice Transfers coins as `transfer` does, with a reference for the receiver.
    /// @dev Emits `TransferReference`, then `Transfer`. Requirements are those of `transfer`.
    ///
    /// Warning: the reference is public.
    /// @param to Account that is paid.
    /// @param amount Base units.
    /// @param transferReference Any 32 bytes, for example the hash of an invoice.
    /// @return Always true.
    function transferWithReference(address to, uint256 amount, bytes32 transferReference) external returns (bool);

    /// @notice Transfers coins as `transferFrom` does, with a reference for the receiver.
    /// @dev Emits `TransferReference`, then `Transfer`. Requirements are those of `transferFrom`.
    ///
    /// Warning: the reference is public.
    /// @param from Account that pays. The caller needs an allowance from it.
    /// @param to Account that is paid.
    /// @param amount Base units.
    /// @param transferReference Any 32 bytes, for example the hash of an invoice.
    /// @return Always true.
    function transferFromWithReference(
        address from,
        address to,
        uint256 amount,
        bytes32 transferReference
    ) external returns (bool);

    /// @notice Transfers coins with the payer's signature (ERC-3009), passed as bytes so that smart wallets (ERC-1271)
    /// can sign too. Anyone can submit it.
    /// @dev Emits `AuthorizationUsed`, then `Transfer`.
    ///
    /// Requirements:
    /// - The time must be after `validAfter` and before `validBefore` (`ERC3009InvalidAuthorizationTime`).
    /// - The nonce must be unused (`ERC3009UsedAuthorization`).
    /// - The signature must be the payer's (`ERC3009InvalidSignature`).
    ///
    /// Warning: anyone who sees the signature can submit it first. A contract that acts on the payment should use
    /// `receiveWithAuthorization`.
    /// @param from Account that pays and signed.
    /// @param to Account that is paid.
    /// @param value Base units.
    /// @param validAfter Seconds since 1970; the transfer is rejected at or before this time.
    /// @param validBefore Seconds since 1970; the transfer is rejected at or after this time.
    /// @param nonce Any 32 bytes, used once per `from`. Consecutive nonces share a storage word and cost less gas.
    /// @param signature ECDSA signature of 65 bytes, or whatever the smart wallet requires.
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;

    /// @notice Transfers coins with the payer's signature (ERC-3009), passed as bytes. Only the payee can submit it.
    /// @dev Emits `AuthorizationUsed`, then `Transfer`.
    ///
    /// Requirements, besides those of `transferWithAuthorization`:
    /// - The caller must be `to` (`ERC20InvalidReceiver`).
    /// @param from Account that pays and signed.
    /// @param to Account that is paid.
    /// @param value Base units.
    /// @param validAfter Seconds since 1970; the transfer is rejected at or before this time.
    /// @param validBefore Seconds since 1970; the transfer is rejected at or after this time.
    /// @param nonce Any 32 bytes, used once per `from`.
    /// @param signature ECDSA signature of 65 bytes, or whatever the smart wallet requires.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;

    /// @notice Cancels an unused authorization (ERC-3009) with the authorizer's signature, passed as bytes.
    /// @dev Emits `AuthorizationCanceled`.
    ///
    /// Requirements:
    /// - The nonce must be unused (`ERC3009UsedAuthorization`).
    /// - The signature must be the authorizer's (`ERC3009InvalidSignature`).
    /// @param authorizer Account that signed.
    /// @param nonce Nonce of the authorization.
    /// @param signature ECDSA signature of 65 bytes, or whatever the smart wallet requires.
    function cancelAuthorization(address authorizer, bytes32 nonce, bytes calldata signature) external;

    /// @notice Returns the version of the EIP-712 domain, which wallets and x402 clients query.
    /// @return The version.
    function version() external view returns (string memory);
}
