// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Deal} from "../types/Deal.sol";
import {IPaymentHub} from "./IPaymentHub.sol";
import {IServiceCoin} from "./IServiceCoin.sol";
import {IUniswapV2Pair} from "./external/IUniswapV2Pair.sol";
import {IWETH} from "./external/IWETH.sol";

/// @title Checkout
/// @notice Pays in SCV with ether: buys exactly the SCV that is needed from the trading pair of SCV and wrapped ether
/// (Uniswap V2), and opens a deal or pays an account with it, in one transaction and without an allowance for SCV.
///
/// Each function has two forms. With ether, the ether sent is the maximum, and the contract returns the rest. With
/// wrapped ether (WETH), the contract takes exactly the input from the caller's allowance.
///
/// Anyone can call it, and it has no owner. It holds nothing between transactions and never spends what was sent to it
/// by mistake.
///
/// @dev The price is that of the pair when the transaction is executed. Others can move it before, at most until the
/// input reaches the caller's maximum: choose the maximum close to `inputFor`. If anything reverts (the pair, the coin,
/// the hub), everything is undone, and the error is passed on.
///
/// Warning: ether and tokens sent to the contract in any other way are lost.
interface ICheckout {
    /// @notice SCV was bought and paid.
    /// @dev Emitted before the events of the pair, the coin and the hub.
    /// @param buyer The caller.
    /// @param to The hub if a deal was funded, otherwise the account that was paid.
    /// @param id Id of the deal, or the reference of the payment, which may be zero.
    /// @param amount Base units of SCV bought and paid.
    /// @param input Wei that they cost.
    /// @param wrapped Whether the caller paid in wrapped ether.
    event CheckedOut(
        address indexed buyer,
        address indexed to,
        bytes32 indexed id,
        uint256 amount,
        uint256 input,
        bool wrapped
    );

    /// @notice Thrown when the time of the block is past the caller's limit.
    /// @param validUntil Last second in which the caller wanted to pay.
    error CheckoutTooLate(uint256 validUntil);

    /// @notice Thrown when the amount is zero.
    error CheckoutZeroAmount();

    /// @notice Thrown when the pair has less SCV than the amount, or exactly as much: all of it has no price.
    /// @param amount Base units of SCV to buy.
    /// @param coinReserve Base units of SCV in the pair.
    /// @param etherReserve Wei in the pair.
    error CheckoutInsufficientLiquidity(uint256 amount, uint256 coinReserve, uint256 etherReserve);

    /// @notice Thrown when the SCV costs more than the caller's maximum.
    /// @param input Wei that it costs now.
    /// @param maxInput Wei that the caller would have paid.
    error CheckoutInputAboveMaximum(uint256 input, uint256 maxInput);

    /// @notice Thrown when a payment is for zero, the coin, wrapped ether, the pair, the hub or this contract, where
    /// the coins would be lost.
    /// @param to The account.
    error CheckoutInvalidRecipient(address to);

    /// @notice Thrown when the caller rejects the ether that is left over.
    /// @param buyer The caller.
    /// @param amount Wei left over.
    error CheckoutRefundRejected(address buyer, uint256 amount);

    /// @notice Buys SCV with ether, and opens a deal with it or tops it up.
    /// @dev Emits `CheckedOut`, and the hub emits `Opened` or `ToppedUp`. Sends back the ether that is left over.
    ///
    /// Requirements, besides those of `IPaymentHub.open`:
    /// - `validUntil` must not be over (`CheckoutTooLate`).
    /// - The amount must not be zero (`CheckoutZeroAmount`).
    /// - The pair must have more SCV than the amount (`CheckoutInsufficientLiquidity`).
    /// - The ether sent must cover the input (`CheckoutInputAboveMaximum`).
    /// - The caller must accept the rest (`CheckoutRefundRejected`).
    ///
    /// Warning: refunds of the deal go to the payer named in it, in SCV.
    /// @param deal The deal.
    /// @param amount Base units of SCV to pay in: the price of an order.
    /// @param quote The payee's signature on the terms, or empty.
    /// @param validUntil Last second in which the transaction may be executed, in seconds since 1970.
    /// @return id The deal's id.
    function open(
        Deal calldata deal,
        uint256 amount,
        bytes calldata quote,
        uint256 validUntil
    ) external payable returns (bytes32 id);

