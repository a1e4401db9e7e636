// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Payout} from "../types/Payout.sol";

/// @title ServiceCoin (SCV)
/// @notice The payment token: ERC-20 with permit (ERC-2612), transfers by signature (ERC-3009), transfers that call the
/// receiver (ERC-1363), transfers with a reference (ERC-7699 event) and batches. 18 decimals; every amount is in base
/// units, 1 SCV = 1e18.
///
/// @dev Signatures are checked by ECDSA and, where that fails, by ERC-1271, whichever form (`v, r, s` or `bytes`) they come
/// in: the key of an account that lent itself code (EIP-7702) keeps signing. Validity times are seconds since 1970;
/// `validAfter` and `validBefore` that both have bit 47 set are block numbers (see OpenZeppelin's ERC3009).
///
/// Not guaranteed: coins sent to the token itself, or to a contract that cannot send them on, are lost.
interface IServiceCoin is IERC20 {
    /// @notice ERC-7699. Comes right before the `Transfer` that it belongs to.
    /// @param loggedReference The reference given by the payer, for example the hash of an invoice.
    event TransferReference(bytes32 indexed loggedReference);

    /// @notice Creates new coins.
    ///
    /// Emits `Transfer` from the zero address.
    ///
    /// Requirements: the caller is the owner (`OwnableUnauthorizedAccount`); the supply stays within `cap`
    /// (`ERC20ExceededCap`); `to` is not zero (`ERC20InvalidReceiver`).
    /// @param to Account that gets the coins.
    /// @param amount Base units.
    function mint(address to, uint256 amount) external;

    /// @notice Pays many accounts in one call, all or nothing.
    ///
    /// Emits one `Transfer` per payout, in order.
    ///
    /// Requirements: every recipient is not zero (`ERC20InvalidReceiver`); the caller holds the sum
    /// (`ERC20InsufficientBalance`).
    /// @param payouts Recipients and amounts, each packed as `address << 96 | uint96 amount`.
    /// @return Always true.
    function transferBatch(Payout[] calldata payouts) external returns (bool);

    /// @notice `transfer` with a reference that the receiver can look up.
    ///
    /// Emits `TransferReference`, then `Transfer`. Requirements as for `transfer`.
    /// @param to Account that is paid.
    /// @param amount Base units.
    /// @param transferReference Any 32 bytes, for example the hash of an invoice. It is public.
    /// @return Always true.
    function transferWithReference(address to, uint256 amount, bytes32 transferReference) external returns (bool);

    /// @notice `transferFrom` with a reference that the receiver can look up.
    ///
    /// Emits `TransferReference`, then `Transfer`. Requirements as for `transferFrom`.
    /// @param from Account that pays; the caller needs its allowance.
    /// @param to Account that is paid.
    /// @param amount Base units.
    /// @param transferReference Any 32 bytes, for example the hash of an invoice. It is public.
    /// @return Always true.
    function transferFromWithReference(
        address from,
        address to,
        uint256 amount,
        bytes32 transferReference
    ) external returns (bool);

    /// @notice ERC-3009 transfer with the signature as bytes, for smart wallets (ERC-1271) too.
    ///
    /// Emits `AuthorizationUsed`, then `Transfer`.
    ///
    /// Requirements: `validAfter` < now < `validBefore` (`ERC3009InvalidAuthorizationTime`); the nonce is unused
    /// (`ERC3009UsedAuthorization`); the signature is `from`'s (`ERC3009InvalidSignature`).
    /// @param from Account that pays and signed.
    /// @param to Account that is paid.
    /// @param value Base units.
    /// @param validAfter Seconds; the transfer is refused at or before this time.
    /// @param validBefore Seconds; the transfer is refused at or after this time.
    /// @param nonce Any 32 bytes, used once per `from`. Consecutive nonces share a storage word and cost less.
    /// @param signature ECDSA signature of 65 bytes, or whatever the smart wallet asks for.
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;

    /// @notice ERC-3009 transfer that only the payee can submit, with the signature as bytes.
    ///
    /// Emits `AuthorizationUsed`, then `Transfer`. Requirements as for `transferWithAuthorization`, and the caller is
    /// `to` (`ERC20InvalidReceiver`).
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;

    /// @notice ERC-3009: makes a nonce unusable, with the signature as bytes.
    ///
    /// Emits `AuthorizationCanceled`.
    /// @param authorizer Account that signed.
    /// @param nonce The nonce, not used before (`ERC3009UsedAuthorization`).
    /// @param signature The authorizer's (`ERC3009InvalidSignature`).
    function cancelAuthorization(address authorizer, bytes32 nonce, bytes calldata signature) external;

    /// @notice Version of the EIP-712 domain, as wallets and x402 clients ask for it.
    function version() external view returns (string memory);
}
