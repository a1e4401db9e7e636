// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1363} from "@openzeppelin/contracts/interfaces/IERC1363.sol";
import {ICheckout} from "./interfaces/ICheckout.sol";
import {IPaymentHub} from "./interfaces/IPaymentHub.sol";
import {IServiceCoin} from "./interfaces/IServiceCoin.sol";
import {IUniswapV2Factory} from "./interfaces/external/IUniswapV2Factory.sol";
import {IUniswapV2Pair} from "./interfaces/external/IUniswapV2Pair.sol";
import {IWETH} from "./interfaces/external/IWETH.sol";
import {CoinPair} from "./libraries/CoinPair.sol";
import {DealHash} from "./libraries/DealHash.sol";
import {Deal} from "./types/Deal.sol";

/// @title Checkout
/// @notice Opens deals and pays accounts in SCV with ether. See `ICheckout`.
/// @dev Coins go to the hub by ERC-1363: an allowance for the hub would cost 1,270 gas more per deal.
contract Checkout is ICheckout {
    using CoinPair for IUniswapV2Pair;
    using DealHash for Deal;

    /// @dev Bytes of calldata of a deal that is the first argument, after the selector.
    uint256 private constant DEAL_START = 4;
    uint256 private constant DEAL_END = 164;

    /// @inheritdoc ICheckout
    IServiceCoin public immutable coin;

    /// @inheritdoc ICheckout
    IPaymentHub public immutable hub;

    /// @inheritdoc ICheckout
    IWETH public immutable weth;

    /// @inheritdoc ICheckout
    IUniswapV2Pair public immutable pair;

    bool private immutable _coinIsFirst;

    /// @dev Creates the pair if there is none. Anyone may have created it before, which makes no difference.
    /// @param coin_ ServiceCoin.
    /// @param hub_ Payment hub.
    /// @param weth_ Wrapped ether (WETH9), which reverts rather than returning false.
    /// @param factory Factory of Uniswap V2.
    constructor(IServiceCoin coin_, IPaymentHub hub_, IWETH weth_, IUniswapV2Factory factory) {
        coin = coin_;
        hub = hub_;
        weth = weth_;
        address found = factory.getPair(address(coin_), address(weth_));
        pair = IUniswapV2Pair(found != address(0) ? found : factory.createPair(address(coin_), address(weth_)));
        _coinIsFirst = address(coin_) < address(weth_);
    }

    // Deals

    /// @inheritdoc ICheckout
    function open(
        Deal calldata deal,
        uint256 amount,
        bytes calldata quote,
        uint256 validUntil
    ) external payable returns (bytes32 id) {
        uint256 input = _checkedInput(amount, msg.value, validUntil);
        id = deal.hash();
        emit CheckedOut(msg.sender, address(hub), id, amount, input, false);
        _payPairWithEther(input);
        _fund(amount, quote);
        _refund(input);
    }

    /// @inheritdoc ICheckout
    function openWithWeth(
        Deal calldata deal,
        uint256 amount,
        bytes calldata quote,
        uint256 maxInput,
        uint256 validUntil
    ) external returns (bytes32 id) {
        uint256 input = _checkedInput(amount, maxInput, validUntil);
        id = deal.hash();
        emit CheckedOut(msg.sender, address(hub), id, amount, input, true);
        _payPairWithWeth(input);
        _fund(amount, quote);
    }

    // Payments

    /// @inheritdoc ICheckout
    function pay(address to, uint256 amount, bytes32 ref, uint256 validUntil) external payable returns (uint256 input) {
        _checkRecipient(to);
        input = _checkedInput(amount, msg.value, validUntil);
        emit CheckedOut(msg.sender, to, ref, amount, input, false);
        _payPairWithEther(input);
        _send(to, amount, ref);
        _refund(input);
    }

    /// @inheritdoc ICheckout
    function payWithWeth(
        address to,
        uint256 amount,
        bytes32 ref,
        uint256 maxInput,
        uint256 validUntil
    ) external returns (uint256 input) {
        _checkRecipient(to);
        input = _checkedInput(amount, maxInput, validUntil);
        emit CheckedOut(msg.sender, to, ref, amount, input, true);
        _payPairWithWeth(input);
        _send(to, amount, ref);
    }

    // Views

    /// @inheritdoc ICheckout
    function inputFor(uint256 amount) public view returns (uint256 input) {
        (uint256 coinReserve, uint256 etherReserve) = pair.reserves(_coinIsFirst);
        if (amount == 0) revert CheckoutZeroAmount();
        if (amount >= coinReserve) revert CheckoutInsufficientLiquidity(amount, coinReserve, etherReserve);
        // The pair's rule, with its fee of 3 in 1,000. Reserves have 112 bits, so nothing overflows.
        return (etherReserve * amount * 1000) / ((coinReserve - amount) * 997) + 1;
    }

    /// @inheritdoc ICheckout
    function reserves() external view returns (uint256 coinReserve, uint256 etherReserve) {
        return pair.reserves(_coinIsFirst);
    }

    // Internal

    function _checkedInput(uint256 amount, uint256 maxInput, uint256 validUntil) private view returns (uint256 input) {
        if (block.timestamp > validUntil) revert CheckoutTooLate(validUntil);
        input = inputFor(amount);
        if (input > maxInput) revert CheckoutInputAboveMaximum(input, maxInput);
    }

    function _checkRecipient(address to) private view {
        bool isLost = to == address(0) || to == address(coin) || to == address(weth);
        isLost = isLost || to == address(pair) || to == address(hub) || to == address(this);
        if (isLost) revert CheckoutInvalidRecipient(to);
    }

    function _payPairWithEther(uint256 input) private {
        weth.deposit{value: input}();
        weth.transfer(address(pair), input);
    }

    function _payPairWithWeth(uint256 input) private {
        weth.transferFrom(msg.sender, address(pair), input);
    }

    /// @dev Takes the coins out of the pair, which checks that it was paid.
    function _take(uint256 amount, address to) private {
        (uint256 amount0, uint256 amount1) = _coinIsFirst ? (amount, uint256(0)) : (uint256(0), amount);
        pair.swap(amount0, amount1, to, "");
    }

    /// @dev Funds the deal that is the first argument of the call.
    function _fund(uint256 amount, bytes calldata quote) private {
        _take(amount, address(this));
        bytes memory data = bytes.concat(msg.data[DEAL_START:DEAL_END], quote);
        // SCV never returns false: it reverts. The same holds for every transfer here.
        IERC1363(address(coin)).transferAndCall(address(hub), amount, data);
    }

    function _send(address to, uint256 amount, bytes32 ref) private {
        if (ref == 0) {
            _take(amount, to);
        } else {
            _take(amount, address(this));
            coin.transferWithReference(to, amount, ref);
        }
    }

    /// @dev Returns what the caller sent too much, and not the balance, which may contain ether of others.
    function _refund(uint256 input) private {
        uint256 rest = msg.value - input;
        if (rest == 0) return;
        // solhint-disable-next-line avoid-low-level-calls
        (bool success, ) = msg.sender.call{value: rest}("");
        if (!success) revert CheckoutRefundRejected(msg.sender, rest);
    }
}