    /// @notice Buys SCV with wrapped ether, and opens a deal with it or tops it up.
    /// @dev Emits `CheckedOut`, and the hub emits `Opened` or `ToppedUp`. Requirements are those of `open`, with
    /// `maxInput` in place of the ether sent. The caller must hold the input and have given this contract an allowance
    /// for it: otherwise WETH reverts without error data.
    /// @param deal The deal.
    /// @param amount Base units of SCV to pay in: the price of an order.
    /// @param quote The payee's signature on the terms, or empty.
    /// @param maxInput Largest input in wei.
    /// @param validUntil Last second in which the transaction may be executed, in seconds since 1970.
    /// @return id The deal's id.
    function openWithWeth(
        Deal calldata deal,
        uint256 amount,
        bytes calldata quote,
        uint256 maxInput,
        uint256 validUntil
    ) external returns (bytes32 id);

    /// @notice Buys SCV with ether for an account.
    /// @dev Emits `CheckedOut`, and the coin emits `TransferReference` if there is a reference. Sends back the ether
    /// that is left over.
    ///
    /// Requirements:
    /// - `to` must be able to use the coins (`CheckoutInvalidRecipient`).
    /// - `validUntil` must not be over (`CheckoutTooLate`).
    /// - The amount must not be zero (`CheckoutZeroAmount`).
    /// - The pair must have more SCV than the amount (`CheckoutInsufficientLiquidity`).
    /// - The ether sent must cover the input (`CheckoutInputAboveMaximum`).
    /// - The caller must accept the rest (`CheckoutRefundRejected`).
    /// @param to Account that receives the SCV.
    /// @param amount Base units of SCV.
    /// @param ref Reference for `TransferReference`, or zero for a plain transfer, which costs less gas.
    /// @param validUntil Last second in which the transaction may be executed, in seconds since 1970.
    /// @return input Wei that the SCV cost.
    function pay(address to, uint256 amount, bytes32 ref, uint256 validUntil) external payable returns (uint256 input);

    /// @notice Buys SCV with wrapped ether for an account.
    /// @dev Emits `CheckedOut`, and the coin emits `TransferReference` if there is a reference. Requirements are those
    /// of `pay`, with `maxInput` in place of the ether sent. The caller must hold the input and have given this
    /// contract an allowance for it: otherwise WETH reverts without error data.
    /// @param to Account that receives the SCV.
    /// @param amount Base units of SCV.
    /// @param ref Reference for `TransferReference`, or zero for a plain transfer, which costs less gas.
    /// @param maxInput Largest input in wei.
    /// @param validUntil Last second in which the transaction may be executed, in seconds since 1970.
    /// @return input Wei that the SCV cost.
    function payWithWeth(
        address to,
        uint256 amount,
        bytes32 ref,
        uint256 maxInput,
        uint256 validUntil
    ) external returns (uint256 input);

    /// @notice Returns what an amount of SCV costs now, with the 0.3 % that the pair takes for those who provide its
    /// liquidity, rounded up.
    /// @dev Reverts with `CheckoutZeroAmount` or `CheckoutInsufficientLiquidity`.
    /// @param amount Base units of SCV.
    /// @return input Wei.
    function inputFor(uint256 amount) external view returns (uint256 input);

    /// @notice Returns the reserves of the pair, of which the quotient is the price.
    /// @return coinReserve Base units of SCV.
    /// @return etherReserve Wei.
    function reserves() external view returns (uint256 coinReserve, uint256 etherReserve);

    /// @notice Returns the coin that is bought.
    /// @return The ServiceCoin.
    function coin() external view returns (IServiceCoin);

    /// @notice Returns the hub at which deals are opened.
    /// @return The payment hub.
    function hub() external view returns (IPaymentHub);

    /// @notice Returns the wrapped ether of the pair.
    /// @return The token.
    function weth() external view returns (IWETH);

    /// @notice Returns the pair of SCV and wrapped ether.
    /// @return The pair.
    function pair() external view returns (IUniswapV2Pair);
}
